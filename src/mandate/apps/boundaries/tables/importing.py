"""Boundaries read from a file: all or nothing, and simplified together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mandate.apps.boundaries.events import BoundariesImported
from mandate.apps.boundaries.models import Boundary
from mandate.apps.boundaries.permissions import BOUNDARIES_MANAGE
from mandate.apps.boundaries.queries import as_shape
from mandate.apps.units.models import Unit
from mandate.core.boundary import Shape, points_of
from mandate.core.codes import Looks
from mandate.core.command import Command
from mandate.core.problem import Problem, Problems
from mandate.core.simplify import simplified
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.record import record

_BATCH = 500
FIELDS = ("starts", "shape")


@dataclass(frozen=True, slots=True)
class BoundaryRow(Command):
    """One row of the file: the code of a unit, its boundary (None: there is none), and from when it holds."""

    row: int
    unit: str
    shape: Shape | None
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class ImportBoundaries(Command):
    """All rows. What belongs to no unit is left out with ``skip_unknown``; a row without a boundary takes the
    unit's away with ``remove_empty``; otherwise both are problems."""

    rows: Sequence[BoundaryRow]
    skip_unknown: bool = False
    remove_empty: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What was (or would be) done, and how many points there were and are."""

    added: int
    changed: int
    unchanged: int
    removed: int
    skipped: int
    points_before: int
    points: int


@transaction.atomic
def import_boundaries(actor: Actor, command: ImportBoundaries) -> Summary:
    """Give units their boundaries. Raises Problems with everything that is wrong, by row."""
    require(actor, BOUNDARIES_MANAGE)
    units = dict(Unit.objects.values_list("code", "pk"))
    problems = list(_problems(command, units))
    if problems:
        raise Problems(problems)
    known = [row for row in command.rows if row.unit in units]
    told = [(row, row.shape) for row in known if row.shape is not None]
    shapes = simplified([shape for _row, shape in told])
    wanted = {
        units[row.unit]: Boundary(unit_id=units[row.unit], starts=row.starts, shape=shape)
        for (row, _told), shape in zip(told, shapes, strict=True)
    }
    empty = {units[row.unit] for row in known if row.shape is None}
    counts = _counts([shape for _row, shape in told]), _counts(shapes)
    return _write(actor, wanted, empty, len(command.rows) - len(known), counts, dry_run=command.dry_run)


def _problems(command: ImportBoundaries, units: Mapping[str, int]) -> Iterator[Problem]:
    looks = Looks(units)
    first: dict[str, int] = {}
    for row in command.rows:
        if row.unit not in units:
            if not command.skip_unknown:
                told = {"code": row.unit, **looks.hint(row.unit)}
                yield Problem(row.row, "unit", "boundary_unit" if row.unit else "boundary_no_code", told)
        elif row.unit in first:
            yield Problem(row.row, "unit", "boundary_twice", {"first": first[row.unit]})
        elif row.shape is None and not command.remove_empty:
            yield Problem(row.row, "boundary", "boundary_missing", {"code": row.unit})
        first.setdefault(row.unit, row.row)


def _counts(shapes: Sequence[Shape]) -> int:
    return sum(1 for shape in shapes for _point in points_of(shape))


def _write(
    actor: Actor,
    wanted: Mapping[int, Boundary],
    empty: set[int],
    skipped: int,
    counts: tuple[int, int],
    *,
    dry_run: bool,
) -> Summary:
    touched = sorted({*wanted, *empty})
    if not dry_run:
        list(Unit.objects.select_for_update().filter(pk__in=touched).order_by("pk").values_list("pk"))
    stored = {one.unit_id: one for one in Boundary.objects.filter(unit_id__in=touched)}
    added = [one for unit, one in wanted.items() if unit not in stored]
    changed = []
    for unit, one in wanted.items():
        old = stored.get(unit)
        if old and (old.starts, as_shape(old.shape)) != (one.starts, one.shape):
            old.starts, old.shape = one.starts, one.shape
            changed.append(old)
    removed = [stored[unit] for unit in sorted(empty) if unit in stored]
    if not dry_run and (added or changed or removed):
        Boundary.objects.bulk_create(added, batch_size=_BATCH)
        Boundary.objects.bulk_update(changed, FIELDS, batch_size=_BATCH)
        Boundary.objects.filter(pk__in=[one.pk for one in removed]).delete()
        done = BoundariesImported(len(added) + len(changed), len(removed))
        record(actor, done, touched=[one.unit_id for one in (*added, *changed, *removed)])
    unchanged = len(wanted) - len(added) - len(changed)
    return Summary(len(added), len(changed), unchanged, len(removed), skipped, *counts)
