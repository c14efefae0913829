"""The table of targets: its rows as the service takes them, what was done, and the table out."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.tables.numbers import Reading, understood
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET, TARGETS_VIEW
from mandate.apps.targets.tables import TARGETS
from mandate.apps.targets.tables.importing import (
    COLUMNS,
    OPTIONAL_COLUMNS,
    ImportTargets,
    TargetRow,
    import_targets,
)
from mandate.core.number import plain
from mandate.core.period import Period
from mandate.core.target import Measure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import Table


def _plan(table: Table, order: Order) -> ImportTargets:
    rows = [TargetRow(row.number, **row.cells) for row in table.rows]
    return ImportTargets(
        rows=understood(rows, Reading("goal", table.decimal_comma, table.problems)),
        structure_date=order.as_of,
        dry_run=order.dry_run,
    )


def _apply(actor: Actor, command: ImportTargets, progress: Progress) -> Iterator[str]:
    done = import_targets(actor, command)
    yield _("Targets: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": done.added,
        "changed": done.changed,
        "same": done.unchanged,
    }


def _out(actor: Actor, period: Period | None) -> TableOut:
    return TableOut((*COLUMNS, *OPTIONAL_COLUMNS), _rows(actor, period))


def _rows(actor: Actor, period: Period | None) -> Rows:
    targets = visible(actor, Target.objects.all())
    if period is not None:
        targets = targets.filter(period=period.code)
    ordered = targets.order_by("unit__code", "indicator__position", "period")
    for one in ordered.select_related("unit", "indicator"):
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


TARGETS_TABLE = TableKind(
    words=TARGETS,
    label=gettext_lazy("Targets"),
    about=gettext_lazy("Goals: a unit, an indicator, a period, a goal and a direction in each row."),
    columns=Columns(COLUMNS, OPTIONAL_COLUMNS, texts=COLUMNS[:2]),
    action=TARGETS_SET,
    plan=_plan,
    apply=_apply,
    view=TARGETS_VIEW,
    rows=_out,
    as_of=gettext_lazy("The day of the structure; empty: any day of each period."),
)
