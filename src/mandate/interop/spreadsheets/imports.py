"""From the bytes of a table to the service that reads it in: one door for the pages and the command line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.indicators import imports as indicators
from mandate.apps.reporting import services as figures
from mandate.apps.targets import imports as targets
from mandate.apps.units.services import imports as units
from mandate.core.unitcheck import UnitRow
from mandate.interop.spreadsheets.reading import Row, read_table
from mandate.platform.access.actor import Actor

ImportKind = Literal["units", "indicators", "targets", "figures"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of table, in the order in which people write them."""

    required: Sequence[str]
    optional: Sequence[str] = ()


COLUMNS: dict[ImportKind, Columns] = {
    "units": Columns(("code", "parent", "kind", "name")),
    "indicators": Columns(("code", "name"), indicators.COLUMNS[2:]),
    "targets": Columns(targets.COLUMNS, targets.OPTIONAL_COLUMNS),
    "figures": Columns(("unit", "indicator", "period", "value")),
}


def import_table(
    actor: Actor,
    kind: ImportKind,
    data: bytes,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> str:
    """Read a table in, all or nothing; returns one sentence that says what was (or with ``dry_run`` would be)
    done. Raises Problems with everything that is wrong, by row; Forbidden."""
    rows = read_table(data, COLUMNS[kind].required, COLUMNS[kind].optional)
    if kind == "units":
        return _units(actor, rows, as_of, dry_run)
    if kind == "indicators":
        return _indicators(actor, rows, dry_run)
    if kind == "targets":
        return _targets(actor, rows, as_of, dry_run)
    return _figures(actor, rows, as_of, dry_run, progress or _silent)


def _units(actor: Actor, rows: Sequence[Row], as_of: date | None, dry_run: bool) -> str:
    command = units.ImportUnits(
        rows=tuple(UnitRow(row.number, **row.cells) for row in rows), as_of=as_of, dry_run=dry_run
    )
    done = units.import_units(actor, command)
    text = _("Units: %(new)s new, %(moved)s moved, %(renamed)s renamed, %(same)s unchanged.") % {
        "new": done.created,
        "moved": done.moved,
        "renamed": done.renamed,
        "same": done.unchanged,
    }
    if done.kinds:
        text += " " + _("New kinds of unit: %(kinds)s.") % {"kinds": ", ".join(done.kinds)}
    return text


def _indicators(actor: Actor, rows: Sequence[Row], dry_run: bool) -> str:
    command = indicators.ImportIndicators(
        rows=tuple(indicators.IndicatorRow(row.number, **row.cells) for row in rows), dry_run=dry_run
    )
    done = indicators.import_indicators(actor, command)
    return _("Indicators: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": len(done.added),
        "changed": len(done.changed),
        "same": len(done.unchanged),
    }


def _targets(actor: Actor, rows: Sequence[Row], as_of: date | None, dry_run: bool) -> str:
    command = targets.ImportTargets(
        rows=tuple(targets.TargetRow(row.number, **row.cells) for row in rows),
        structure_date=as_of,
        dry_run=dry_run,
    )
    done = targets.import_targets(actor, command)
    return _("Targets: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": done.added,
        "changed": done.changed,
        "same": done.unchanged,
    }


def _figures(actor: Actor, rows: Sequence[Row], as_of: date | None, dry_run: bool, progress: Progress) -> str:
    command = figures.ImportFigures(
        rows=tuple(figures.FigureRow(row.number, **row.cells) for row in rows),
        structure_date=as_of,
        dry_run=dry_run,
    )
    done = figures.import_figures(actor, command, progress)
    return ngettext(
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s report.",
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s reports.",
        done.reports,
    ) % {"count": done.added + done.changed, "same": done.unchanged, "reports": done.reports}


def _silent(done: int, total: int) -> None:
    """No progress is asked for."""
