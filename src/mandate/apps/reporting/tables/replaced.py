"""What an import does to accepted reports: the figures that it replaces, and the reports that it corrects."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.tables.checks import Touched
from mandate.apps.reporting.tables.rows import KnownIndicator, Read
from mandate.apps.reporting.tables.stored import scaled_answer

#: So many of the figures and of the reports are named.
NAMED = 5
_NOTHING = int(Answer.MISSING), 0


class Replacement(NamedTuple):
    """An accepted figure and what comes instead of it; None: it does not apply to the unit."""

    unit: str
    indicator: KnownIndicator
    period: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """How many accepted ``figures`` get another value and how many accepted ``reports`` are corrected, were
    it only by a figure that was not there; some of the figures, and the units of some of the reports."""

    figures: int = 0
    named: tuple[Replacement, ...] = ()
    reports: int = 0
    units: tuple[str, ...] = ()


def replaced_by(
    touched: Sequence[Touched], incomplete: Container[int], stored: Mapping[tuple[int, int], tuple[int, int]]
) -> Replaced:
    """What counts until now and no longer after it. Of reports that are not whole nothing is replaced: they
    are left as drafts, beside what counts."""
    figures = reports = 0
    named: list[Replacement] = []
    units: dict[str, None] = {}
    for one in touched:
        counted = one.report.counted_id
        if counted is None or one.report.pk in incomplete:
            continue
        reports += 1
        units.setdefault(one.rows[0].unit.code, None)
        brought = {row.indicator.pk: row for row in one.rows}
        answers = {**one.before} | {pk: scaled_answer(row) for pk, row in brought.items()}
        for pk, answer in answers.items():
            before = stored.get((counted, pk), _NOTHING)
            if before[0] == Answer.MISSING or answer[0] == Answer.MISSING or answer == before:
                continue
            figures += 1
            if len(named) < NAMED and pk in brought:  # not of what an unfinished draft had already
                named.append(_replacement(brought[pk], *before))
    return Replaced(figures, tuple(named), reports, tuple(list(units)[:NAMED]))


def _replacement(row: Read, answer: int, scaled: int) -> Replacement:
    before = Decimal(scaled).scaleb(-row.indicator.decimals) if answer == Answer.VALUE else None
    return Replacement(row.unit.code, row.indicator, row.period.code, before, row.value)
