"""The figures of automatic indicators, which Mandate counts and nobody types: what they are for a report at
this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.definition import MayBeCounted, count_of
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.apps.reporting.queries.values import NOTHING, Stored
from mandate.core.number import round_half_away
from mandate.core.reportstate import WRITABLE
from mandate.platform.parts import count_named

NOT_TYPED = gettext_lazy("Mandate counts this figure when the report is submitted; it is not typed.")
NOT_APPLICABLE = Stored(Answer.NOT_APPLICABLE)


class FormIndicator(MayBeCounted, Protocol):
    """An indicator of a form, or as much of it as a reader of rows keeps."""

    @property
    def pk(self) -> int:
        """Its number."""

    @property
    def decimals(self) -> int:
        """How many its figures have."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Whose report it is, which days it is about, and what the form asks for."""

    report_id: int
    unit_id: int
    first: date
    until: date
    indicators: Sequence[FormIndicator]


def owed(report: Report, opened: FormPeriod, indicators: Sequence[FormIndicator]) -> Owed:
    """What is owed by a report of an opened period."""
    return Owed(report.pk, report.unit_id, opened.starts, opened.ends, indicators)


def sentence_of(indicator: MayBeCounted) -> str:
    """Where its figures come from, for people; "" where they are typed."""
    count = count_of(indicator)
    return _("Counted by Mandate: %(sentence)s") % {"sentence": count.sentence} if count else ""


def anything_typed(indicators: Iterable[MayBeCounted]) -> bool:
    """Whether a form of these has something for people to type, or asks for nothing at all."""
    given = list(indicators)
    return not given or any(count_of(item) is None for item in given)


def still_counted(report: Report, opened: FormPeriod) -> bool:
    """Whether its figures are counted anew whenever they are looked at: until it is submitted. From then on
    they are those of the submission, as they are in a closed period."""
    return report.state in WRITABLE and opened.closed_at is None


def counted_now(reports: Iterable[Owed]) -> dict[int, dict[int, Stored]]:
    """By report and indicator: the figures that are counted, at this moment. As many queries for one report
    as for a thousand: one count at a time, for all units that share a span."""
    asked = list(reports)
    names = {item.counted for one in asked for item in one.indicators if item.counted}
    known = {name: count for name in names if (count := count_named(name)) is not None}
    units: dict[tuple[str, date, date], set[int]] = {}
    for one in asked:
        for item in one.indicators:
            if item.counted in known:
                units.setdefault((item.counted, one.first, one.until), set()).add(one.unit_id)
    numbers = {key: known[key[0]].values(ids, *key[1:]) for key, ids in units.items()}
    return {
        one.report_id: {
            item.pk: _stored(numbers[item.counted, one.first, one.until].get(one.unit_id), item.decimals)
            for item in one.indicators
            if item.counted in known
        }
        for one in asked
    }


def with_counted(stored: Mapping[int, Stored], counted: Mapping[int, Stored]) -> dict[int, Stored]:
    """What stands in a report, with what is counted instead of what was counted before."""
    noted = {pk: Stored(new.answer, new.value, stored.get(pk, NOTHING).note) for pk, new in counted.items()}
    return {**stored, **noted}


def _stored(number: int | Decimal | None, decimals: int) -> Stored:
    """A number with the indicator's decimals; what means nothing for a unit is not applicable, never zero."""
    if number is None:
        return NOT_APPLICABLE
    return Stored(Answer.VALUE, round_half_away(Fraction(number), decimals))
