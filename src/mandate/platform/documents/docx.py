"""A document for Word: real styles, tables whose headings repeat, its language set, pictures with words."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mandate.core.text import clean
from mandate.platform.documents.docx_look import (
    HEAD_FONT,
    TAGS,
    WIDTH_MM,
    add_quiet,
    add_state,
    line_above,
    set_language,
    set_off,
    set_up,
)
from mandate.platform.documents.docx_prose import (
    DEEPEST_LIST,
    add_runs,
    list_style,
    new_numbering,
    set_numbering,
)
from mandate.platform.documents.docx_table import add_facts, add_table
from mandate.platform.documents.typesetting import typeset
from mandate.platform.documents.value import (
    Beside,
    Block,
    Chart,
    Document,
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
    Score,
    Signatures,
    Table,
)

_GAP = "    "  # between the states of a line
_STEP_MM = 6  # to the right a list within a list
_SCORE = 0.5  # of the page's width has the drawing of a score


def write_docx(document: Document) -> bytes:
    """The file."""
    writer = _Writer(document)
    writer.head(document)
    for section in document.to_read:
        if section.title:
            writer.made.add_heading(clean(section.title), 1)
        writer.blocks(section.blocks)
    written = BytesIO()
    writer.made.save(written)
    return written.getvalue()


class _Writer:
    """Puts blocks one under another into a file."""

    def __init__(self, document: Document) -> None:
        self.made = docx.Document()
        set_up(self.made, document)
        self.depth = 0  # of the lists around a paragraph
        self.style: str | None = None  # of a paragraph there
        self._kinds: Mapping[type[Block], Callable[[Any], None]] = {
            Paragraph: self.paragraph,
            Prose: self.prose,
            Heading: self.heading,
            Items: self.items,
            Quote: self.quote,
            Rule: self.rule,
            InLanguage: self.in_language,
            Facts: self.facts,
            Score: self.score,
            Beside: self.beside,
            Table: self.table,
            Legend: self.legend,
            Chart: self.chart,
            Picture: self.picture,
            Note: self.note,
            Signatures: self.signatures,
        }

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """One after another; between two tables and behind the last, Word wants a paragraph."""
        for block, following in zip(blocks, (*blocks[1:], None), strict=False):
            self._kinds[type(block)](block)
            if isinstance(following, Table | Facts | None) and self.ends_with_table():
                self.made.add_paragraph().paragraph_format.space_after = Pt(0)

    def ends_with_table(self) -> bool:
        """Whether a table is the last that was written."""
        written = self.made.element.body.iterchildren(qn("w:p"), qn("w:tbl"), reversed=True)
        last = next(written, None)
        return last is not None and last.tag == qn("w:tbl")

    def head(self, document: Document) -> None:
        """What it is about."""
        if document.eyebrow:
            self.quiet(document.eyebrow)
        self.made.add_paragraph(clean(document.name), style="Title")
        self.made.add_paragraph(clean(document.title), style="Subtitle")
        if document.standing:
            self.quiet(document.standing)
        if document.notice:
            self.note(Note(document.notice))

    def paragraph(self, block: Paragraph) -> None:
        if block.quiet:
            self.quiet(block.text)
        else:
            self.made.add_paragraph(clean(block.text), style=self.style)

    def prose(self, block: Prose) -> None:
        self.told(block, self.style)

    def told(self, block: Prose, style: str | None) -> Any:
        paragraph = self.made.add_paragraph(style=style)
        if self.depth > DEEPEST_LIST:  # Word has no styles for more
            paragraph.paragraph_format.left_indent = Mm(_STEP_MM * self.depth)
        add_runs(paragraph, block.runs)
        return paragraph

    def quiet(self, text: str) -> Any:
        paragraph = self.made.add_paragraph()
        add_quiet(paragraph, text)
        return paragraph

    def heading(self, block: Heading) -> None:
        words = f"{block.text} ({block.aside})" if block.aside else block.text
        self.made.add_heading(clean(words), block.level + 1)

    def items(self, block: Items) -> None:
        outside = self.style
        self.depth += 1
        self.style = list_style("Continue", self.depth)
        style = list_style("Bullet" if block.first is None else "Number", self.depth)
        number = None if block.first is None else new_numbering(self.made, style, block.first)
        for item in block.items:
            first = item[0] if item else None
            begun = self.told(first if isinstance(first, Prose) else Prose(()), style)
            if number is not None:
                set_numbering(begun, number)
            self.blocks(item[1:] if isinstance(first, Prose) else item)
        self.depth -= 1
        self.style = outside

    def quote(self, block: Quote) -> None:
        outside, self.style = self.style, "Quote"
        self.blocks(block.blocks)
        self.style = outside

    def rule(self, block: Rule) -> None:
        line_above(self.made.add_paragraph(), half=False)

    def in_language(self, block: InLanguage) -> None:
        """What was written since is in its own language, in cells of tables too."""
        body = self.made.element.body
        before = len(body)
        self.blocks(block.blocks)
        for written in body[before - 1 : -1]:  # the last is the section's
            for run in written.iter(qn("w:r")):
                set_language(run.get_or_add_rPr(), TAGS[block.language])

    def facts(self, block: Facts) -> None:
        add_facts(self.made, block.rows)

    def score(self, block: Score) -> None:
        paragraph = self.made.add_paragraph()
        run = paragraph.add_run(f"{clean(block.number)} ")
        run.font.size, run.font.bold, run.font.name = Pt(22), True, HEAD_FONT
        add_quiet(paragraph, block.words)
        if block.drawing:
            self.chart(Chart(block.drawing), _SCORE)
        if block.states:
            self.legend(Legend(block.states))
        if block.details:
            self.quiet(block.details)

    def beside(self, block: Beside) -> None:
        for column in block.columns:
            self.blocks(column)

    def table(self, block: Table) -> None:
        add_table(self.made, block)
        for note in block.notes:
            self.quiet(note)
        if block.chart:
            self.chart(block.chart)

    def legend(self, block: Legend) -> None:
        paragraph = self.made.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        for state in block.states:
            add_state(paragraph, state)
            paragraph.add_run(_GAP)

    def chart(self, block: Chart, width: float = 1) -> None:
        # Word draws no SVG without a picture beside it.
        picture = typeset("chart.typ", "png", {"chart.svg": block.drawing.svg.encode()})
        self.picture(Picture(picture, block.drawing.words, block.caption, width))

    def picture(self, block: Picture) -> None:
        if block.caption:
            caption = self.quiet(block.caption)
            caption.paragraph_format.space_before = Pt(10)
            caption.paragraph_format.keep_with_next = True
        shape = self.made.add_picture(BytesIO(block.data), width=Mm(WIDTH_MM * block.width))
        shape._inline.docPr.set("descr", clean(block.words))

    def note(self, block: Note) -> None:
        paragraph = self.made.add_paragraph()
        set_off(paragraph)
        if block.title:
            paragraph.add_run(f"{clean(block.title)} ").font.bold = True
        paragraph.add_run(clean(block.text))

    def signatures(self, block: Signatures) -> None:
        if block.place:
            self.made.add_paragraph(clean(block.place))
        for line in block.lines:
            role = self.made.add_paragraph()
            role.add_run(clean(line.role)).font.bold = True
            role.paragraph_format.keep_with_next = True
            under = self.made.add_paragraph(clean(line.name))
            under.paragraph_format.space_before = Pt(48)
            line_above(under)
