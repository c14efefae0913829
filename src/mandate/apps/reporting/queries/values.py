"""What reads and writes of reporting speak of: one answer as stored, and what the rules say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure
from mandate.core.command import Command
from mandate.core.rules import Severity


@dataclass(frozen=True, slots=True)
class Stored(Command):
    """What stands for one indicator in a report: a value, "not applicable" or nothing, and its note.

    ``value`` is there exactly if the answer is VALUE.
    """

    answer: Answer = Answer.MISSING
    value: Decimal | None = None
    note: str = ""

    @property
    def answered(self) -> bool:
        """A value (zero too) or "not applicable" is there."""
        return self.answer != Answer.MISSING


NOTHING = Stored()
MOST_DIGITS = 40  # no figure has so many, before the point or after it


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of some figures. ``code`` is ``rule``, ``outlier`` or ``required``; an error keeps
    the report from being submitted, a warning does not. ``sentence`` is in the reader's language."""

    severity: Severity
    code: str
    indicator_ids: tuple[int, ...]
    sentence: str


def stored_from(answer: str | float, value: object, note: str = "") -> Stored:
    """What stood somewhere when it was handed out, as it came back: the number of an answer, and a value or
    None. Raises ValueError for what no figure can be.

    >>> stored_from("1", "2.50").value
    Decimal('2.50')
    >>> stored_from(1, "sNaN")
    Traceback (most recent call last):
    ValueError: no figure: sNaN
    """
    try:
        answered = Answer(int(answer))
        number = None if value is None else Decimal(str(value))
    except (TypeError, OverflowError, InvalidOperation) as error:
        raise ValueError(f"no figure: {value}") from error
    if number is not None and not (number.is_finite() and abs(number.adjusted()) < MOST_DIGITS):
        raise ValueError(f"no figure: {value}")
    return Stored(answered, number, note)


def kept(data: Mapping[str, Any]) -> Stored:
    """A figure as an event of the journal keeps it."""
    value = data["value"]
    return Stored(Answer(data["answer"]), None if value is None else Decimal(value), data["note"])


def stored_of(figure: Figure) -> Stored:
    """A figure as it stands."""
    return Stored(Answer(figure.answer), figure.value, figure.note)


def stored_by_indicator(revision_id: int | None) -> dict[int, Stored]:
    """A revision's figures by indicator: one query."""
    return {} if revision_id is None else stored_by_revision([revision_id]).get(revision_id, {})


def stored_by_revision(revision_ids: Iterable[int]) -> dict[int, dict[int, Stored]]:
    """The figures of revisions, by revision and indicator: one query; a revision without figures is not
    there."""
    stored: dict[int, dict[int, Stored]] = {}
    for figure in Figure.objects.filter(revision_id__in=list(revision_ids)):
        stored.setdefault(figure.revision_id, {})[figure.indicator_id] = stored_of(figure)
    return stored
