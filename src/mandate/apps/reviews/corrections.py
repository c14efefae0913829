"""What differs now from a closed review, and because of which revisions: six queries more than the totals."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Revision
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.reviews.building import Basis, named
from mandate.apps.reviews.content import Cause, Content, Correction, UnitName, Value
from mandate.apps.reviews.moves import below_ever
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import structure_on
from mandate.core.formula import parse
from mandate.core.period import Period, PeriodError
from mandate.platform.periods import period_of, reader


@dataclass(frozen=True, slots=True)
class _Change:
    """A later revision, and the indicators whose figures it changed."""

    cause: Cause
    unit_id: int
    period: Period
    indicators: frozenset[str]


def corrections_of(unit: Unit, content: Content, today: date) -> tuple[Correction, ...]:
    """Every figure of a closed review that is another one now, in the order of the review. A figure that
    cannot be told any more, for its unit, indicator or period is not there now, is none of them."""
    assert content.closed_at is not None
    periods = _periods(content)
    if content.period not in periods:
        return ()
    ids = _ids_of(content)
    basis = _basis(unit, content, periods, ids, today)
    differing = [
        (name, code, period, old, new)
        for name, code, period, old in _told(content)
        if (new := _now(basis, ids.get(name.code), code, periods.get(period)))
        and _amount(new) != _amount(old)
    ]
    if not differing:
        return ()
    changes = _changes(basis, content.closed_at)
    below = {name.code: set(below_ever(ids[name.code])) for name, *_ in differing}
    return tuple(
        Correction(
            name,
            code,
            period,
            old,
            new,
            _causes(basis, changes, below[name.code], code, periods[period]),
        )
        for name, code, period, old, new in differing
    )


def _periods(content: Content) -> Mapping[str, Period]:
    """The periods of the review that there are now, by code."""
    read, found = reader(), {}
    for code in {content.period, *content.years}:
        with suppress(PeriodError):
            found[code] = read(code)
    return found


def _basis(
    unit: Unit, content: Content, periods: Mapping[str, Period], ids: Mapping[str, int], today: date
) -> Basis:
    """The totals as they are known now: of the unit and all below, and of the whole tree if a unit of the
    review stands elsewhere on its day."""
    period, day = periods[content.period], content.structure_date
    years = tuple(periods[code] for code in content.years if code in periods)
    structure, indicators = structure_on(day), list(Indicator.objects.all())
    here = unit.pk in structure and all(
        structure.contains(unit.pk, pk) for pk in ids.values() if pk in structure
    )
    start = min(year.start for year in years)
    ledger = open_ledger(indicators, start, period.end, today=today, unit_id=unit.pk if here else None)
    return Basis(unit, period, years, day, structure, indicators, ledger)


def _ids_of(content: Content) -> Mapping[str, int]:
    codes = [content.unit.code, *(child.code for child in content.children)]
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))


def _told(content: Content) -> Iterator[tuple[UnitName, str, str, Value]]:
    """Every total in the review, the newest year first: of which unit, indicator and period."""
    for line in content.lines:
        for period, value in reversed(list(zip(content.years, line.years, strict=True))):
            yield content.unit, line.indicator.code, period, value
    names = {child.code: child for child in content.children}
    for ranking in content.rankings:
        for row in ranking.rows:
            yield names[row.unit], ranking.indicator, content.period, row.now
            if len(content.years) > 1:
                yield names[row.unit], ranking.indicator, content.years[-2], row.before


def _now(basis: Basis, unit_id: int | None, code: str, period: Period | None) -> Value | None:
    """The total as it is now; None where there is no such unit, indicator or period any more."""
    if unit_id is None or period is None:
        return None
    if not _operands(basis, code) <= basis.ledger.indicators.keys():
        return None
    return basis.value(unit_id, code, period)


def _amount(value: Value) -> tuple[object, ...]:
    return value.value, value.numerator, value.denominator


def _changes(basis: Basis, closed_at: datetime) -> list[_Change]:
    """What came into the totals below the unit since: two queries."""
    span = Q(
        report__form_period__starts__gte=basis.years[0].start,
        report__form_period__ends__lte=basis.period.end,
    )
    since = Q(counted_from__gt=closed_at) | Q(counted_until__gt=closed_at)
    revisions = list(
        Revision.objects.filter(
            since,
            span,
            counted_from__isnull=False,
            report__unit_id__in=below_ever(basis.unit.pk),
        )
        .select_related("report__unit", "report__form_period__form", "created_by", "decided_by")
        .order_by("report_id", "counted_from")
    )
    figures = _figures(revisions)
    before: dict[int, Mapping[str, object]] = {}
    found = []
    for revision in revisions:
        assert revision.counted_from is not None
        here = figures[revision.pk]
        known = before.get(revision.report_id, {})
        if revision.counted_from > closed_at:
            codes = {code for code in {*here, *known} if here.get(code) != known.get(code)}
            found.append(_change(revision, frozenset(codes)))
        before[revision.report_id] = here
    return found


def _figures(revisions: Sequence[Revision]) -> Mapping[int, Mapping[str, object]]:
    rows = Figure.objects.filter(revision__in=[revision.pk for revision in revisions])
    answered = rows.exclude(answer=Answer.MISSING)
    figures: dict[int, dict[str, object]] = defaultdict(dict)
    for revision, code, answer, value in answered.values_list(
        "revision_id", "indicator__code", "answer", "value"
    ):
        figures[revision][code] = (answer, value)
    return figures


def _change(revision: Revision, indicators: frozenset[str]) -> _Change:
    report = revision.report
    by = revision.created_by or revision.decided_by
    at = revision.decided_at or revision.counted_from
    assert at is not None
    cause = Cause(
        report_id=report.pk,
        unit=named(report.unit),
        form=report.form_period.form.names or {"en": report.form_period.form.code},
        period=report.form_period.period,
        revision=revision.number,
        reason=revision.reason,
        by=by.name if by else "",
        at=at,
    )
    return _Change(cause, report.unit_id, period_of(report.form_period.period), indicators)


def _causes(
    basis: Basis, changes: Iterable[_Change], below: Collection[int], code: str, period: Period
) -> tuple[Cause, ...]:
    operands = _operands(basis, code)
    return tuple(
        change.cause
        for change in changes
        if not operands.isdisjoint(change.indicators)
        and change.unit_id in below
        and period.contains(change.period)
    )


def _operands(basis: Basis, code: str) -> frozenset[str]:
    """The indicator and, transitively, those that its formula names."""
    found, waiting = {code}, [code]
    while waiting:
        indicator = basis.ledger.indicators.get(waiting.pop())
        if indicator is not None and indicator.formula:
            new = set(parse(indicator.formula).names) - found
            found |= new
            waiting += new
    return frozenset(found)
