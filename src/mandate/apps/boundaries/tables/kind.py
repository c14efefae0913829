"""The table of boundaries: its rows as the service takes them, what was done, and the table out."""

import json
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.boundaries.permissions import BOUNDARIES_MANAGE, BOUNDARIES_VIEW
from mandate.apps.boundaries.queries import as_shape, every_boundary
from mandate.apps.boundaries.tables import BOUNDARIES, REMOVE, SKIP
from mandate.apps.boundaries.tables.codes import codes_of
from mandate.apps.boundaries.tables.importing import (
    BoundaryRow,
    ImportBoundaries,
    Summary,
    import_boundaries,
)
from mandate.apps.units.models import Unit
from mandate.core.boundary import BoundaryError, Shape, geometry_of, points_of, shape_of
from mandate.core.period import FIRST_YEAR, LAST_YEAR, Period
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Offer, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import ReadRow, Table

MOST_POINTS = 400_000  # of a file


def _plan(table: Table, order: Order) -> ImportBoundaries:
    stored = list(Unit.objects.values_list("code", flat=True))
    codes = codes_of(table.rows, stored)
    if codes.names and not codes.property and not any(codes.of.values()):
        names = ", ".join(codes.names[:20])
        raise Problems([Problem(0, "unit", "boundary_no_match", {"names": names})])
    known = set(stored)
    skip = SKIP in order.choices
    rows = []
    left = MOST_POINTS
    for row in table.rows:
        code = codes.of[row.number]
        if skip and code not in known:  # whatever else is wrong with it
            rows.append(BoundaryRow(row.number, code, None))
            continue
        shape = _shape(row, table.problems)
        left -= sum(1 for _point in points_of(shape or ()))
        if left < 0:
            told = {"limit": number(MOST_POINTS, 0, current())}
            raise Problems([Problem(0, "boundary", "boundary_file_points", told)])
        starts = _day(row, table.problems) or order.as_of
        rows.append(BoundaryRow(row.number, code, shape, starts))
    return ImportBoundaries(rows, skip, REMOVE in order.choices, order.dry_run)


def _shape(row: ReadRow, problems: list[Problem]) -> Shape | None:
    text = row["boundary"]
    if text in ("", "null"):
        return None
    try:
        return shape_of(json.loads(text))
    except BoundaryError as error:
        problems.append(Problem(row.number, "boundary", f"boundary_{error.code}", error.params))
    except (ValueError, RecursionError):
        problems.append(Problem(row.number, "boundary", "boundary_no_json"))
    return None


def _day(row: ReadRow, problems: list[Problem]) -> date | None:
    text = row.cells.get("from", "")
    try:
        day = date.fromisoformat(text) if text else None
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(text)
    except ValueError:
        problems.append(Problem(row.number, "from", "unit_day", {"text": text[:40]}))
        return None
    return day


def _apply(actor: Actor, command: ImportBoundaries, progress: Progress) -> Iterator[str]:
    yield from _told(import_boundaries(actor, command))


def _told(done: Summary) -> Iterator[str]:
    """What the import did."""
    yield _("Boundaries: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": done.added,
        "changed": done.changed,
        "same": done.unchanged,
    }
    if done.removed:
        text = ngettext(
            "%(count)s boundary is taken away.", "%(count)s boundaries are taken away.", done.removed
        )
        yield text % {"count": done.removed}
    if done.skipped:
        text = ngettext(
            "%(count)s row belongs to no unit and is left out.",
            "%(count)s rows belong to no unit and are left out.",
            done.skipped,
        )
        yield text % {"count": done.skipped}
    if done.points < done.points_before:
        yield _("Simplified from %(before)s to %(after)s points.") % {
            "before": number(done.points_before, 0, current()),
            "after": number(done.points, 0, current()),
        }


def _out(actor: Actor, period: Period | None) -> TableOut:
    return TableOut(("unit", "boundary", "from"), _rows(actor))


def _rows(actor: Actor) -> Rows:
    for one in every_boundary(actor):
        geometry = json.dumps(geometry_of(as_shape(one.shape)), separators=(",", ":"))
        yield one.unit.code, geometry, one.starts


BOUNDARIES_TABLE = TableKind(
    words=BOUNDARIES,
    label=gettext_lazy("Boundaries"),
    about=gettext_lazy(
        "Where each unit lies, for the map: a GeoJSON file in WGS 84 (EPSG:4326) whose features have a "
        "property with the code of the unit; or a table with the code and a GeoJSON geometry in each row. "
        "A feature counts as a row. Neighbours come in one file, so that no gap opens between them."
    ),
    columns=Columns(("unit", "boundary"), ("from", "properties"), texts=("unit", "boundary", "properties")),
    action=BOUNDARIES_MANAGE,
    plan=_plan,
    apply=_apply,
    view=BOUNDARIES_VIEW,
    rows=_out,
    as_of=gettext_lazy("The day from which the boundaries hold; empty: from the beginning."),
    offers=(
        Offer(
            SKIP,
            gettext_lazy("Skip what belongs to no unit"),
            frozenset({"boundary_unit", "boundary_no_code"}),
        ),
        Offer(
            REMOVE,
            gettext_lazy("Take away the boundaries of units that have none here"),
            frozenset({"boundary_missing"}),
        ),
    ),
    features=True,
)
