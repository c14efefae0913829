"""Nothing that a document says is lost by a writer: every text of every block is in every format."""

import re
from dataclasses import fields
from datetime import date
from io import BytesIO
from typing import get_args

import docx
import pytest
from openpyxl import load_workbook
from tests.platform.documents.everything import png
from tests.platform.documents.test_writers import words_of
from tests.support.pdf_text import unpacked

from mandate.platform.documents import FORMATS, write_document
from mandate.platform.documents.value import (
    Beside,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Drawing,
    Facts,
    Heading,
    InLanguage,
    Items,
    Kind,
    Legend,
    Note,
    Paragraph,
    Picture,
    Prose,
    Quote,
    Rule,
    Run,
    Score,
    Section,
    Signature,
    Signatures,
    State,
    Table,
)

pytestmark = pytest.mark.usefixtures("paper")
HEADS = Column("Text"), Column("Amount", "number")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="4"><rect width="9" height="3"/></svg>'
#: What a format leaves out because the value says so (value.py): on paper what is spare; a state behind a
#: text is told there by its colour and shape; the chart for cells without drawings where cells have them.
LEFT_OUT = {
    "pdf": {"spare", "shape", "instead"},
    "docx": {"spare", "shape"},
    "html": {"instead"},
    "xlsx": set(),
}


class Words:
    """Makes words, none twice and none that can be broken, and keeps for what each stands."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        word = f"q{len(self.made)}z"
        self.made[word] = name
        return word


def texts(word: Words) -> list[Cell]:
    """Cells with a text; of one with a number or a day a spreadsheet holds these instead."""
    return [
        Cell(word("text"), aside=word("aside"), strong=True, struck=True),
        Cell("5", aside=word("aside"), number=5, state=State("met", word("shape"))),
        Cell("31/12", aside=word("aside"), day=date(2023, 12, 31), state=State("exceeded", word("shape"))),
        Cell("95%", aside=word("aside"), number=95, percent=True, struck=True),
        Cell(word("text"), aside=word("aside"), state=State("missed", word("shape")), struck=True),
    ]


def cells(word: Words) -> list[Cell]:
    """Cells of every sort."""
    return [
        *texts(word),
        Cell(aside=word("aside"), state=State("missed", word("state"))),
        Cell(word("text"), aside=word("aside"), drawing=Drawing(SVG, word("drawing"))),
        Cell(drawing=Drawing(SVG, word("drawing"))),
    ]


def table(word: Words, *, shaded: bool) -> Table:
    """Every kind of column with every sort of cell; the grounds of a heat table are those of texts."""
    columns = [Column(word("column"), kind) for kind in get_args(Kind)]
    made = texts(word) if shaded else cells(word)
    rows = tuple(tuple(cell for _column in columns) for cell in made)
    if not shaded:
        columns.append(Column(word("spare"), spare=True))
        rows = tuple((*row, Cell(word("spare"), aside=word("spare"))) for row in rows)
    chart = Chart(Drawing(SVG, word("instead")), word("instead"))
    return Table(tuple(columns), rows, shaded=shaded, chart=chart, notes=(word("note"), word("note")))


def prose(word: Words) -> Prose:
    """Every way in which a part of a text is set; where only text is written, its address stands behind a
    link."""
    return Prose(
        (
            Run(word("run"), strong=True),
            Run(f" {word('run')} ", slanted=True, strong=True),
            Run(word("run"), link=f"https://example.org/{word('address')}"),
            Run(f"\n{word('run')}"),
        )
    )


def blocks(word: Words) -> tuple[Block, ...]:
    """Every block with every field filled."""
    states = State("met", word("state")), State("late", word("state"))
    signers = Signature(word("role"), word("name")), Signature(word("role"), word("name"))
    return (
        Paragraph(word("text")),
        Paragraph(word("text"), quiet=True),
        prose(word),
        Heading(word("text"), word("aside")),
        *(Heading(word("text"), word("aside"), level=level) for level in (2, 3, 4)),
        Items(((prose(word), Items(((prose(word), Paragraph(word("text"))), (Note(word("text")),)), 7)),)),
        Quote((prose(word), table(word, shaded=False))),
        Rule(),
        InLanguage("de", (prose(word), table(word, shaded=False))),
        Facts(tuple((word("label"), cell) for cell in cells(word))),
        Score(word("number"), word("text"), Drawing(SVG, word("drawing")), states, word("details")),
        Beside(((Heading(word("text"), word("aside")),), (table(word, shaded=False), Note(word("text"))))),
        table(word, shaded=False),
        table(word, shaded=True),
        Legend((State("exceeded", word("state")), State("draft", word("state")))),
        Chart(Drawing(SVG, word("drawing")), word("caption")),
        Picture(png(), word("picture"), word("caption"), 0.5),
        Note(word("text"), word("title")),
        Signatures(signers, word("place")),
    )


def document(word: Words) -> Document:
    head = {name: word(name) for name in ("eyebrow", "name", "title", "standing", "notice")}
    long = f"{word('section')} with more words than the name of a sheet can hold {word('section')}"
    sections = Section(long, blocks(word)), Section(word("section"), (Paragraph(word("text")),))
    return Document("en", "Organisation", **head, sections=sections)


def addresses_in(made: bytes, format: str) -> list[str]:
    """Where the links of a file lead."""
    if format == "pdf":
        return re.findall(r"/URI ?\(([^)]*)\)", b"".join([made, *unpacked(made)]).decode("latin-1"))
    if format == "html":
        return re.findall(r'href="([^"]*)"', made.decode())
    if format == "docx":
        return [one.target_ref for one in docx.Document(BytesIO(made)).part.rels.values() if one.is_external]
    return []


def told(made: bytes, format: str) -> str:
    """All that is read in a file, with the words of its pictures."""
    words = [words_of(made, format)]
    if format == "pdf":
        words += [text.decode("latin-1") for text in re.findall(rb"/Alt\(([^)]*)\)", made)]
    if format == "docx":
        file = docx.Document(BytesIO(made))
        words += [str(shape._inline.docPr.get("descr")) for shape in file.inline_shapes]
    if format == "html":
        words += re.findall(r' (?:alt|aria-label)="([^"]*)"', made.decode())
    return " ".join([*words, *addresses_in(made, format)])


def test_every_block_and_every_field_of_it_is_in_the_example() -> None:
    """A block that is added, or a field, must come into the example and so into every format."""
    made = blocks(Words())
    assert {type(block) for block in made} == set(get_args(Block))
    for block in made:
        empty = [one.name for one in fields(block) if getattr(block, one.name) in ("", (), None)]
        assert set(empty) <= {"small", "title", "first"}, block


@pytest.mark.parametrize("format", FORMATS)
def test_every_text_is_in_every_format(format: str) -> None:
    word = Words()
    read = told(write_document(document(word), format), format)
    lost = [(name, text) for text, name in word.made.items() if text not in read]
    assert [(name, text) for name, text in lost if name not in LEFT_OUT[format]] == []


def test_a_spreadsheet_strikes_what_does_not_hold_and_keeps_its_numbers() -> None:
    word = Words()
    struck = Facts(((word("label"), Cell(word("old"), struck=True)),))
    rows = tuple((Cell(word("text"), struck=True), cell) for cell in texts(word)[1:4])
    made = Document("en", "", "", "N", "T", "", "", (Section("S", (struck, Table(HEADS, rows))),))
    book = load_workbook(BytesIO(write_document(made, "xlsx")))
    fact = next(cell for cell in book["T"]["A"] if "q0z" in str(cell.value))
    assert fact.font.strike and book["S"]["A2"].font.strike and not book["S"]["B2"].font.strike
    assert [cell.value for cell in book["S"][1]] == ["Text", "Amount", "Amount (…)"]
    assert (book["S"]["B2"].value, book["S"]["C2"].value) == (5, "q5z, q4z")
    assert book["S"]["B4"].number_format == "0%" and book["S"]["B4"].font.strike
