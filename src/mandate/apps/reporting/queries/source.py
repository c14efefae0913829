"""Where does this number come from? A total, taken apart down to the reports it rests on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import inf

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import indicator_by_code
from mandate.apps.reporting.aims import Aim, aim_of
from mandate.apps.reporting.expected import expected, expected_below
from mandate.apps.reporting.models import Figure, Report, Revision, Widening
from mandate.apps.reporting.queries.automatic import sentence_of
from mandate.apps.reporting.queries.lists import by_unit_name, page_of, searched
from mandate.apps.reporting.queries.values import NOTHING, Stored, stored_of
from mandate.apps.reporting.spans import within
from mandate.apps.reporting.total import NOTHING as NO_TOTAL
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.units.models import Unit
from mandate.apps.units.opening import opened
from mandate.apps.units.queries import UnitRef, UnknownUnit, by_name, names_of, ref_of, unit_by_id
from mandate.apps.units.structure import above_on_their_day, placements, standing_day
from mandate.core.formula import parse
from mandate.core.period import Period
from mandate.core.reportstate import State
from mandate.core.tree import Structure
from mandate.platform.access.actor import Actor
from mandate.platform.database.arrays import among
from mandate.platform.i18n.languages import text_in
from mandate.platform.periods import reader

PAGE = 50
NAMED = 5
SORTS = ("unit", "value", "coverage")


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator as it is named on a page; ``counting`` as in `Item`."""

    code: str
    name: str
    measure: str
    decimals: int
    kind: Kind
    over_units: str
    over_time: str
    formula: str
    counting: str


@dataclass(frozen=True, slots=True)
class Operand:
    """An indicator that a ratio is computed from, with its total."""

    indicator: Named
    total: Total


@dataclass(frozen=True, slots=True)
class GivenBelow:
    """What a unit directly below gave to this one. With ``earlier`` it stood here earlier in the period, and
    stands elsewhere now or is closed; with ``elsewhere`` its own total holds more than what it gave here. One
    that lies elsewhere by now may be nothing that the reader ``may_open``."""

    unit: UnitRef
    total: Total
    earlier: bool = False
    elsewhere: bool = False
    may_open: bool = True


@dataclass(frozen=True, slots=True)
class Leaf:
    """One unit's own report of the indicator; the unit stood under the one called ``above``. ``stored`` is
    the figure in the totals (nothing: it is in none); ``revision`` its number, 0 without one. ``correction``:
    a newer revision is on its way."""

    report_id: int
    unit: UnitRef
    form: str
    period: Period
    state: State
    stored: Stored
    revision: int
    imported: bool
    accepted_by: str
    accepted_at: datetime | None
    correction: bool
    above: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A total with all it rests on. ``own`` are the unit's own reports (one for each period within),
    ``own_total`` what they come to, ``leaves`` those of the units below. A ratio has operands and no reports;
    each operand has a source of its own. ``children`` and ``own_total`` make the total. ``aside`` are units
    whose figures are not added, for they closed before the day that the total describes. On the structure
    of a chosen day (``view``), ``left_out`` are units whose figures count elsewhere: ``left_out_figures`` of
    them. ``doubles`` figures in it are of units with figures of units below them; ``double_units`` are the
    first of these units. ``total_before`` is that of ``before``, the same period a year earlier; ``aim`` is
    what the total was to come to."""

    unit: UnitRef
    indicator: Named
    period: Period
    structure_date: date
    known_at: datetime | None
    total: Total
    operands: tuple[Operand, ...]
    children: Page[GivenBelow]
    own: tuple[Leaf, ...]
    own_total: Total | None
    leaves: Page[Leaf]
    before: Period | None = None
    total_before: Total = NO_TOTAL
    aim: Aim | None = None
    aside: tuple[UnitRef, ...] = ()
    view: bool = False
    left_out: tuple[UnitRef, ...] = ()
    left_out_figures: int = 0
    doubles: int = 0
    double_units: tuple[UnitRef, ...] = ()


def source(
    actor: Actor,
    unit_id: int,
    indicator_code: str,
    period: Period,
    *,
    known_at: datetime | None = None,
    structure_date: date | None = None,
    search: str = "",
    sort: str = "unit",
    children_page: int | str = 1,
    page: int | str = 1,
) -> Source:
    """Take a total apart, as it is known now or was at a moment (a closed review's); with ``structure_date``
    on the structure of that day. ``search`` narrows the leaves; ``sort`` orders the children by one of SORTS.
    The number of queries does not depend on the number of units. Raises UnknownUnit, UnknownIndicator."""
    unit = unit_by_id(actor, unit_id)
    indicator = indicator_by_code(actor, indicator_code)
    day = structure_date or standing_day(unit_id, period, actor.today)
    tree = placements(known_at)
    structure = tree.structure_on(day)
    today = (placements() if known_at else tree).structure_on(actor.today)
    if unit_id not in structure and structure_date is not None:
        raise UnknownUnit(_("%(unit)s did not exist then.") % {"unit": unit.name})
    before = next(iter(period.years_back(1)), None)
    ledger = open_ledger(
        [indicator],
        before.start if before else period.start,
        period.end,
        today=actor.today,
        unit_id=unit_id,
        known_at=known_at,
        view=structure if structure_date else None,
    )
    given = ledger.given(unit_id, indicator.code, period)
    owing = _owing(indicator, period, known_at)
    if structure_date is None:
        leaves = owing.filter(pk__in=expected_below(unit_id, period, known_at=known_at).values("pk"))
    else:
        leaves = owing.filter(among("unit_id", structure.subtree(unit_id)))
    left_out, figures = ledger.left_out(unit_id, period)
    aside = ledger.aside(unit_id, indicator.code, period)
    double = ledger.doubles(unit_id, indicator.code, period)
    above = list(dict.fromkeys(double))[:NAMED]
    refs = names_of([*aside, *left_out, *above])
    total = ledger.total(unit_id, indicator.code, period)
    return Source(
        unit=unit,
        indicator=named(indicator),
        period=period,
        structure_date=day,
        known_at=known_at,
        total=total,
        before=before,
        total_before=ledger.total(unit_id, indicator.code, before) if before else NO_TOTAL,
        aim=aim_of(actor, unit_id, indicator.code, period, total, known_at),
        operands=_operands(ledger, unit_id, indicator, period),
        children=_children(actor, ledger, unit_id, structure, today, indicator, period, sort, children_page),
        own=tuple(_leaves(owing.filter(unit_id=unit_id), indicator, known_at)),
        own_total=given.own,
        leaves=_leaf_page(
            searched(leaves.exclude(unit_id=unit_id), search, actor.today), indicator, known_at, page
        ),
        aside=tuple(refs[one] for one in aside),
        view=structure_date is not None,
        left_out=tuple(refs[one] for one in left_out),
        left_out_figures=figures,
        doubles=len(double),
        double_units=tuple(refs[one] for one in above),
    )


def named(indicator: Indicator) -> Named:
    """An indicator in the reader's language."""
    return Named(
        code=indicator.code,
        name=text_in(indicator.names) or indicator.code,
        measure=text_in(indicator.measures),
        decimals=indicator.decimals,
        kind=Kind(indicator.kind),
        over_units=indicator.over_units,
        over_time=indicator.over_time,
        formula=indicator.formula,
        counting=sentence_of(indicator),
    )


def _operands(ledger: Ledger, unit_id: int, indicator: Indicator, period: Period) -> tuple[Operand, ...]:
    """Those of the formula, in the order in which it names them."""
    codes: Iterable[str] = parse(indicator.formula).positions if indicator.formula else ()
    return tuple(
        Operand(named(ledger.indicators[code]), ledger.total(unit_id, code, period)) for code in codes
    )


def _children(
    actor: Actor,
    ledger: Ledger,
    unit_id: int,
    structure: Structure,
    today: Structure,
    indicator: Indicator,
    period: Period,
    sort: str,
    page: int | str,
) -> Page[GivenBelow]:
    """The units directly below, and those through which something came earlier in the period."""
    given = ledger.given(unit_id, indicator.code, period)
    under = structure.children(unit_id).tolist() if unit_id in structure else []
    now = set(under)
    ids = [*under, *(one for one in given.parts if one not in now)]
    named_so = by_name(Unit.objects.filter(pk__in=ids)).values_list("pk", flat=True)
    totals = [(unit, given.parts.get(unit, NO_TOTAL)) for unit in named_so]
    if sort == "value":
        totals.sort(key=lambda one: inf if one[1].exact is None else -one[1].exact)
    elif sort == "coverage":
        totals.sort(key=lambda one: one[1].reported - one[1].expected)
    shown = Paginator(totals, PAGE).get_page(page)
    names = names_of([unit for unit, _ in shown.object_list])
    opens = opened(actor, unit_id, names, today)

    def child(unit: int, total: Total) -> GivenBelow:
        whole = ledger.total(unit, indicator.code, period)
        elsewhere = whole.exact != total.exact
        return GivenBelow(names[unit], total, unit not in now, elsewhere, may_open=unit in opens)

    return page_of([child(unit, total) for unit, total in shown.object_list], shown)


def _owing(indicator: Indicator, period: Period, known_at: datetime | None) -> QuerySet[Report]:
    """The reports that hold the indicator within a period, or held it then."""
    holding = Report.objects.filter(
        within(period, "form_period__"), form_period__indicator_ids__contains=[indicator.pk]
    )
    if known_at is not None:
        holding = holding.exclude(
            form_period__in=Widening.objects.filter(indicator=indicator, known_from__gt=known_at).values(
                "form_period"
            )
        )
    return expected(holding, known_at)


def _leaf_page(
    reports: QuerySet[Report], indicator: Indicator, known_at: datetime | None, page: int | str
) -> Page[Leaf]:
    ordered = reports.order_by(*by_unit_name(), F("form_period__starts"))
    shown = Paginator(ordered.select_related("unit__kind", "form_period__form"), PAGE).get_page(page)
    on_page = list(shown.object_list)
    spans = [(report.unit_id, report.form_period.starts, report.form_period.ends) for report in on_page]
    above = above_on_their_day(spans)
    names = names_of({unit for unit in above if unit})
    leaves = zip(_as_leaves(on_page, indicator, known_at), above, strict=True)
    return page_of([replace(leaf, above=names[unit].name if unit else "") for leaf, unit in leaves], shown)


def _leaves(reports: QuerySet[Report], indicator: Indicator, known_at: datetime | None) -> list[Leaf]:
    ordered = reports.order_by("form_period__starts").select_related("unit__kind", "form_period__form")
    return _as_leaves(list(ordered), indicator, known_at)


def _as_leaves(reports: Sequence[Report], indicator: Indicator, known_at: datetime | None) -> list[Leaf]:
    """Two queries, for any number of reports."""
    counting = (
        Q(pk__in=[report.counted_id for report in reports if report.counted_id is not None])
        if known_at is None
        else Q(report__in=reports, counted_from__lte=known_at)
        & (Q(counted_until__isnull=True) | Q(counted_until__gt=known_at))
    )
    revisions = {row.report_id: row for row in Revision.objects.filter(counting).select_related("decided_by")}
    figures: Mapping[int, Figure] = {
        figure.revision_id: figure
        for figure in Figure.objects.filter(
            indicator=indicator, revision__in=[row.pk for row in revisions.values()]
        )
    }
    read = reader()
    return [_leaf(report, revisions.get(report.pk), figures, read) for report in reports]


def _leaf(
    report: Report,
    revision: Revision | None,
    figures: Mapping[int, Figure],
    read: Callable[[str], Period],
) -> Leaf:
    figure = figures.get(revision.pk) if revision else None
    return Leaf(
        report_id=report.pk,
        unit=ref_of(report.unit),
        form=text_in(report.form_period.form.names) or report.form_period.form.code,
        period=read(report.form_period.period),
        state=State(report.state),
        stored=stored_of(figure) if figure else NOTHING,
        revision=revision.number if revision else 0,
        imported=revision.imported if revision else False,
        accepted_by=revision.decided_by.called if revision and revision.decided_by else "",
        accepted_at=revision.decided_at if revision else None,
        correction=revision is not None and report.state != State.ACCEPTED,
    )
