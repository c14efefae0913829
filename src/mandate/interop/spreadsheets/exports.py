"""Tables out, in the columns in which they can be read in again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mandate.apps.indicators.models import Denominator, Indicator
from mandate.apps.reporting.models import Answer, Figure
from mandate.apps.reporting.permissions import REPORTS_VIEW
from mandate.apps.reporting.spans import within
from mandate.apps.targets.models import Measure, Target
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import structure_on
from mandate.core.number import plain
from mandate.core.period import Period
from mandate.interop.spreadsheets.imports import COLUMNS, ImportKind
from mandate.interop.spreadsheets.writing import Value
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import covered_units, visible
from mandate.platform.i18n.languages import text_in

Rows = Iterator[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows."""

    heading: Sequence[str]
    rows: Rows


def export(actor: Actor, kind: ImportKind, period: Period) -> Table:
    """What the actor may see of a kind: units and indicators of today, targets and figures of a period."""
    columns = COLUMNS[kind]
    rows: dict[ImportKind, Callable[[], Rows]] = {
        "units": lambda: _units(actor),
        "indicators": lambda: _indicators(actor),
        "targets": lambda: _targets(actor, period),
        "figures": lambda: _figures(actor, period),
    }
    return Table((*columns.required, *columns.optional), rows[kind]())


def _units(actor: Actor) -> Rows:
    """In preorder, so that a parent comes before its children."""
    structure = structure_on(actor.today)
    shown = set(
        visible(actor, Unit.objects.filter(pk__in=structure.ids.tolist())).values_list("pk", flat=True)
    )
    units = Unit.objects.select_related("kind").in_bulk(list(shown))
    codes = dict(Unit.objects.values_list("pk", "code"))
    for place, key in enumerate(structure.ids.tolist()):
        if key in shown:
            above = int(structure.parent[place])
            parent = codes[int(structure.ids[above])] if above >= 0 else ""
            unit = units[key]
            yield unit.code, parent, unit.kind.code, text_in(unit.names)


def _indicators(actor: Actor) -> Rows:
    for one in visible(actor, Indicator.objects.all()):
        yield (
            one.code,
            text_in(one.names),
            text_in(one.measures) if one.measures else "",
            one.decimals,
            one.kind,
            one.over_units,
            one.over_time,
            one.formula,
            one.better,
            one.denominator if one.denominator != Denominator.SAME else "",
        )


def _targets(actor: Actor, period: Period) -> Rows:
    targets = visible(actor, Target.objects.filter(period=period.code))
    for one in targets.select_related("unit", "indicator").order_by("unit__code", "indicator__position"):
        goal = Decimal(plain(one.goal, one.indicator.decimals))
        yield (
            one.unit.code,
            one.indicator.code,
            one.period,
            goal,
            one.direction,
            one.document,
            one.measure if one.measure != Measure.PERIOD else "",
            one.term,
        )


def _figures(actor: Actor, period: Period) -> Rows:
    """The figures that count and lie within the period."""
    figures = Figure.objects.filter(within(period), counted=True)
    covered = covered_units(actor, REPORTS_VIEW)
    if covered is not None:
        figures = figures.filter(unit_id__in=covered.tolist())
    rows = figures.exclude(answer=Answer.MISSING).order_by("indicator__position", "unit__code", "starts")
    chosen = rows.values_list(
        "unit__code",
        "indicator__code",
        "revision__report__form_period__period",
        "value",
        "indicator__decimals",
    )
    for unit, indicator, code, value, decimals in chosen.iterator(chunk_size=5000):
        yield unit, indicator, code, Decimal(plain(value, decimals)) if value is not None else "n/a"
