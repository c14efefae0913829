"""Contacts as vCards: escaped, folded, and read again by a program that is not ours."""

import doctest
from collections.abc import Callable

import vobject
from hypothesis import given
from hypothesis import strategies as st

from mandate.core import vcard
from mandate.core.vcard import OCTETS, Contact, Office, cards, escaped, folded

#: What text from outside can hold once it is cleaned: no controls, no halves of letters.
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=90).map(
    str.strip
)
NAME = TEXT.filter(bool)
CONTACTS = st.lists(
    st.builds(
        Contact,
        uid=st.uuids().map(lambda one: f"urn:uuid:{one}"),
        name=NAME,
        offices=st.lists(st.builds(Office, NAME, st.tuples(NAME, NAME)), max_size=3).map(tuple),
        phone=TEXT,
        email=TEXT,
    ),
    max_size=4,
)


def test_the_doctests_hold() -> None:
    assert doctest.testmod(vcard).failed == 0


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for text, value in worked_table("vcard", "text"):
        assert escaped(text) == value, text


@given(CONTACTS)
def test_another_program_reads_what_was_written(contacts: list[Contact]) -> None:
    found = list(vobject.readComponents(cards(contacts)))
    assert len(found) == len(contacts)
    for card, contact in zip(found, contacts, strict=True):
        assert card.version.value == "4.0" and card.uid.value == contact.uid
        assert card.fn.value == contact.name
        titles = [one.value for one in card.contents.get("title", ())]
        assert titles == [office.title for office in contact.offices]
        within = [tuple(one.value) for one in card.contents.get("org", ())]
        assert within == [office.within for office in contact.offices]
        groups = [one.group for one in card.contents.get("org", ())]
        assert groups == [one.group for one in card.contents.get("title", ())]
        assert [one.value for one in card.contents.get("tel", ())] == [contact.phone] * bool(contact.phone)
        assert [one.value for one in card.contents.get("email", ())] == [contact.email] * bool(contact.email)


@given(CONTACTS)
def test_every_line_is_short_and_whole(contacts: list[Contact]) -> None:
    data = cards(contacts).encode()
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    for line in data.split(b"\r\n"):
        assert len(line) <= OCTETS
        line.decode()  # no letter is cut in two


@given(st.text(max_size=400).filter(lambda text: "\r" not in text and "\n" not in text))
def test_unfolding_gives_the_line_back(text: str) -> None:
    text = text.encode(errors="ignore").decode()
    assert folded(text).replace("\r\n ", "") == text


def test_nothing_in_a_text_ends_its_card() -> None:
    contact = Contact("urn:x", "Ann\r\nEND:VCARD\nBEGIN:VCARD", phone="1\u2028TEL:2")
    text = cards([contact])
    assert text.split("\r\n").count("BEGIN:VCARD") == 1 and "\r\nTEL:2" not in text
    assert cards([]) == ""
