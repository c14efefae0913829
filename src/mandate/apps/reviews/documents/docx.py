"""The review as a Word document: real styles, tables whose headings repeat, its language set."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mandate.apps.reviews.documents import charts, tables
from mandate.apps.reviews.documents.tables import Cell, Table
from mandate.apps.reviews.documents.text import printable
from mandate.apps.reviews.documents.typesetting import typeset
from mandate.apps.reviews.documents.worded import Worded

_INK, _QUIET = RGBColor(0x17, 0x21, 0x33), RGBColor(0x62, 0x6B, 0x78)
_COLOURS = {
    "exceeded": RGBColor(0x00, 0x60, 0x3E),
    "met": RGBColor(0x23, 0x79, 0x4A),
    "missed": RGBColor(0xB2, 0x3D, 0x1D),
}
_SOFT = {"exceeded": "BFE3D2", "met": "E4F6EA", "missed": "FFEEE7", "no_data": "EDEEF0"}
_MARKS = {"exceeded": "▲", "met": "●", "missed": "▼", "no_data": "▨", "under_way": "◐", "no_target": "○"}
#: Word's language tags.
_TAGS = {
    "en": "en-GB",
    "vi": "vi-VN",
    "fr": "fr-FR",
    "de": "de-DE",
    "sv": "sv-SE",
    "pl": "pl-PL",
    "ru": "ru-RU",
}
_BODY_FONT, _HEAD_FONT = "Calibri", "Cambria"
_WIDTH_MM = 174


def write_docx(review: Worded) -> bytes:
    """The file."""
    written = BytesIO()
    _Writer(review).document.save(written)
    return written.getvalue()


class _Writer:
    """Writes one review; the order is that of the page."""

    def __init__(self, review: Worded) -> None:
        self.review = review
        self.document = Document()
        self.page()
        self.styles()
        self.properties()
        self.head()
        self.score()
        self.corrections()
        self.notes()
        self.scoreboard()
        self.indicators()
        self.heat()
        self.rankings()
        self.missing()

    def page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - _WIDTH_MM) / 2)
        section.top_margin, section.bottom_margin = Mm(22), Mm(20)
        header = section.header.paragraphs[0]
        self.quiet(header, f"{self.review.unit} · {self.review.title}")
        footer = section.footer.paragraphs[0]
        footer.style.font.size, footer.style.font.color.rgb = Pt(8.5), _QUIET
        if self.review.demo:
            self.quiet(footer, self.review.demo + "  ")
        _field(footer, "PAGE")
        self.quiet(footer, " / ")
        _field(footer, "NUMPAGES")

    def styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.size, normal.font.color.rgb = Pt(10), _INK
        normal.paragraph_format.space_after = Pt(5)
        sizes = {"Title": 24, "Subtitle": 14, "Heading 1": 14, "Heading 2": 11.5}
        for name in ("Normal", *sizes):
            _set_font(styles[name], _BODY_FONT if name in ("Normal", "Heading 2") else _HEAD_FONT)
        for name, size in sizes.items():
            style = styles[name]
            style.font.size, style.font.color.rgb = Pt(size), _INK
            style.font.bold, style.font.italic = name not in ("Subtitle",), False
            style.paragraph_format.keep_with_next = True
            for border in style.element.findall(f".//{qn('w:pBdr')}"):
                border.getparent().remove(border)
        styles["Heading 1"].paragraph_format.space_before = Pt(18)
        styles["Heading 2"].paragraph_format.space_before = Pt(12)
        tag = _TAGS[self.review.language]
        for holder in styles.element.findall(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"):
            _set_language(holder, tag)
        _set_language(normal.element.get_or_add_rPr(), tag)

    def properties(self) -> None:
        core = self.document.core_properties
        core.title, core.author = printable(self.review.full_title), printable(self.review.organisation)
        core.language, core.subject = _TAGS[self.review.language], printable(self.review.title)
        core.comments = printable(self.review.demo)

    def quiet(self, paragraph: Any, text: str) -> None:
        run = paragraph.add_run(printable(text))
        run.font.size, run.font.color.rgb = Pt(8.5), _QUIET

    def paragraph(self, text: str, style: str | None = None) -> Any:
        return self.document.add_paragraph(printable(text), style=style)

    def heading(self, text: str, level: int = 1) -> None:
        self.document.add_heading(printable(text), level)

    def head(self) -> None:
        self.quiet(self.document.add_paragraph(), self.review.eyebrow)
        self.paragraph(self.review.unit, "Title")
        self.paragraph(self.review.title, "Subtitle")
        self.quiet(self.document.add_paragraph(), f"{self.review.standing} {self.review.structure}.")
        if self.review.demo:
            self.paragraph(self.review.demo)

    def score(self) -> None:
        review = self.review
        if review.targets:
            self.big(review.score, review.score_words)
            counts = self.document.add_paragraph()
            for state, words in review.score_counts:
                self.state(counts, state, words)
                counts.add_run("    ")
        else:
            self.quiet(self.document.add_paragraph(), review.labels["no_targets"])
        if review.coverage.expected:
            self.big(review.coverage.score, review.coverage.score_words)
            if review.coverage.details:
                self.quiet(self.document.add_paragraph(), " · ".join(review.coverage.details))
        else:
            self.quiet(self.document.add_paragraph(), review.labels["no_reports"])

    def big(self, score: str, words: str) -> None:
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(f"{score} ")
        run.font.size, run.font.bold, run.font.name = Pt(22), True, _HEAD_FONT
        self.quiet(paragraph, words)

    def state(self, paragraph: Any, state: str, words: str) -> None:
        run = paragraph.add_run(f"{_MARKS[state]}\u00a0{printable(words)}")
        run.font.bold, run.font.color.rgb = True, _COLOURS.get(state, _QUIET)

    def corrections(self) -> None:
        if self.review.corrections:
            self.heading(self.review.corrections_sentence)
            self.table(tables.corrections(self.review), 8)

    def notes(self) -> None:
        if not self.review.notes:
            return
        self.heading(self.review.labels["notes"])
        for section in self.review.notes:
            self.heading(section.title, 2)
            for block in section.blocks:
                for text in block.items or (block.text,):
                    paragraph = self.paragraph(text, "List Bullet" if block.items else None)
                    if self.review.notes_language:
                        _set_language(
                            paragraph.runs[0]._r.get_or_add_rPr(), _TAGS[self.review.notes_language]
                        )

    def scoreboard(self) -> None:
        if not self.review.targets:
            return
        self.heading(self.review.labels["scoreboard"])
        self.table(tables.scoreboard(self.review))
        drawn = charts.reached(self.review, True)
        if drawn is not None:
            caption = self.document.add_paragraph()
            caption.paragraph_format.space_before = Pt(10)
            caption.paragraph_format.keep_with_next = True
            self.quiet(caption, self.review.labels["reached"])
            self.picture(drawn, self.described())

    def described(self) -> str:
        """The chart in words."""
        shares = (f"{line.name}: {line.aim.share}" for line in self.review.targets if line.aim)
        return f"{self.review.labels['reached']}. {'; '.join(shares)}"

    def picture(self, svg: str, words: str) -> None:
        # Word draws no SVG without a picture beside it.
        shape = self.document.add_picture(
            BytesIO(typeset("chart.typ", "png", {"svg": svg})), width=Mm(_WIDTH_MM)
        )
        shape._inline.docPr.set("descr", printable(words))

    def indicators(self) -> None:
        self.heading(self.review.labels["over_the_years"])
        if self.review.lines:
            self.table(tables.indicators(self.review))
        else:
            self.quiet(self.document.add_paragraph(), self.review.labels["no_indicators"])

    def heat(self) -> None:
        if not self.review.heats:
            return
        self.heading(self.review.labels["heat"])
        caption = self.document.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        self.quiet(caption, self.review.labels["heat_caption"])
        for heat in self.review.heats:
            self.table(tables.heat(self.review, heat), 8)
            legend = self.document.add_paragraph()
            legend.paragraph_format.space_before = Pt(6)
            for state in self.review.legend:
                self.state(legend, state, self.review.labels[f"state_{state}"])
                legend.add_run("    ")

    def rankings(self) -> None:
        if not self.review.rankings:
            return
        self.heading(self.review.labels["rankings"])
        for ranking in self.review.rankings:
            self.heading(tables.named(ranking), 2)
            if ranking.has_data:
                self.table(tables.ranking(self.review, ranking), 8.5)
            for note in ranking.notes:
                self.quiet(self.document.add_paragraph(), note)

    def missing(self) -> None:
        if not self.review.coverage.expected:
            return
        self.heading(self.review.labels["missing"])
        coverage = self.review.coverage
        if coverage.missing:
            self.table(tables.missing(self.review), 8.5)
        for text in filter(None, (coverage.more, coverage.not_due)):
            self.quiet(self.document.add_paragraph(), text)
        if not coverage.missing and not coverage.not_due:
            self.quiet(self.document.add_paragraph(), self.review.labels["no_missing"])

    def table(self, table: Table, size: float = 9) -> None:
        made = self.document.add_table(rows=1 + len(table.rows), cols=len(table.heads))
        made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _set_borders(made)
        total = sum(head.width for head in table.heads)
        widths = [Mm(_WIDTH_MM * head.width / total) for head in table.heads]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        grid = [list(row.cells) for row in made.rows]
        _set_row(made.rows[0], "w:tblHeader")
        for place, head in enumerate(table.heads):
            with _filled(grid[0][place], widths[place], head.numeric) as paragraph:
                run = paragraph.add_run(printable(head.text))
                run.font.size, run.font.color.rgb = Pt(size - 1), _QUIET
        for number, row in enumerate(table.rows, start=1):
            _set_row(made.rows[number], "w:cantSplit")
            for place, cell in enumerate(row):
                with _filled(grid[number][place], widths[place], table.heads[place].numeric) as paragraph:
                    self.cell(grid[number][place], paragraph, cell, table.heads[place].numeric, size)

    def cell(self, target: Any, paragraph: Any, cell: Cell, numeric: bool, size: float) -> None:
        if cell.state and numeric:  # a cell of the heat table: soft colour and shape
            _shade(target, _SOFT.get(cell.state))
            mark = _MARKS[cell.state] + "\u00a0" if cell.state in ("exceeded", "missed", "no_data") else ""
            paragraph.add_run(mark + printable(cell.text)).font.bold = cell.state == "missed"
        elif cell.state:
            self.state(paragraph, cell.state, cell.text)
        else:
            paragraph.add_run(printable(cell.text)).font.bold = cell.strong or None
        for run in paragraph.runs:
            run.font.size = Pt(size)


@contextmanager
def _filled(cell: Any, width: Any, numeric: bool) -> Iterator[Any]:
    """The paragraph of a cell, without room above and below; numbers stand at the end."""
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    yield paragraph


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _field(paragraph: Any, code: str) -> None:
    """A number that Word fills in."""
    field = _element("w:fldSimple", instr=code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _set_font(style: Any, name: str) -> None:
    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
        fonts.attrib.pop(qn(f"w:{script}Theme"), None)
    fonts.attrib.pop(qn("w:cstheme"), None)


def _set_language(properties: Any, tag: str) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", val=tag, eastAsia=tag, bidi=tag))


def _set_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name, val="true"))


def _set_borders(table: Any) -> None:
    """Hairlines between the rows, nothing else."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="C2C7CE"))
    table._tbl.tblPr.append(borders)


def _shade(cell: Any, colour: str | None) -> None:
    if colour:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))
