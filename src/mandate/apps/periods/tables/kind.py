"""The table of named periods: its rows as the service takes them, what was done, and the table out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.periods.models import NamedPeriod
from mandate.apps.periods.permissions import CALENDAR_MANAGE, CALENDAR_VIEW
from mandate.apps.periods.tables import PERIODS
from mandate.apps.periods.tables.importing import ImportPeriods, PeriodRow, import_periods
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.i18n.languages import CODES
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import Table
from mandate.platform.tables.values import by_language, languages_of, lookalikes

COLUMNS = ("code", "first", "last")
_NAMES = tuple(f"name_{language}" for language in CODES)


def _plan(table: Table, order: Order) -> ImportPeriods:
    stored = NamedPeriod.objects.order_by().values_list("code", flat=True)
    codes = lookalikes((row["code"] for row in table.rows), stored)
    rows = tuple(
        PeriodRow(
            row.number,
            codes.get(row["code"], row["code"]),
            row["first"],
            row["last"],
            by_language(row, "name"),
        )
        for row in table.rows
    )
    return ImportPeriods(rows, order.dry_run)


def _apply(actor: Actor, command: ImportPeriods, progress: Progress) -> Iterator[str]:
    done = import_periods(actor, command)
    yield _("Periods: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": done.added,
        "changed": done.renamed,
        "same": done.unchanged,
    }


def _out(actor: Actor, period: Period | None) -> TableOut:
    found = list(visible(actor, NamedPeriod.objects.order_by("first", "last", "code")))
    languages = languages_of(one.names for one in found)

    def rows() -> Rows:
        for one in found:
            names = (one.names.get(language, "") for language in languages)
            yield (one.code, one.first.isoformat(), one.last.isoformat(), *names)

    return TableOut((*COLUMNS, *(f"name_{language}" for language in languages)), rows())


PERIODS_TABLE = TableKind(
    words=PERIODS,
    label=gettext_lazy("Financial years and terms"),
    about=gettext_lazy("Financial years, terms and plans: a code, the first and the last day in each row."),
    columns=Columns(COLUMNS, _NAMES, texts=("code", *_NAMES)),
    action=CALENDAR_MANAGE,
    plan=_plan,
    apply=_apply,
    view=CALENDAR_VIEW,
    rows=_out,
    shown="periods:calendar",
)
