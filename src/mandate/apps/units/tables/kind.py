"""The table of units: its columns, its rows as the service takes them, and what was done in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_MANAGE, UNITS_VIEW
from mandate.apps.units.sentences import told
from mandate.apps.units.tables import UNITS
from mandate.apps.units.tables.exporting import REQUIRED, units_out
from mandate.apps.units.tables.importing import ImportUnits, UnitImportSummary, import_units
from mandate.core.unitcheck import UnitRow
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.languages import CODES
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Order, TableKind
from mandate.platform.tables.reading import Table
from mandate.platform.tables.values import by_language, lookalikes


def _plan(table: Table, order: Order) -> ImportUnits:
    stored = set(Unit.objects.values_list("code", flat=True))
    codes = lookalikes((row["code"] for row in table.rows), stored)
    there = stored | {codes.get(row["code"], row["code"]) for row in table.rows}
    parents = lookalikes((row["parent"] for row in table.rows if row["parent"]), there)
    rows = tuple(
        UnitRow(
            row=row.number,
            code=codes.get(row["code"], row["code"]),
            parent=parents.get(row["parent"], row["parent"]),
            kind=row["kind"],
            name=row["name"],
            names=by_language(row, "name"),
            starts=row.cells.get("from", ""),
            ends=row.cells.get("until", ""),
            kind_names=by_language(row, "kind_name"),
            kind_plurals=by_language(row, "kind_plural"),
        )
        for row in table.rows
    )
    return ImportUnits(rows=rows, as_of=order.as_of, dry_run=order.dry_run)


def _apply(actor: Actor, command: ImportUnits, progress: Progress) -> Iterator[str]:
    return _told(import_units(actor, command))


def _told(done: UnitImportSummary) -> Iterator[str]:
    """What the import did."""
    yield _("Units: %(new)s new, %(moved)s moved, %(renamed)s renamed, %(same)s unchanged.") % {
        "new": done.created,
        "moved": done.moved,
        "renamed": done.renamed,
        "same": done.unchanged,
    }
    if done.rekinded:
        yield ngettext(
            "%(count)s unit of another kind.", "%(count)s units of another kind.", done.rekinded
        ) % {"count": done.rekinded}
    if done.kinds:
        yield _("New kinds of unit: %(kinds)s.") % {"kinds": ", ".join(done.kinds)}
    yield from told(done.consequences)


_NAMES = tuple(f"{column}_{code}" for column in ("name", "kind_name", "kind_plural") for code in CODES)

UNITS_TABLE = TableKind(
    words=UNITS,
    label=gettext_lazy("Units"),
    about=gettext_lazy("The tree: a code, the code of the unit above, a kind and a name in each row."),
    columns=Columns(REQUIRED, (*_NAMES, "from", "until"), texts=(*REQUIRED, *_NAMES)),
    action=UNITS_MANAGE,
    plan=_plan,
    apply=_apply,
    view=UNITS_VIEW,
    rows=units_out,
    as_of=gettext_lazy("The day from which the table holds; empty: from the beginning."),
    shown="units:tree",
)
