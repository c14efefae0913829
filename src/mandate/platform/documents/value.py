"""A document as a value: what stands in it, in which order, in one language.

A part of Mandate builds a ``Document`` and knows no format; the writers beside this file know every format
and no part. Texts arrive worded and numbers formatted in the document's language, each with the number itself
where a spreadsheet computes with it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

#: What a column holds, which decides how it is set: a long text takes the room that the others leave, a word
#: and a number stand in one piece, and a drawing is left out where a cell can hold none (Word, Excel).
Kind = Literal["text", "word", "number", "drawing"]


@dataclass(frozen=True, slots=True)
class State:
    """A state (platform/ui/states.py) and what is said of it: "met", "4 met"."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that carries its own size and colours (platform/ui/charts.py, ``standalone``), and what it
    shows, in words; without words it is an ornament, whose words stand beside it."""

    svg: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a text, more quietly behind it an ``aside``, and what a spreadsheet holds
    instead, a ``number`` (in per cent if ``percent``) or a ``day``. A state is told by its words, or, where
    there is a text, stands behind that as its colour and shape."""

    text: str = ""
    aside: str = ""
    number: Decimal | int | None = None
    decimals: int = 0
    percent: bool = False
    day: date | None = None
    strong: bool = False
    struck: bool = False
    state: State | None = None
    drawing: Drawing | None = None

    @property
    def words(self) -> str:
        """What is read in it."""
        return (
            self.text
            or (self.state.words if self.state else "")
            or (self.drawing.words if self.drawing else "")
        )

    @property
    def behind(self) -> str:
        """What is said behind it where nothing is drawn: its state, what its drawing shows, and its aside."""
        state = self.state.words if self.state else ""
        drawing = self.drawing.words if self.drawing else ""
        said = (part for part in (state, drawing) if part != self.words)
        return ", ".join(filter(None, (*said, self.aside)))

    @property
    def line(self) -> str:
        """All that is said in it, as one text."""
        return f"{self.words} ({self.behind})" if self.behind else self.words


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and its share of the width. A ``spare`` one is left out on paper, where room is
    short."""

    text: str
    kind: Kind = "word"
    width: float = 1
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of its own, with the line above it."""

    drawing: Drawing
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as long as ``columns``; the first column that is no number names the row. ``small`` sets many
    columns; ``shaded`` shows states as the ground of their cells (a heat table). ``chart`` stands for the
    drawings of its cells where cells can hold none; ``notes`` are said under it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    small: bool = False
    shaded: bool = False
    chart: Chart | None = None
    notes: tuple[str, ...] = ()

    def in_words(self, place: int) -> bool:
        """Whether a column says something where no drawing can be shown."""
        drawn = self.columns[place].kind == "drawing"
        return not drawn or any(row[place].line for row in self.rows)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that is set in one way; ``link`` is the whole address to which it leads."""

    text: str
    strong: bool = False
    slanted: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph with emphasis and links; a line end in it is one."""

    runs: tuple[Run, ...]

    @property
    def line(self) -> str:
        """All that is said in it, as one text: a link's address behind its words."""
        parts: list[str] = []
        for run, following in zip_longest(self.runs, self.runs[1:]):
            parts.append(run.text)
            ends = following is None or following.link != run.link
            if run.link and ends and run.link.removeprefix("mailto:") != run.text:
                parts.append(f" ({run.link})")
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, with its ``aside``; ``level`` 1 is the outermost, 4 the deepest, and none
    is more than one below the heading before it."""

    text: str
    aside: str = ""
    level: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item some blocks; numbered from ``first`` if there is one."""

    items: tuple[tuple["Block", ...], ...]
    first: int | None = None

    def mark(self, place: int) -> str:
        """What stands before an item where only text is written."""
        return "–" if self.first is None else f"{self.first + place}."


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody else said."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across, between two thoughts."""


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Blocks in another ``language`` than the document's."""

    language: str
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a thing, each with its label."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A number set large, the words behind it, its drawing, and the line under it: states or words."""

    number: str
    words: str
    drawing: Drawing | None = None
    states: tuple[State, ...] = ()
    details: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Blocks side by side where there is room."""

    columns: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the shapes mean."""

    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph or a scan, PNG or JPEG, and what it shows, in words; without words it is an
    ornament. ``width`` is its share of the page."""

    data: bytes
    words: str
    caption: str = ""
    width: float = 1


def image_kind(data: bytes) -> Literal["png", "jpeg"]:
    """Which of the two kinds a picture is."""
    return "png" if data.startswith(b"\x89PNG") else "jpeg"


@dataclass(frozen=True, slots=True)
class Note:
    """A text set off from the others: what must not be overlooked."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: in which office, and the name under it."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side, under the place and the day."""

    lines: tuple[Signature, ...]
    place: str = ""


Block = (
    Paragraph
    | Prose
    | Heading
    | Items
    | Quote
    | Rule
    | InLanguage
    | Facts
    | Score
    | Beside
    | Table
    | Legend
    | Chart
    | Picture
    | Note
    | Signatures
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that a spreadsheet shows, and its name there."""

    name: str
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; the first section may do without a heading. ``sheets`` are what a
    spreadsheet has of it: as a rule (None) its tables, under its heading. Without blocks it is for
    spreadsheets only."""

    title: str
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The whole: at the head a quiet line, the name of what it is about, what it is, and how it stands; then
    the sections. A ``notice`` ("Demonstration …") stands at the head and at the foot of every page."""

    language: str
    organisation: str
    eyebrow: str
    name: str
    title: str
    standing: str
    notice: str
    sections: tuple[Section, ...]

    @property
    def to_read(self) -> tuple[Section, ...]:
        """The sections that are read."""
        return tuple(section for section in self.sections if section.blocks)

    @property
    def full_title(self) -> str:
        """What the file says of itself: "Ham Rong · Review for 2023"."""
        return f"{self.name} · {self.title}"
