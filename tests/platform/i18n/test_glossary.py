"""One term for one thing: the catalogues keep to docs/glossary.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from mandate.platform.i18n import catalogue
from mandate.platform.i18n.languages import CODES

GLOSSARY = (Path(__file__).resolve().parents[3] / "docs" / "glossary.md").read_text(encoding="utf-8")
OTHERS = [code for code in CODES if code != "en"]
NONE = "–"
# What is no word of the message: placeholders, tags, codes in braces.
_NO_WORDS = re.compile(r"%\(\w+\)[sd]|<[^>]*>|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the first table: each language's words, and those that may not stand there."""

    name: str
    words: dict[str, re.Pattern[str]]
    never: dict[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Excuse:
    """A row of the second table."""

    term: str
    languages: frozenset[str]
    message: str

    @property
    def beginning(self) -> tuple[str, ...]:
        """What the message begins with, where not all of it is written."""
        return (self.message.removesuffix(" …"),) if self.message.endswith(" …") else ()


@dataclass(frozen=True, slots=True)
class Stray:
    """A translation that does not keep to the glossary."""

    term: str
    message: str
    text: str
    fault: str

    def __str__(self) -> str:
        return f"{self.message!r}: “{self.term}” {self.fault} {self.text!r}"


def rows(heading: str) -> list[dict[str, str]]:
    """The table under a heading, each row by its column."""
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in GLOSSARY.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
        if line.startswith("|")
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def pattern(cell: str) -> re.Pattern[str]:
    """What finds any of the forms of a cell."""
    forms = []
    for form in sorted(cell.split(", "), key=len, reverse=True):
        inner = re.escape(form.strip("*")).replace(r"\*", r"\w*")
        forms.append(
            (r"\w*" if form.startswith("*") else "") + inner + (r"\w*" if form.endswith("*") else "")
        )
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def terms() -> list[Term]:
    found = []
    for row in rows("Terms"):
        never = dict(part.split(": ", 1) for part in row["not"].split("; ")) if row["not"] != NONE else {}
        found.append(
            Term(
                row["en"].partition(",")[0],
                {code: pattern(row[code]) for code in CODES if row[code] != NONE},
                {code: pattern(cell) for code, cell in never.items()},
            )
        )
    return found


def excuses() -> list[Excuse]:
    return [
        Excuse(
            row["term"],
            frozenset(OTHERS if row["languages"] == "all" else row["languages"].split(", ")),
            row["message"],
        )
        for row in rows("Exceptions")
    ]


TERMS = terms()
EXCUSES = excuses()
#: By the name of a term, the longer terms in which it stands.
LONGER = {
    term.name: [
        other.words["en"] for other in TERMS if other is not term and term.words["en"].search(other.name)
    ]
    for term in TERMS
}


def plain(text: str) -> str:
    """The words of a message, with ordinary spaces."""
    return " ".join(_NO_WORDS.sub(" ", text).split())


def has(term: Term, english: str) -> bool:
    """Whether the term stands in the English text otherwise than in a longer term."""
    for longer in LONGER[term.name]:
        english = longer.sub(" ", english)
    return term.words["en"].search(english) is not None


@cache
def terms_of(english: tuple[str, ...]) -> list[Term]:
    """The terms of a message; one that stands in some of its plurals only is none."""
    return [term for term in TERMS if all(has(term, plain(form)) for form in english)]


def messages(language: str) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each message of a catalogue: its English forms, and its translation's. Those of other packages, which
    only Vietnamese has, are left out: their English is not ours."""
    for entry in catalogue.entries(catalogue.read(catalogue.po_path(language))):
        if [file for file, _ in entry.locations] == [catalogue.BORROWED]:
            continue
        english = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
        yield english, [entry.string] if isinstance(entry.string, str) else list(entry.string)


@cache
def strays(language: str) -> list[Stray]:
    """What does not keep to the glossary, with what is excused."""
    found = []
    for english, texts in messages(language):
        for text in map(plain, texts):
            for term in terms_of(english):
                if language in OTHERS and language in term.words and not term.words[language].search(text):
                    found.append(Stray(term.name, english[0], text, "is not in"))
            for term in TERMS:
                if language in term.never and term.never[language].search(text):
                    found.append(Stray(term.name, english[0], text, "has another word in"))
    return found


def excuses_of(stray: Stray, language: str) -> list[Excuse]:
    return [
        each
        for each in EXCUSES
        if each.term == stray.term
        and language in each.languages
        and (stray.message == each.message or stray.message.startswith(each.beginning))
    ]


@pytest.mark.parametrize("language", CODES)
def test_messages_use_the_words_of_the_glossary(language: str) -> None:
    found = [str(stray) for stray in strays(language) if not excuses_of(stray, language)]
    assert found == []


def test_every_exception_is_one() -> None:
    """An exception that nothing needs any more goes, and so does a language that does not need it."""
    used = {
        (each, language)
        for language in OTHERS
        for stray in strays(language)
        for each in excuses_of(stray, language)
    }
    wanted = {(each, language) for each in EXCUSES for language in each.languages}
    assert wanted - used == set()


def test_the_glossary_has_every_term_once_in_every_language() -> None:
    names = [row["en"] for row in rows("Terms")]
    assert len(names) >= 40
    assert sorted(set(names)) == sorted(names)
    assert [row for row in rows("Terms") + rows("Exceptions") if not all(row.values())] == []
    assert {each.term for each in EXCUSES} <= {term.name for term in TERMS}


@pytest.mark.parametrize(
    ("cell", "text", "found"),
    [
        ("Gliederung*", "Alle Gliederungen", True),
        ("Gliederung*", "Neugliederung", False),
        ("*gliederung*", "Neugliederung", True),
        ("Art* von Gliederung*", "neue Arten von Gliederungen", True),
        ("rút lại, rút", "Đã rút", True),
        ("unit", "units", False),
    ],
)
def test_a_form_of_the_glossary_stands_for_words(cell: str, text: str, found: bool) -> None:
    assert (pattern(cell).search(text) is not None) is found
