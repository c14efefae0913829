"""What was changed between two versions of a text, word by word: docs/algorithms/word-difference.md.

>>> marked(difference("Ten streets were paved.", "Twelve streets were paved."))
'[-Ten-]{+Twelve+} streets were paved.'
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "gone", "new"]

#: As many lines, or words within a run of changed lines, may differ; beyond that all of them count as
#: replaced. It bounds the cost: see the page.
MOST_CHANGES = 200

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text that stands in both versions, only in the old or only in the new one."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in their order, what is gone before what is new in its place: those that are the same and
    gone make the old text, those that are the same and new the new one."""
    pieces: list[Piece] = []
    for kept, gone, fresh in _runs(_LINE.findall(old), _LINE.findall(new)):
        if kept:
            pieces.append(Piece("same", "".join(kept)))
        else:
            pieces += _words("".join(gone), "".join(fresh))
    return tuple(_joined(pieces))


def marked(pieces: Sequence[Piece]) -> str:
    """A difference on one line, as the page's table has it."""
    around = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(around[piece.kind].format(piece.text) for piece in pieces)


def _words(old: str, new: str) -> Iterator[Piece]:
    """The difference of a few changed lines. A blank between two changes is no reason to part them."""
    gone, fresh, blank = "", "", ""
    for kept, out, into in _runs(_WORD.findall(old), _WORD.findall(new)):
        text = "".join(kept)
        if kept and (gone or fresh) and text.isspace() and "\n" not in text:
            blank = text
            continue
        gone, fresh = gone + blank + "".join(out), fresh + blank + "".join(into)
        blank = ""
        if kept:
            # What was put off as a blank stands before it, for between two changes it would have been used.
            yield from _changed(gone, fresh)
            yield Piece("same", text)
            gone = fresh = ""
    yield from _changed(gone, fresh)
    if blank:
        yield Piece("same", blank)


def _changed(gone: str, fresh: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if fresh:
        yield Piece("new", fresh)


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.kind == piece.kind:
            last = Piece(last.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


Run = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """(kept, gone, new): runs that are in both, and between them runs that were replaced."""
    start, end = _ends(old, new)
    if start:
        yield old[:start], (), ()
    stop_old, stop_new = len(old) - end, len(new) - end
    place_old, place_new = start, start
    for at_old, at_new, length in _same(old[start:stop_old], new[start:stop_new], MOST_CHANGES):
        at_old, at_new = at_old + start, at_new + start
        if at_old > place_old or at_new > place_new:
            yield (), old[place_old:at_old], new[place_new:at_new]
        place_old, place_new = at_old + length, at_new + length
        yield old[at_old:place_old], (), ()
    if place_old < stop_old or place_new < stop_new:
        yield (), old[place_old:stop_old], new[place_new:stop_new]
    if end:
        yield old[stop_old:], (), ()


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are the same at the beginning, and how many of the others at the end."""
    most = min(len(old), len(new))
    start = next((place for place in range(most) if old[place] != new[place]), most)
    rest = most - start
    end = next((place for place in range(rest) if old[-1 - place] != new[-1 - place]), rest)
    return start, end


def _same(old: Sequence[str], new: Sequence[str], most: int) -> Sequence[tuple[int, int, int]]:
    """The runs (place in old, place in new, length) that a shortest way from old to new leaves as they are
    (Myers 1986); none where it takes more than ``most`` steps."""
    furthest = {1: 0}
    ways: list[dict[int, int]] = []
    for steps in range(min(len(old) + len(new), most) + 1):
        ways.append(furthest)
        furthest = dict(furthest)
        for diagonal in range(-steps, steps + 1, 2):
            down = diagonal == -steps or (
                diagonal != steps and furthest[diagonal - 1] < furthest[diagonal + 1]
            )
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            while x < len(old) and x - diagonal < len(new) and old[x] == new[x - diagonal]:
                x += 1
            furthest[diagonal] = x
            if x >= len(old) and x - diagonal >= len(new):
                return _walked(ways, len(old), len(new))
    return ()


def _walked(ways: Sequence[dict[int, int]], x: int, y: int) -> Sequence[tuple[int, int, int]]:
    """The way back from the end: its diagonals, the first first."""
    found: list[tuple[int, int, int]] = []
    for steps in range(len(ways) - 1, -1, -1):
        furthest, diagonal = ways[steps], x - y
        down = diagonal == -steps or (diagonal != steps and furthest[diagonal - 1] < furthest[diagonal + 1])
        came = diagonal + 1 if down else diagonal - 1
        at_x = furthest[came]
        begin = at_x if down else at_x + 1
        if x > begin:
            found.append((begin, begin - diagonal, x - begin))
        x, y = at_x, at_x - came
    return found[::-1]
