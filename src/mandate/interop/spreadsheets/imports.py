"""From the bytes of a table to the service that reads it in: one door for the pages and the command line."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.indicators import imports as indicators
from mandate.apps.indicators.permissions import INDICATORS_MANAGE
from mandate.apps.indicators.tables.numbers import Reading, understood
from mandate.apps.reporting import services as figures
from mandate.apps.reporting.permissions import FIGURES_IMPORT
from mandate.apps.reporting.services.import_checks import CHOICES, Choice
from mandate.apps.targets import imports as targets
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.sentences import told
from mandate.apps.units.services import imports as units
from mandate.core.unitcheck import UnitRow
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import CODES, current
from mandate.platform.tables.reader.limits import Limits
from mandate.platform.tables.reading import Row, Table, read_table
from mandate.platform.tables.values import by_language, lookalikes

__all__ = ["CHOICES", "COLUMNS", "Choice", "Columns", "ImportKind", "import_table"]

ImportKind = Literal["units", "indicators", "targets", "figures"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one kind of table, in the order in which people write them."""

    required: Sequence[str]
    optional: Sequence[str] = ()


COLUMNS: dict[ImportKind, Columns] = {
    "units": Columns(
        ("code", "parent", "kind", "name"),
        (
            *(f"{column}_{code}" for column in ("name", "kind_name", "kind_plural") for code in CODES),
            "from",
            "until",
        ),
    ),
    "indicators": Columns(("code", "name"), (*indicators.COLUMNS[2:], *indicators.LANGUAGE_COLUMNS)),
    "targets": Columns(targets.COLUMNS, targets.OPTIONAL_COLUMNS),
    "figures": Columns(("unit", "indicator", "period", "value")),
}
RIGHTS: dict[ImportKind, str] = {
    "units": UNITS_MANAGE,
    "indicators": INDICATORS_MANAGE,
    "targets": TARGETS_SET,
    "figures": FIGURES_IMPORT,
}


def import_table(
    actor: Actor,
    kind: ImportKind,
    data: bytes,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    choices: Collection[Choice] = (),
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> str:
    """Read a table in, all or nothing; returns one sentence that says what was (or with ``dry_run`` would be)
    done. ``choices`` are what the importer of figures lives with (see `CHOICES`). The file is not looked at
    before the right to read it in is checked, and within ``limits``. Raises Problems with everything that is
    wrong, by row; Forbidden."""
    require(actor, RIGHTS[kind])
    table = read_table(data, COLUMNS[kind].required, COLUMNS[kind].optional, limits)
    if kind == "units":
        done = _units(actor, table, as_of, dry_run)
    elif kind == "indicators":
        done = _indicators(actor, table, dry_run)
    elif kind == "targets":
        done = _targets(actor, table, as_of, dry_run)
    else:
        done = _figures(actor, table, as_of, dry_run, choices, progress or _silent)
    return " ".join([done, *_notes(table)])


def _notes(table: Table) -> Iterator[str]:
    """What of the file was left alone."""
    if table.sheet:
        yield _("Only the sheet “%(sheet)s” is read.") % {"sheet": table.sheet}
    if table.unused:
        yield _("Columns not used: %(columns)s.") % {"columns": ", ".join(table.unused)}


def _units(actor: Actor, table: Table, as_of: date | None, dry_run: bool) -> str:
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
    done = units.import_units(actor, units.ImportUnits(rows=rows, as_of=as_of, dry_run=dry_run))
    text = _("Units: %(new)s new, %(moved)s moved, %(renamed)s renamed, %(same)s unchanged.") % {
        "new": done.created,
        "moved": done.moved,
        "renamed": done.renamed,
        "same": done.unchanged,
    }
    if done.rekinded:
        text += " " + ngettext(
            "%(count)s unit of another kind.", "%(count)s units of another kind.", done.rekinded
        ) % {"count": done.rekinded}
    if done.kinds:
        text += " " + _("New kinds of unit: %(kinds)s.") % {"kinds": ", ".join(done.kinds)}
    return " ".join([text, *told(done.consequences)])


def _indicators(actor: Actor, table: Table, dry_run: bool) -> str:
    command = indicators.ImportIndicators(rows=tuple(map(_indicator, table.rows)), dry_run=dry_run)
    done = indicators.import_indicators(actor, command)
    return _("Indicators: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": len(done.added),
        "changed": len(done.changed),
        "same": len(done.unchanged),
    }


def _indicator(row: Row) -> indicators.IndicatorRow:
    plain = {name: text for name, text in row.cells.items() if name in indicators.COLUMNS}
    return indicators.IndicatorRow(
        row.number, **plain, names=by_language(row, "name"), measures=by_language(row, "unit_of_measure")
    )


def _targets(actor: Actor, table: Table, as_of: date | None, dry_run: bool) -> str:
    command = targets.ImportTargets(
        rows=understood(
            [targets.TargetRow(row.number, **row.cells) for row in table.rows],
            Reading("goal", table.decimal_comma),
        ),
        structure_date=as_of,
        dry_run=dry_run,
    )
    done = targets.import_targets(actor, command)
    return _("Targets: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": done.added,
        "changed": done.changed,
        "same": done.unchanged,
    }


def _figures(
    actor: Actor,
    table: Table,
    as_of: date | None,
    dry_run: bool,
    choices: Collection[Choice],
    progress: Progress,
) -> str:
    command = figures.ImportFigures(
        rows=understood(
            [figures.FigureRow(row.number, **row.cells) for row in table.rows],
            Reading("value", table.decimal_comma),
        ),
        structure_date=as_of,
        dry_run=dry_run,
        partial="partial" in choices,
        accept_warnings="accept_warnings" in choices,
        expect_late="expect_late" in choices,
    )
    return " ".join(_told(figures.import_figures(actor, command, progress)))


def _told(done: figures.ImportSummary) -> Iterator[str]:
    """What an import of figures did, a sentence for each thing."""
    yield ngettext(
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s report.",
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s reports.",
        done.reports,
    ) % {"count": done.added + done.changed, "same": done.unchanged, "reports": done.reports}
    if done.drafts:
        yield ngettext(
            "%(count)s report is not whole: it is a draft that its unit can finish, and does not count yet.",
            "%(count)s reports are not whole: they are drafts that their units can finish, and do not count "
            "yet.",
            done.drafts,
        ) % {"count": done.drafts}
    if done.late:
        yield ngettext(
            "%(count)s unit that came late is added to what is expected.",
            "%(count)s units that came late are added to what is expected.",
            done.late,
        ) % {"count": done.late}
    if done.dry_run and done.expected:
        yield ngettext(
            "%(count)s report becomes expected by it, %(overdue)s overdue at once.",
            "%(count)s reports become expected by it, %(overdue)s overdue at once.",
            done.expected,
        ) % {"count": done.expected, "overdue": done.overdue}
    if done.doubles:
        units = [*done.double_units, *(["…"] if done.doubles > len(done.double_units) else [])]
        yield ngettext(
            "%(units)s has a figure of its own and so have units below it; totals count both.",
            "%(count)s figures are of units with figures of units below them, and totals count both: "
            "%(units)s.",
            done.doubles,
        ) % {"count": done.doubles, "units": list_of(units, current())}


def _silent(done: int, total: int) -> None:
    """No progress is asked for."""
