from unicodedata import normalize
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.text import alike, clean, is_clean, one_line

ANY = st.text(st.characters())  # lone surrogates too
FORBIDDEN = [*map(chr, range(0x20)), "\ufffe", "\uffff"]


@given(ANY)
def test_what_is_clean_can_be_written_as_xml_and_utf8_and_stays_as_it_is(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert is_clean(cleaned)
    assert normalize("NFC", cleaned) == cleaned
    element = ElementTree.Element("name")
    element.text = cleaned
    written = ElementTree.tostring(element, encoding="utf-8")
    read = ElementTree.fromstring(written).text or ""
    assert read.replace("\n", "") == cleaned.replace("\r", "").replace("\n", "")


@pytest.mark.parametrize("character", [one for one in FORBIDDEN if one not in "\t\n\r"])
def test_a_forbidden_character_becomes_a_space(character):
    assert clean(f"Hàm{character}Rồng") == "Hàm Rồng"


@pytest.mark.parametrize("character", "\t\n\r\u2028🏛")
def test_what_may_stand_in_a_text_stays(character):
    assert clean(f"Hàm{character}Rồng") == f"Hàm{character}Rồng"


def test_a_lone_surrogate_is_shown_as_what_could_not_be_read():
    assert clean("a\ud800b") == "a\ufffdb"


def test_one_line_has_neither_line_ends_nor_double_spaces():
    assert one_line("\r\nHam\x0bRong\u00a0 Ward\t") == "Ham Rong Ward"


@pytest.mark.parametrize(
    "text", ["branch", "Branch", " BRANCH ", "branch\u200b", "\ufeffbranch", "\u00a0branch", "ｂｒａｎｃｈ"]
)
def test_what_looks_like_a_branch_is_one(text):
    assert alike(text) == "branch"


def test_composed_and_decomposed_are_alike_and_accents_count():
    assert alike(normalize("NFD", "Xã")) == alike("xã")
    assert alike("xa") != alike("xã")


@given(ANY)
def test_the_key_of_a_key_is_itself(text):
    assert alike(alike(text)) == alike(text)
