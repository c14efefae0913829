from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.entry import (
    NOT_APPLICABLE,
    YES_NO,
    EntryState,
    ReadEntry,
    YesNoError,
    read_entry,
    read_yes_no,
    write_entry,
)
from mandate.core.number import HABITS, NumberError

languages = st.sampled_from(sorted(HABITS))


def test_the_worked_table_of_entries_is_what_the_code_does(worked_table):
    for text, language, kind, state, value in worked_table("number", "entered"):
        entry = read_entry(text, language, 0, kind)
        assert [entry.state, "" if entry.value is None else str(entry.value)] == [state, value], text


def test_every_language_has_its_words():
    assert set(YES_NO) == set(NOT_APPLICABLE) == set(HABITS)


@given(languages, st.booleans())
def test_yes_and_no_are_read_in_any_case_and_normal_form(language, answer):
    word = YES_NO[language][0 if answer else 1]
    for text in (word, word.upper(), f" {word.title()} ", normalize("NFD", word)):
        assert read_yes_no(text, language) is answer


@pytest.mark.parametrize("text", ["x", "-", "–", "maybe", "2", "oui", "true?"])
def test_anything_else_is_neither_yes_nor_no(text):
    with pytest.raises(YesNoError) as caught:
        read_yes_no(text, "en")
    assert caught.value.params == {"text": text, "yes": "yes", "no": "no"}


def test_of_a_long_text_the_beginning_is_told():
    with pytest.raises(YesNoError) as caught:
        read_yes_no(f" {'x' * 50} ", "en")
    assert caught.value.params["text"] == "x" * 40


@pytest.mark.parametrize("text", ["-", "–", "k. A.", "null"])
def test_what_is_ambiguous_is_refused(text):
    with pytest.raises(NumberError):
        read_entry(text, "de", 0, "number")


def test_counts_are_not_negative_unless_they_may_be():
    with pytest.raises(NumberError):
        read_entry("-1", "en", 0, "number")
    assert read_entry("-1", "en", 0, "number", allow_negative=True).value == -1


numbers = st.builds(ReadEntry, st.just(EntryState.VALUE), st.decimals(0, 10**9, places=2))
answers = st.builds(ReadEntry, st.just(EntryState.VALUE), st.sampled_from([Decimal(0), Decimal(1)]))
empty = st.sampled_from([ReadEntry(EntryState.MISSING), ReadEntry(EntryState.NOT_APPLICABLE)])


@given(languages, numbers | empty)
def test_a_number_field_reopens_as_it_was(language, entry):
    assert read_entry(write_entry(entry, language, "number"), language, 2, "number") == entry


@given(languages, answers | empty)
def test_a_yes_no_field_reopens_as_it_was(language, entry):
    assert read_entry(write_entry(entry, language, "yes_no"), language, 0, "yes_no") == entry
