"""One document, four formats: every block in each, in three families of letters, and no text breaks any."""

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import get_args

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from tests.platform.documents.everything import WORDS, blocks, everything, png, table
from tests.support.pdf_text import lines

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
    Sheet,
    Signature,
    Signatures,
    Table,
)
from mandate.platform.ui.palette import LOOKS
from mandate.platform.ui.states import states

pytestmark = pytest.mark.usefixtures("paper")


@cache
def written(language: str, format: str) -> bytes:
    """The document with everything; each is made once in a run."""
    return write_document(everything(language), format)


def words_of(document: bytes, format: str) -> str:
    """What is read in a file."""
    if format == "pdf":
        return " ".join(lines(document))
    if format == "docx":
        with zipfile.ZipFile(BytesIO(document)) as packed:
            return unescape(
                " ".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", packed.read("word/document.xml").decode()))
            )
    if format == "xlsx":
        sheets = load_workbook(BytesIO(document))
        return " ".join(str(cell.value) for sheet in sheets for row in sheet.rows for cell in row)
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", document.decode(), flags=re.DOTALL))


def test_the_example_has_every_block() -> None:
    assert {type(block) for block in blocks("x")} >= set(get_args(Block)) - {type(b) for b in _inner()}


def _inner() -> list[Block]:
    return [
        inner
        for block in blocks("x")
        if isinstance(block, Beside)
        for column in block.columns
        for inner in column
    ]


#: What each format says of the blocks; a drawing is told in its words, and a spreadsheet has no pictures.
READ = ["paragraph & <b>more</b>", "quiet", "heading", "first", "fact", "score", "beside", "note", "signer"]
SEEN = [*READ, "details", "over it", "under it", "section", "caption"]
SAID = {
    "pdf": [one for one in SEEN if one != "caption"],
    "docx": SEEN,
    "html": [*SEEN[:-1], "share"],
    "xlsx": READ,
}


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_block_is_in_every_format(language: str, format: str) -> None:
    told = re.sub(r"\s+", " ", words_of(written(language, format), format))
    word = WORDS[language]
    before = "" if format == "pdf" else f"{word} "  # a PDF tells letters of two scripts apart
    assert word in told
    assert not [said for said in [*SAID[format], *states()] if f"{before}{said}" not in told]
    assert "1,234.5" in told or "1234.5" in told


def test_paper_leaves_out_what_it_has_no_room_for() -> None:
    for format in ("pdf", "docx"):
        assert "Year share" not in words_of(written("en", format), format)


@pytest.mark.parametrize("language", WORDS)
def test_a_pdf_is_accessible(language: str) -> None:
    """typst checks the standard that the file claims; here stands that it claims it, and in which words."""
    made = written(language, "pdf")
    assert f"/Lang({language})".encode() in made
    assert b"/MarkInfo<</Marked true" in made and b"pdfuaid" in made
    title = f"{WORDS[language]} name · {WORDS[language]} title"
    assert (
        f'<rdf:li xml:lang="x-default">{title}</rdf:li>'.encode() in made or title.encode("utf-16-be") in made
    )


def test_a_pdf_describes_its_pictures_and_no_ornament() -> None:
    made = written("en", "pdf")
    alternatives = {text.decode() for text in re.findall(rb"/Alt\(([^)]*)\)", made)}
    assert alternatives == {"Year cells", "Year drawn alone", "Year picture"}


def test_a_word_document_has_styles_languages_and_words_for_pictures() -> None:
    file = docx.Document(BytesIO(written("vi", "docx")))
    styles = {paragraph.style.name for paragraph in file.paragraphs if paragraph.style and paragraph.text}
    assert {"Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet", "List Number", "Quote"} <= styles
    told = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert told == ["Phường cells", "Phường chart", "Phường drawn alone", "Phường picture"]
    numberings = file.part.numbering_part.element.num_lst
    starts = {
        one.numId: one.lvlOverride_lst[0].startOverride.val for one in numberings if one.lvlOverride_lst
    }
    third = next(paragraph for paragraph in file.paragraphs if paragraph.text == "Phường third")
    assert starts[third._p.pPr.numPr.numId.val] == 3, "each list begins where it says"
    german = [paragraph for paragraph in file.paragraphs if paragraph.text == "deutsch"]
    assert german[0].runs[0]._r.find(f".//{qn('w:lang')}").get(qn("w:val")) == "de-DE"
    repeated = [
        row
        for made in file.tables
        for row in made.rows
        if row._tr.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert len(repeated) == 3, "the tables with headings; facts have none"
    body = list(file.element.body)
    tables = [place for place, part in enumerate(body) if part.tag == qn("w:tbl")]
    assert all(body[place + 1].tag == qn("w:p") for place in tables), "Word joins tables that touch"


#: The order that the standard (ECMA-376) wants, as far as we write it.
ORDERS = {
    "pPr": "pStyle keepNext numPr pBdr shd spacing ind jc rPr",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblLook",
    "rPr": "rStyle rFonts b i strike color sz u lang",
    "tcPr": "tcW shd vAlign",
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_word_document_keeps_the_order_of_the_standard(name: str) -> None:
    file = docx.Document(BytesIO(written("en", "docx")))
    order = ORDERS[name].split()
    found = [[part.tag.rpartition("}")[2] for part in one] for one in file.element.body.iter(qn(f"w:{name}"))]
    assert found and all(parts == sorted(parts, key=order.index) for parts in found)


def test_an_html_file_stands_alone_and_names_its_cells() -> None:
    html = written("en", "html").decode()
    assert not re.findall(r"src=\"(?!data:)|<link|url\(|@import|<script", html)
    assert (
        html.startswith('<!doctype html>\n<html lang="en">') and "Year paragraph &amp; &lt;b&gt;more" in html
    )
    rows = re.findall(r"<td class=\"(?:word|number|text|drawing)\"[^>]*>", html)
    assert rows and all('data-label="Year' in cell for cell in rows)
    assert html.count('<th scope="row">') == 2 * len(states()) + 1
    assert "<del><b>1,234.5</b></del>" in html and "<li><p>Year first</p>" in html and 'lang="de"' in html


def test_a_workbook_has_numbers_and_days_and_a_sheet_a_table() -> None:
    book = load_workbook(BytesIO(written("en", "xlsx")))
    assert book.sheetnames == [
        "Year title",
        *(f"Year section{more}" for more in ("", " (2)", " (3)")),
        "Year own sheet",
    ]
    first = next(book["Year own sheet"].iter_rows(min_row=2))
    assert [cell.value for cell in first] == [
        "Year 0\nYear second line (Year aside)",
        datetime(2023, 12, 31),
        1234.5,
        pytest.approx(0.957),
        f"Year {next(iter(states()))}",
    ]
    assert [cell.number_format for cell in first[1:4]] == ["yyyy-mm-dd", "#,##0.0", "0.0%"]
    assert book["Year own sheet"].freeze_panes == "A2"
    assert book["Year own sheet"].auto_filter.ref == f"A1:E{1 + len(states())}"


ODD = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "_x0041_", "\u202e=1", "'=1", "x" * 40_000]


def test_no_text_is_a_formula_or_an_escape() -> None:
    cells = tuple((Cell(text), Cell(text, aside="+2"), Cell(text, strong=True)) for text in ODD)
    columns = tuple(Column(text, "text") for text in ("=1", "@x", "-"))
    made = replace(
        everything("en"),
        name="=cmd()",
        sections=(
            Section("=[a]:*?/\\", (Paragraph("+1"), Table(columns, cells))),
            Section("'=[a]:*?/\\", (), (Sheet("=[A]:*?/\\", Table(columns, cells)),)),
        ),
    )
    file = write_document(made, "xlsx")
    book = load_workbook(BytesIO(file))
    found = [cell for sheet in book for row in sheet.rows for cell in row if cell.value is not None]
    assert not [cell for cell in found if cell.data_type != "s"]
    risky = [cell for cell in found if str(cell.value)[:1] in "=+-@\t"]
    assert len(risky) > 20 and all(cell.quotePrefix for cell in risky)
    with zipfile.ZipFile(BytesIO(file)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist())
        raw = b"".join(packed.read(name) for name in packed.namelist())
        assert b">_x005F_x0041_<" in raw and b">_x0041_<" not in raw, "seven letters, not one"
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames) == 3
    assert max(len(str(cell.value)) for cell in found) == 32_767


@pytest.mark.parametrize("format", FORMATS)
def test_what_xml_forbids_breaks_no_format(format: str) -> None:
    made = write_document(everything("en", "A\x00\x0b\x1f\ud800\ufffe\uffffB"), format)
    told = words_of(made, format)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", told.replace("\x00", "")), (
        format
    )
    if format == "docx":
        docx.Document(BytesIO(made))


def test_the_page_that_explains_the_room_is_true() -> None:
    told = (Path(__file__).parents[3] / "docs" / "documents.md").read_text(encoding="utf-8")
    example = re.findall(r"^```python\n(.*?)^```$", told, re.DOTALL | re.MULTILINE)[0]
    made: dict[str, bytes] = {}
    exec(example, made)
    assert made["file"].startswith(b"%PDF")
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)))
    assert sorted(named) == sorted(block.__name__ for block in get_args(Block))


def test_a_character_that_the_fonts_lack_breaks_no_pdf_but_takes_its_claim() -> None:
    made = write_document(replace(everything("vi"), name="Phố 1 ✅ 北"), "pdf")
    assert made.startswith(b"%PDF") and b"pdfuaid" not in made
    assert any("Phố 1" in line for line in lines(made))


def test_an_empty_document_has_every_format() -> None:
    bare = Document("en", "", "", "Bare", "Nothing", "", "", ())
    assert all(write_document(bare, format) for format in FORMATS)


HOLLOW: list[Block] = [
    Paragraph(""),
    Heading(" "),
    Prose(()),
    Prose((Run("", link="https://example.org/"),)),
    Items(()),
    Items(((), (Quote(()),)), 2),
    Quote(()),
    Rule(),
    InLanguage("fr", ()),
    Facts(()),
    Score("", ""),
    Beside(()),
    Beside(((), ())),
    Table((), ()),
    Table((Column(""),), ()),
    Table((Column("d", "drawing"),), ((Cell(),),)),
    Table((Column("a"), Column("b", "number")), ((Cell("x"), Cell("no state")),), shaded=True),
    Table((Column("a"),), ((Cell("x"),),), shaded=True),
    Legend(()),
    Chart(Drawing('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')),
    Picture(png(), ""),
    Note(""),
    Signatures(()),
    Signatures((Signature(""),)),
]


@pytest.mark.parametrize("format", FORMATS)
def test_a_block_with_nothing_in_it_breaks_no_format(format: str) -> None:
    """All together and each as the last; one PDF is enough, for typst sets each block alike."""
    whole = Document("en", "", "", "", "", "", "", (Section("", tuple(HOLLOW)), Section(" ", ())))
    made = write_document(whole, format)
    assert made if format != "pdf" else b"pdfuaid" in made
    if format != "pdf":
        assert all(write_document(replace(whole, sections=(Section("S", (one,)),)), format) for one in HOLLOW)


def test_a_table_without_rows_has_its_headings() -> None:
    made = replace(everything("en"), sections=(Section("S", (replace(table("Year"), rows=()),)),))
    for format in FORMATS:
        assert "Year name" in words_of(write_document(made, format), format)


def test_html_shows_every_state_as_the_palette_does() -> None:
    html = written("en", "html").decode()
    for state, shown in states().items():
        look = shown.look
        assert f'<span class="state {look}">Year {state}</span>' in html
        assert f".state.{look}::before{{content:'{LOOKS[look].mark} '" in html
