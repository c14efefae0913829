"""The review as PDF, Word, Excel and HTML, in every language and for every sort of unit."""

import re
import zipfile
from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from json import dumps

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from tests.apps.targets.city import City
from tests.support.organisation import NOW, console, tree
from tests.support.pdf_text import lines
from tests.support.reporting import indicators

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.services import OpenPeriod, open_period
from mandate.apps.reporting.tables.importing import ImportFigures, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reviews.content import NO_DATA, Cause, Content, Correction, Notes
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.documents.kind import REVIEW
from mandate.apps.reviews.documents.sections import document
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.queries import review_content
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.core.period import Period
from mandate.platform.i18n.catalogue import entries, po_path
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import CODES
from mandate.platform.i18n.pofile import read

pytestmark = pytest.mark.usefixtures("paper")
YEAR = Period.parse("2023")
#: 78201 in the habit of each language.
HABITS = {
    "en": "78,201",
    "vi": "78.201",
    "fr": "78\u202f201",
    "de": "78.201",
    "sv": "78\u00a0201",
    "pl": "78\u00a0201",
    "ru": "78\u00a0201",
}
DAYS = {
    "en": "31 December 2023",
    "vi": "ngày 31 tháng 12 năm 2023",
    "fr": "31 décembre 2023",
    "de": "31. Dezember 2023",
    "sv": "31 december 2023",
    "pl": "31 grudnia 2023",
    "ru": "31 декабря 2023 года",
}
NAMES = {
    "en": "Recognised families",
    "de": "Bevölkerungsentwicklungsstatistikkennzahl",
    "vi": "Gia đình văn hóa",
}
NOTES = Notes(
    {
        "summary": "A good year & <b>more</b>.\n\nSecond paragraph.",
        "went_well": "- flower pots\n- =cmd()",
        "went_badly": "",
        "next_steps": "+1",
    },
    "en",
)


@pytest.fixture
def content(db: None) -> Content:
    """A city of two wards with large figures, a target and notes."""
    tree(
        [
            ("C", "", "city", "=cmd()|' /C calc'!A0"),
            ("A", "C", "ward", "Phường Đông Thọ"),
            ("B", "C", "ward", "@Nam Ngạn"),
        ]
    )
    indicators()
    Indicator.objects.filter(code="cultural").update(names=NAMES, measures={"en": "families", "vi": "hộ"})
    figures = [
        ("A", "families", "2023", "50000"),
        ("B", "families", "2023", "41356"),
        ("A", "cultural", "2023", "40000"),
        ("B", "cultural", "2023", "38201"),
        ("A", "cultural", "2022", "72953"),
    ]
    rows = [FigureRow(place, *row) for place, row in enumerate(figures, start=2)]
    import_figures(console(), ImportFigures(rows=rows))
    goals = [
        ("C", "cultural", "2023", "78000"),
        ("A", "cultural", "2023", "40001"),
        ("C", "share", "2023", "86"),
    ]
    targets = [TargetRow(place, *row, "at_least") for place, row in enumerate(goals, start=2)]
    import_targets(console(), ImportTargets(rows=targets))
    return replace(review_content(console(), "C", YEAR), notes=NOTES)


@pytest.fixture
def corrected(content: Content) -> Content:
    """The same, closed, with a figure corrected since."""
    old = content.line("cultural").now
    cause = Cause(7, content.children[0], {"en": "Form"}, "2023", 2, "counted twice", "L. A. Xuân", NOW)
    row = Correction(content.unit, "cultural", "2023", old, replace(old, value=Decimal(78000)), (cause,))
    return replace(content, closed_at=NOW, closed_by="L. A. Xuân", corrections=(row,))


def docx_text(document: bytes) -> str:
    with zipfile.ZipFile(BytesIO(document)) as packed:
        return "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", packed.read("word/document.xml").decode()))


@pytest.mark.parametrize("language", CODES)
def test_every_document_has_the_figures_in_the_habit_of_its_language(content: Content, language: str) -> None:
    if language in ("en", "vi", "ru"):  # one of each family of letters
        pdf = write_document(content, language, "pdf")
        assert any(HABITS[language] in line for line in lines(pdf))
        assert (
            f"/Lang({language})".encode() in pdf and b"/MarkInfo<</Marked true" in pdf and b"pdfuaid" in pdf
        )
    told = dumps(asdict(document(worded(content, language))), ensure_ascii=False, default=str)
    assert HABITS[language] in told and DAYS[language] in told, "which all four are written from"
    word = write_document(content, language, "docx")
    assert HABITS[language] in docx_text(word) and DAYS[language] in docx_text(word)
    assert Document(BytesIO(word)).core_properties.language.startswith(language)
    html = write_document(content, language, "html").decode()
    assert HABITS[language] in html and DAYS[language] in html
    assert f'<html lang="{language}">' in html
    assert load_workbook(BytesIO(write_document(content, language, "xlsx"))).properties.language == language


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_no_english_word_stands_where_the_catalogue_has_another(content: Content, language: str) -> None:
    own = {entry.id: entry.string for entry in entries(read(po_path(language))) if entry.string}
    english, told = worded(content, "en").labels, worded(content, language).labels
    known = {key: text for key, text in english.items() if own.get(text, text) != text}
    assert not {key for key, text in known.items() if told[key] == text}
    heads = set(re.findall(r"<th[^>]*>([^<]+)</th>", write_document(content, language, "html").decode()))
    assert heads.isdisjoint(known.values())


def test_the_words_are_never_those_of_the_reader_of_the_page(content: Content) -> None:
    from django.utils import translation

    with translation.override("ru"):
        german = write_document(content, "de", "html")
    assert german == write_document(content, "de", "html")
    assert b"\xd0" not in german


def test_a_word_document_has_real_styles_and_repeats_the_heads_of_its_tables(content: Content) -> None:
    document = Document(BytesIO(write_document(content, "de", "docx")))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.text]
    assert styles.count("Title") == 1 and "Heading 1" in styles and "Heading 2" in styles
    assert "List Bullet" in styles
    assert document.tables and all(
        table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables
    )
    pictures = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(pictures) == 3 and all(pictures) and "100,3" in pictures[2], "two scores, and a chart"
    tags = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
    assert tags == {"de-DE"}
    noted = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("A good year"))
    assert noted.runs[0]._r.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_a_workbook_has_numbers_that_are_numbers_and_headings_that_stay(content: Content) -> None:
    book = load_workbook(BytesIO(write_document(content, "en", "xlsx")))
    names = ["Reports", "Notes of the secretary", "Scoreboard", "Indicators", "Ranking of the units below"]
    assert book.sheetnames[1:] == [*names, "Reports not in the totals"]
    board = book["Scoreboard"]
    assert board.freeze_panes == "A2" and board.auto_filter.ref
    row = next(row for row in board.iter_rows(min_row=2) if row[0].value.startswith("Recognised"))
    assert (row[2].value, row[2].number_format, row[3].value) == (78201, "#,##0", 78000)
    assert row[4].value == pytest.approx(1.003) and row[4].number_format == "0.0%"
    children = book["Ranking of the units below"]
    first = [cell.value for cell in children[2]]
    assert first[1:6] == ["A", "Phường Đông Thọ", 1, 72953, 40000]


def test_a_name_is_never_a_formula(content: Content) -> None:
    book = load_workbook(BytesIO(write_document(content, "en", "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@"]
    assert {cell.value[:4] for cell in risky} >= {"=cmd", "@Nam", "+1"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)


def test_the_html_file_stands_alone_and_escapes_what_was_typed(content: Content) -> None:
    html = write_document(content, "en", "html").decode()
    assert not re.findall(r"(?:src|href)\s*=|url\(|@import|<script", html)
    assert "A good year &amp; &lt;b&gt;more&lt;/b&gt;." in html
    assert html.count("<svg") > 5 and "<li><p>flower pots</p></li>" in html


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "html"])
def test_a_correction_after_closing_is_in_every_document(corrected: Content, format: str) -> None:
    document = write_document(corrected, "en", format)
    if format == "pdf":
        text = "\n".join(lines(document))
    elif format == "docx":
        text = docx_text(document)
    elif format == "xlsx":
        cells = (
            cell.value for sheet in load_workbook(BytesIO(document)) for row in sheet.rows for cell in row
        )
        text = "|".join(map(str, cells))
    else:
        text = document.decode()
    assert "counted twice" in text or "counted" in text  # a PDF may break the line there
    assert "78,000" in text
    assert "L. A. Xu" in text


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx", "html"])
@pytest.mark.parametrize(("unit", "period"), [("A1", "2023"), ("B3", "2023"), ("C", "2015"), ("C", "2023")])
def test_a_unit_without_targets_children_data_or_notes_has_its_documents(
    city: City, format: str, unit: str, period: str
) -> None:
    made = review_content(console(), unit, Period.parse(period))
    assert len(write_document(made, "de", format)) > 1000


def test_the_name_of_a_download(content: Content) -> None:
    assert REVIEW.file_name("C", YEAR, "vi", "pdf") == "review-C-2023-vi.pdf"


def test_the_day_a_report_was_due_is_a_date_in_the_workbook(city: City) -> None:
    later = review_content(console(NOW + timedelta(days=90)), "C", YEAR)
    book = load_workbook(BytesIO(write_document(later, "en", "xlsx")))
    [row] = list(book["Reports not in the totals"].iter_rows(min_row=2))
    assert row[1].value == "B3" and row[4].value.date() > date(2023, 12, 31)


def texts(content: Content) -> dict[str, str]:
    """What a reader finds in each of the four documents, in English."""
    html = write_document(content, "en", "html").decode()
    book = load_workbook(BytesIO(write_document(content, "en", "xlsx")))
    found = {
        "html": re.sub("<style>.*</style>", "", html, flags=re.DOTALL),
        "pdf": " ".join(lines(write_document(content, "en", "pdf"))),
        "xlsx": " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row),
        "docx": docx_text(write_document(content, "en", "docx")),
    }
    return {format: " ".join(text.split()) for format, text in found.items()}


def test_a_running_year_is_under_way_in_every_document(content: Content) -> None:
    running = review_content(console(NOW.replace(year=2023, month=11)), content.unit.code, YEAR)
    told = texts(running)
    assert "under way; the period ends on 31 December 2023" in told["html"]
    for format, text in told.items():
        assert "under way" in text, format
        assert "met or exceeded" not in text and not re.search(r"\bmissed\b(?!\")", text), format


def test_what_is_not_due_yet_is_counted_with_its_day_and_missing_in_no_document(content: Content) -> None:
    """Nobody below has reported for the year that runs: no list of all who have not."""
    form = FormPeriod.objects.get(period="2023").form_id
    november = console(NOW.replace(month=11))
    opened = open_period(november, OpenPeriod(form, "2024"))
    running_year = Period.parse("2024")
    running = review_content(november, content.unit.code, running_year)
    day = date_long(opened.due, "en")
    assert running.coverage.missing == () and running.coverage.not_due == running.coverage.expected > 0
    told = texts(running)
    assert "not due yet" in told.pop("pdf"), "whose letters are read in another order"
    for format, text in told.items():
        assert f"reports submitted so far; due on {day}" in text, format
        assert f"{running.coverage.not_due} reports are not due yet: due on {day}." in text, format
        assert not re.search("not begun|All expected reports|overdue", text), format
    late = review_content(replace(november, now=NOW.replace(year=2026)), content.unit.code, running_year)
    told = texts(late)
    assert "not due yet" not in told.pop("pdf")
    for format, text in told.items():
        assert "not begun" in text and "overdue" in text, format
        # In the workbook it is a row of the counts, which holds a zero.
        assert text.lower().count("not due yet") == (1 if format == "xlsx" else 0), format


def test_a_ranking_without_data_says_so_in_plain_words_in_every_document(content: Content) -> None:
    empty = replace(
        content.rankings[0],
        rows=tuple(replace(row, place=None, now=NO_DATA) for row in content.rankings[0].rows),
    )
    for under_way, words in (
        (True, "No unit below has data for this period yet."),
        (False, "No unit below has data for this period."),
    ):
        told = replace(content, rankings=(empty,), under_way=under_way)
        for format, text in texts(told).items():
            assert words in text, format


def test_why_there_are_no_shares_stands_in_every_document(content: Content) -> None:
    without = replace(content, rankings=tuple(replace(one, no_shares=True) for one in content.rankings))
    for format, text in texts(without).items():
        assert "Shares are left out: a part is below zero, or the parts are more than the total." in text, (
            format
        )
    book = load_workbook(BytesIO(write_document(without, "en", "xlsx")))
    sheet = book["Ranking of the units below"]
    noted = next(row[0] for row in sheet.iter_rows() if "Shares are left out" in str(row[0].value))
    assert noted.row > int(sheet.auto_filter.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) + 1
    assert all(row[0].value is None for row in sheet.iter_rows(min_row=noted.row - 1, max_row=noted.row - 1))
    assert "Shares are left out" not in texts(content)["xlsx"]
