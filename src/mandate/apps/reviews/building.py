"""From figures to a review's content: a constant number of queries, however many units lie below."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from django.conf import settings

from mandate.apps.indicators.choices import Kind as IndicatorKind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.expected import expected_below
from mandate.apps.reporting.outstanding import not_due_on
from mandate.apps.reporting.queries.coverage import coverage_of
from mandate.apps.reporting.shares import shares_of
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.reviews.content import (
    NO_DATA,
    SECTIONS,
    Content,
    Coverage,
    Goal,
    IndicatorLine,
    IndicatorName,
    Level,
    Missing,
    Notes,
    Ranking,
    Standing,
    UnitName,
    Value,
)
from mandate.apps.reviews.frozen import words_of
from mandate.apps.reviews.models import Review
from mandate.apps.targets.scoreboard import Judged, judged, targets_of
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.permissions import UNITS_VIEW
from mandate.apps.units.structure import (
    above_on_their_day,
    children_within,
    kinds_of,
    standing_day,
    structure_on,
)
from mandate.core.calendar import years_of as years_of_term
from mandate.core.period import Frequency, Period, PeriodError
from mandate.core.target import Better, rank
from mandate.core.totals import OverUnits
from mandate.core.tree import Structure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.periods import calendar

#: The period and so many years before it.
YEARS = 5
#: So many missing reports are named.
MISSING_NAMED = 100
#: Where no unit has a target, the children are ranked by the first so many indicators with data.
RANKED_WITHOUT_TARGETS = 6

Goals = Mapping[tuple[int, str], Judged]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a review is computed from: figures are read for ``years``, the newest last."""

    unit: Unit
    period: Period
    years: tuple[Period, ...]
    day: date
    structure: Structure
    indicators: Sequence[Indicator]
    ledger: Ledger

    def value(self, unit_id: int, code: str, period: Period) -> Value:
        """A total as a review keeps it."""
        return value_of(self.ledger.total(unit_id, code, period))


def value_of(total: Total) -> Value:
    """A total as a review keeps it."""
    return Value(total.value, total.numerator, total.denominator, total.reported, total.expected, total.mixed)


def read_basis(unit: Unit, period: Period, day: date, today: date) -> Basis:
    """Read all figures that the review of a unit needs: six queries. The unit stands in the structure."""
    years = years_of(period)
    structure = structure_on(day)
    indicators = list(Indicator.objects.all())
    # The yearly step of a term may be judged on all since the term began.
    starts = min(one.start for one in (*years, *calendar().around(period)))
    ledger = open_ledger(indicators, starts, period.end, today=today, unit_id=unit.pk)
    return Basis(unit, period, years, day, structure, indicators, ledger)


def years_of(period: Period) -> tuple[Period, ...]:
    """The period and the same ones of the years before, the oldest first; fewer where no earlier is known. A
    term stands after its own years."""
    if period.frequency is Frequency.TERM and years_of_term(period):
        return (*years_of_term(period), period)
    years = [period]
    try:
        while len(years) < YEARS:
            years.insert(0, years[0].year_before())
    except PeriodError:
        pass
    return tuple(years)


def build(actor: Actor, unit: Unit, period: Period, review: Review | None) -> Content:
    """The review as it is now, for whoever may see the unit."""
    day = standing_day(unit.pk, period, actor.today)
    basis = read_basis(unit, period, day, actor.today)
    children = list(Unit.objects.filter(pk__in=list(children_within(unit.pk, period, day))).order_by("code"))
    goals = _goals(basis, [unit.pk, *(child.pk for child in children)], actor.today)
    shown = [item for item in basis.indicators if _concerns(basis, item, goals)]
    above = _above(basis)
    coverage = _coverage(actor, unit, period)
    return Content(
        organisation=settings.ORGANISATION,
        unit=named(unit),
        kind=unit.kind.names,
        above=above.names if above else {},
        levels=_levels(basis),
        period=period.code,
        years=tuple(year.code for year in basis.years),
        structure_date=day,
        lines=_lines(basis, shown, goals, _shares(actor, basis, above)),
        children=tuple(named(child) for child in children),
        rankings=tuple(_ranking(basis, item, children, goals) for item in _ranked(basis, shown, goals))
        if children
        else (),
        coverage=coverage,
        notes=notes_of(review),
        demo=settings.DEMO,
        told_at=actor.now,
        under_way=not period.is_over(actor.today),
        of_term=len(basis.years) > 1 and period.contains(basis.years[-2]),
        period_words=words_of(
            [*(year.code for year in basis.years), *(row.period for row in coverage.missing)]
        ),
    )


def named(unit: Unit) -> UnitName:
    """A unit as it is called now."""
    return UnitName(unit.code, unit.names or {"en": unit.code})


def notes_of(review: Review | None) -> Notes:
    """The notes with every section, empty where nothing was written."""
    written = review.notes if review else {}
    return Notes(
        {section: written.get(section, "") for section in SECTIONS}, review.notes_language if review else ""
    )


def _goals(basis: Basis, unit_ids: Sequence[int], today: date) -> Goals:
    return {
        (target.unit_id, target.indicator.code): judged(target, basis.ledger, basis.period, today)
        for target in targets_of(unit_ids, basis.period)
    }


def _concerns(basis: Basis, indicator: Indicator, goals: Goals) -> bool:
    """The unit has a target for it, or something was expected or known of it in one of the years."""
    if (basis.unit.pk, indicator.code) in goals:
        return True
    for year in basis.years[-2:]:
        total = basis.ledger.total(basis.unit.pk, indicator.code, year)
        if total.expected or total.value is not None:
            return True
    return False


def _above(basis: Basis) -> Unit | None:
    ancestors = basis.structure.ancestors(basis.unit.pk)
    return Unit.objects.get(pk=int(ancestors[-1])) if len(ancestors) else None


def _shares(actor: Actor, basis: Basis, above: Unit | None) -> Mapping[str, Decimal | None]:
    """The percent that the unit has of the total above, where the reader may see that total."""
    if above is None or not can(actor, UNITS_VIEW, above.pk):
        return {}
    added = [item for item in basis.indicators if _adds_up(item)]
    period = basis.period
    ledger = open_ledger(added, period.start, period.end, today=actor.today, unit_id=above.pk)
    return {item.code: shares_of(ledger, above.pk, item.code, period).of.get(basis.unit.pk) for item in added}


def _adds_up(indicator: Indicator) -> bool:
    """A part of its total can be told in per cent."""
    return indicator.kind == IndicatorKind.NUMBER and indicator.over_units == OverUnits.SUM


def _levels(basis: Basis) -> tuple[Level, ...]:
    low, high = basis.structure.interval(basis.unit.pk)
    kinds = kinds_of(basis.structure.ids[low + 1 : high])
    depths = basis.structure.depth[low + 1 : high]
    known = {kind.pk: kind for kind in UnitKind.objects.filter(pk__in=np.unique(kinds).tolist())}
    levels = []
    for depth in np.unique(depths):
        here, counts = np.unique(kinds[depths == depth], return_counts=True)
        commonest = [known[int(kind)] for kind in here[np.argsort(-counts, kind="stable")]]
        texts = tuple(kind.plurals or kind.names or {"en": kind.code} for kind in commonest)
        levels.append(Level(texts, int(counts.sum())))
    return tuple(levels)


def _lines(
    basis: Basis,
    indicators: Iterable[Indicator],
    goals: Goals,
    shares: Mapping[str, Decimal | None],
) -> tuple[IndicatorLine, ...]:
    return tuple(
        IndicatorLine(
            indicator=IndicatorName(
                code=item.code,
                names=item.names or {"en": item.code},
                measures=item.measures,
                kind=str(item.kind),
                decimals=item.decimals,
                better=str(item.better),
                formula=item.formula,
                counted=item.counted,
            ),
            years=tuple(basis.value(basis.unit.pk, item.code, year) for year in basis.years),
            goal=_goal(goals.get((basis.unit.pk, item.code))),
            share_of_above=shares.get(item.code),
        )
        for item in indicators
    )


def _goal(row: Judged | None) -> Goal | None:
    if row is None:
        return None
    goal = Goal(row.goal, str(row.direction), row.document, str(row.state), row.share)
    if row.measured is None:
        return goal
    if row.measured.frequency is Frequency.TERM:
        return replace(goal, since=row.measured.start)
    return replace(goal, within=row.measured.code)


def _ranked(basis: Basis, shown: Sequence[Indicator], goals: Goals) -> list[Indicator]:
    """What the children are ranked by: the indicators with a target, of the unit or of a child; where there
    are none, the first with data."""
    aimed = {code for _, code in goals}
    if aimed:
        return [item for item in shown if item.code in aimed]
    known = [
        item for item in shown if basis.ledger.total(basis.unit.pk, item.code, basis.period).value is not None
    ]
    return known[:RANKED_WITHOUT_TARGETS]


def _ranking(basis: Basis, indicator: Indicator, children: Sequence[Unit], goals: Goals) -> Ranking:
    totals = [basis.ledger.total(child.pk, indicator.code, basis.period) for child in children]
    places = rank([total.value for total in totals], Better(indicator.better))
    before = basis.years[-2] if len(basis.years) > 1 else None
    shares = shares_of(basis.ledger, basis.unit.pk, indicator.code, basis.period)
    added = _adds_up(indicator)
    rows = [
        Standing(
            unit=child.code,
            place=place,
            now=value_of(total),
            before=basis.value(child.pk, indicator.code, before) if before else NO_DATA,
            share=shares.of.get(child.pk) if added else None,
            goal=_goal(goals.get((child.pk, indicator.code))),
        )
        for child, total, place in zip(children, totals, places, strict=True)
    ]
    # Children without data stand last; the order of codes holds within a place.
    rows.sort(key=lambda row: (row.place is None, row.place or 0))
    return Ranking(indicator.code, tuple(rows), no_shares=added and shares.left_out)


def _coverage(actor: Actor, unit: Unit, period: Period) -> Coverage:
    counts = coverage_of(actor, unit.pk, period=period)
    reports = (
        expected_below(unit.pk, period)
        .filter(counted__isnull=True)
        .exclude(not_due_on(actor.today))
        .select_related("unit", "form_period__form")
        .order_by("form_period__starts", "unit__code", "form_period_id")
    )
    first = list(reports[:MISSING_NAMED])
    spans = [(report.unit_id, report.form_period.starts, report.form_period.ends) for report in first]
    parents = [above if above != unit.pk else 0 for above in above_on_their_day(spans)]
    known = Unit.objects.in_bulk(set(parents))
    return Coverage(
        expected=counts.expected,
        accepted=counts.accepted,
        submitted=counts.submitted,
        on_time=counts.on_time,
        late=counts.late,
        missing_count=counts.submitted + counts.overdue,
        told_apart=True,
        corrected=counts.corrected,
        not_due=counts.not_due,
        due_from=counts.due_from,
        due_until=counts.due_until,
        missing=tuple(
            Missing(
                unit=named(report.unit),
                form=report.form_period.form.names or {"en": report.form_period.form.code},
                period=report.form_period.period,
                state=str(report.state),
                due=report.form_period.due,
                above=named(known[above]) if above in known and report.unit_id != unit.pk else None,
            )
            for report, above in zip(first, parents, strict=True)
        ),
    )
