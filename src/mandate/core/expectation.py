"""The last change of what is expected of a unit, told by the rows that are kept.

A report is expected from the opening of its period, or since it was **added**; it is **excused**, and may be
added again, as often as somebody wants. Each change can be **taken back**, the last one first. Kept are the
times in which the report was excused, with how each began and how it ended: they tell which change is the
next to be taken back.

>>> flooded = Excused(ended=Ended.ADDED)
>>> last_change(False, [flooded])
LastChange(added=True, excuse=0, number=0)
>>> last_change(False, [flooded, Excused(takes_back=0)])  # the addition was taken back
LastChange(added=False, excuse=0, number=0)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ended(StrEnum):
    """What ended an excuse: somebody asked for the report again, or the excuse was taken back."""

    ADDED = "added"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Excused:
    """A time in which a report was not expected. ``takes_back``: it began as the addition of this number was
    taken back; ``ended``: None while it lasts; ``void``: it came of a closing that holds no longer."""

    takes_back: int | None = None
    ended: Ended | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class LastChange:
    """The report was added, or else excused. ``excuse`` is the place of the excuse that the addition ended
    (None: the addition was the report's beginning) or that began; ``number`` counts additions from 0, those
    taken back among them, and is the addition's own."""

    added: bool
    excuse: int | None
    number: int = 0


def last_change(added: bool, excuses: Sequence[Excused]) -> LastChange | None:
    """The change that is taken back next; None where all are. ``added``: the report came after the opening;
    ``excuses`` in the order in which they were entered."""
    changes: list[LastChange] = [LastChange(True, None)] if added else []
    additions = int(added)
    for place, excuse in enumerate(excuses):
        if excuse.takes_back is None:
            changes.append(LastChange(False, place))
        else:
            # Whatever stood above that addition meant nothing then.
            while changes and not _is_addition(changes.pop(), excuse.takes_back):
                pass
        if excuse.ended is Ended.ADDED:
            changes.append(LastChange(True, place, additions))
            additions += 1
        elif excuse.ended is Ended.TAKEN_BACK and changes:
            changes.pop()
    # An addition in spite of a closing means nothing any more once that closing is taken back.
    while changes and _in_vain(changes[-1], excuses):
        del changes[-2:]
    return changes[-1] if changes else None


def _is_addition(change: LastChange, number: int) -> bool:
    return change.added and change.number == number


def _in_vain(change: LastChange, excuses: Sequence[Excused]) -> bool:
    return change.added and change.excuse is not None and excuses[change.excuse].void
