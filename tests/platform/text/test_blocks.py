"""A text as blocks of a document."""

import pytest

from mandate.platform.documents.value import (
    Cell,
    Column,
    Heading,
    Items,
    Paragraph,
    Prose,
    Quote,
    Rule,
    Run,
    Table,
)
from mandate.platform.text.blocks import blocks


def prose(*texts: str) -> Prose:
    return Prose(tuple(map(Run, texts)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ()),
        ("One\ntwo", (prose("One", " ", "two"),)),
        ("One\\\ntwo", (prose("One", "\n", "two"),)),
        ("a **b *c* d**", (Prose((Run("a "), Run("b ", True), Run("c", True, True), Run(" d", True))),)),
        ("- a\n- b", (Items(((prose("a"),), (prose("b"),))),)),
        ("4. a\n\n   more\n5.", (Items(((prose("a"), prose("more")), ()), 4),)),
        ("- a\n  1. b", (Items(((prose("a"), Items(((prose("b"),),), 1)),)),)),
        ("> a\n>\n> - b", (Quote((prose("a"), Items(((prose("b"),),)))),)),
        ("a\n\n---\n\nb", (prose("a"), Rule(), prose("b"))),
        ("# a *b*\n## c", (Heading("a b", level=2), Heading("c", level=3))),
        ("###### a", (Heading("a", level=2),)),
        (
            "| a | b |\n|---|--:|\n| **x** | 2 |\n| y |",
            (
                Table(
                    (Column("a", "text"), Column("b", "number")),
                    ((Cell("x", strong=True), Cell("2")), (Cell("y"), Cell())),
                ),
            ),
        ),
        ("[us](https://example.org/)", (Prose((Run("us", link="https://example.org/"),)),)),
    ],
)
def test_what_is_told(text: str, told: tuple[object, ...]) -> None:
    assert blocks(text, 2) == told


def test_a_page_of_the_site_is_found_from_a_document(settings) -> None:
    settings.SITE_URL = "https://mandate.example/"
    (told,) = blocks("[us](/unit/A/) <a@example.org>")
    assert isinstance(told, Prose) and [run.link for run in told.runs] == [
        "https://mandate.example/unit/A/",
        "",
        "mailto:a@example.org",
    ]
    assert told.line == "us (https://mandate.example/unit/A/) a@example.org"


def test_a_text_that_holds_too_much_is_told_as_it_was_typed() -> None:
    assert blocks("[" * 1001 + "\n# b") == (Paragraph("[" * 1001), Paragraph("# b"))
