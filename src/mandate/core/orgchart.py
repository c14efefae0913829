"""Where the boxes of an organisation chart stand: docs/algorithms/orgchart.md.

A unit stands at the top left, what stands beside it to its right, its bodies in rows below, and under each
body its posts. Everything is in whole dots, from the left and from the top.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

BOX: Final = 232  # how wide a box is
INDENT: Final = 20  # a post is so much narrower than its body, and its line runs there
GAP: Final = 36  # between two columns
ROW: Final = 44  # between the unit and the bodies, and between two rows of these
STEP: Final = 12  # between two boxes under each other
MARGIN: Final = 12
TRUNK: Final = 24  # left of the first column, where the line from the unit runs down
MOST_COLUMNS: Final = 8
#: A sheet of A3 across, less its margins and the lines above the chart, is so high by its width.
PROPORTION: Final = 0.62

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A box by its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Group:
    """A body: the height of its own box, and those of its posts."""

    head: int
    members: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """Of all of it."""
        return self.head + sum(self.members) + STEP * len(self.members)


@dataclass(frozen=True, slots=True)
class Line:
    """From a box to one that hangs on it: corners, each straight across or down from the one before."""

    parent: Box
    child: Box
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole: the unit, what stands beside it, and of each group its head and members, as they were
    given."""

    width: int
    height: int
    top: Box
    beside: tuple[Box, ...]
    groups: tuple[tuple[Box, tuple[Box, ...]], ...]
    lines: tuple[Line, ...]


def lay_out(top: int, beside: Sequence[int], groups: Sequence[Group]) -> Chart:
    """Heights in, places out. Linear in the number of boxes.

    >>> chart = lay_out(40, [], [Group(40, (30, 30)), Group(40)])
    >>> chart.width, chart.height, chart.groups[1][0]
    (548, 232, Box(x=304, y=96, width=232, height=40))
    """
    columns = _columns(top, beside, groups)
    left = MARGIN + TRUNK
    unit = Box(left, MARGIN, BOX, top)
    sides = _stack(left + BOX + GAP, MARGIN, BOX, beside)
    y = max(unit.bottom, sides[-1].bottom if sides else 0)
    lines = [Line(unit, side, _to_the_side(unit, side)) for side in sides]
    placed: list[tuple[Box, tuple[Box, ...]]] = []
    for row in _rows(groups, columns):
        y += ROW
        for place, group in enumerate(row):
            head = Box(left + place * (BOX + GAP), y, BOX, group.head)
            members = _stack(head.x + INDENT, head.bottom + STEP, BOX - INDENT, group.members)
            lines.append(Line(unit, head, _down(unit, head)))
            lines.extend(Line(head, member, _under(head, member)) for member in members)
            placed.append((head, members))
        y += max(group.height for group in row)
    return Chart(_width(columns), y + MARGIN, unit, sides, tuple(placed), tuple(lines))


def _columns(top: int, beside: Sequence[int], groups: Sequence[Group]) -> int:
    """As few columns as make the chart no higher than a sheet across is by its width; where none does, those
    that come nearest."""
    first = max(top, sum(beside) + STEP * (len(beside) - 1))
    least = 2 if beside else 1
    shapes = []
    for columns in range(least, max(least, min(MOST_COLUMNS, len(groups))) + 1):
        high = sum(ROW + max(group.height for group in row) for row in _rows(groups, columns))
        shapes.append(((2 * MARGIN + first + high) / _width(columns), columns))
        if shapes[-1][0] <= PROPORTION:
            return columns
    return min(shapes)[1]


def _width(columns: int) -> int:
    return 2 * MARGIN + TRUNK + columns * BOX + (columns - 1) * GAP


def _rows(groups: Sequence[Group], columns: int) -> Iterator[Sequence[Group]]:
    return (groups[at : at + columns] for at in range(0, len(groups), columns))


def _stack(x: int, y: int, width: int, heights: Sequence[int]) -> tuple[Box, ...]:
    """Boxes under each other."""
    tops = accumulate((height + STEP for height in heights), initial=y)
    return tuple(Box(x, at, width, height) for at, height in zip(tops, heights, strict=False))


def _to_the_side(unit: Box, side: Box) -> tuple[Point, ...]:
    """Out of the unit to the right, down between the columns, and in."""
    across = unit.right + GAP // 2
    return ((unit.right, unit.middle), (across, unit.middle), (across, side.middle), (side.x, side.middle))


def _down(unit: Box, head: Box) -> tuple[Point, ...]:
    """Out of the unit to the left, down left of everything, across above the row, and in from above."""
    trunk, across, into = unit.x - TRUNK // 2, head.y - ROW // 2, head.x + head.width // 2
    return (
        (unit.x, unit.middle),
        (trunk, unit.middle),
        (trunk, across),
        (into, across),
        (into, head.y),
    )


def _under(head: Box, member: Box) -> tuple[Point, ...]:
    """Down from the body, left of its posts, and in."""
    down = head.x + INDENT // 2
    return ((down, head.bottom), (down, member.middle), (member.x, member.middle))


#: How wide letters are in the house's face, in thousandths of its size; what is not named is of the last.
_WIDTHS: Final = (
    ("iljtfrI.,:;'’|!()[] -–/", 400),
    ("mwMWЖШЩЮФжшщюфы@%—…", 980),
    ("ABCDEFGHJKLNOPQRSTUVXYZĐАБВГДЕЗИЙКЛМНОПРСТУХЦЧЪЫЬЭЯ", 760),
)
_USUAL: Final = 640
_WIDTH: Final = {letter: width for letters, width in _WIDTHS for letter in letters}


def room_of(text: str, size: int) -> float:
    """How many dots a text takes at most, set in a size."""
    return sum(_WIDTH.get(letter, _USUAL) for letter in text) * size / 1000


def folded(text: str, room: int, size: int, most: int = 2) -> tuple[str, ...]:
    """A text in lines that fit into the room, broken between words, or within one that is too long; what does
    not fit into so many lines ends with "…".

    >>> folded("Ủy ban Kiểm tra Thành ủy Thanh Hóa", 150, 13)
    ('Ủy ban Kiểm tra', 'Thành ủy Thanh Hóa')
    >>> folded("Phó Chủ nhiệm Thường trực Ủy ban Kiểm tra", 150, 13, 1)
    ('Phó Chủ nhiệm…',)
    """
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        last = len(lines) == most - 1
        line, rest = _cut(rest, room, size, ends=last)
        lines.append(line)
    return tuple(lines)


def _cut(text: str, room: int, size: int, *, ends: bool) -> tuple[str, str]:
    """As much of a text as fits into a line, and the rest; with the sign that there is more where the text
    ``ends`` here."""
    if room_of(text, size) <= room:
        return text, ""
    sign = "…" if ends else ""
    used, fits = room_of(sign, size), 0
    for letter in text:
        used += room_of(letter, size)
        if used > room:
            break
        fits += 1
    fits = max(fits, 1)
    at = fits if text[fits : fits + 1] == " " else text.rfind(" ", 0, fits)
    if at <= 0:
        at = fits
    return text[:at].rstrip() + sign, text[at:].lstrip()
