"""Reading units in from a table: all of it, or nothing and every problem by its row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mandate.apps.units.changes import (
    NAME_LENGTH,
    UnsoundTreeError,
    begin_change,
    check_tree,
    end_known,
    set_keys,
)
from mandate.apps.units.events import UnitsImported
from mandate.apps.units.kinds import new_kind
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.structure import in_force
from mandate.apps.units.watchers import moment_of
from mandate.core.problem import Problem, Problems
from mandate.core.unitcheck import UnitRow, check_units
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import text_in
from mandate.platform.journal.record import record

CODE = re.compile(r"\w[\w.:-]*")  # what stands in an address without harm
CODE_LENGTH = 40
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class ImportUnits:
    """Units to read in. ``as_of`` is the day from which new parents and new units hold; None: since always.

    ``language`` is that of the names (None: the organisation's). With ``dry_run`` everything is tried and
    taken back.
    """

    rows: Sequence[UnitRow]
    as_of: date | None = None
    dry_run: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class UnitImportSummary:
    """How many units the import made, renamed, moved and left as they were; and the new kinds, by code."""

    created: int
    renamed: int
    moved: int
    unchanged: int
    kinds: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """What the import does to the rows' units. ``places`` pairs a row with its new span."""

    renames: dict[str, list[str]] = field(default_factory=dict)
    moves: dict[str, list[str]] = field(default_factory=dict)
    places: list[tuple[UnitRow, date | None, date | None]] = field(default_factory=list)
    ended: list[Placement] = field(default_factory=list)
    rewritten: list[tuple[Placement, UnitRow]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_units(actor: Actor, command: ImportUnits) -> UnitImportSummary:
    """Make, rename and move units as a table says. Raises Problems, all by row, and then does nothing.

    A row of a code that there is: another name replaces the name in the import's language; another kind
    replaces the kind; another parent is a move from ``as_of``. Without ``as_of``, the place that a unit has
    had since always is rewritten. Units that the table does not name stay as they are.
    """
    require(actor, UNITS_MANAGE)
    begin_change()
    existing = _existing_parents(command.as_of)
    problems = [*_check(command.rows, existing)]
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.row))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[row.code for row in command.rows])}
    created = len(command.rows) - len(units)
    new_kinds = _make_kinds(row.kind for row in command.rows)
    plan = _Plan()
    _name(command, units, plan)
    _place(command, units, existing, plan)
    if plan.problems:
        raise Problems(plan.problems)
    _write_places(command, plan, moment_of(actor))
    _check_tree(command)
    unchanged = len(command.rows) - created - len(plan.renames.keys() | plan.moves.keys())
    as_of = command.as_of.isoformat() if command.as_of else ""
    if created or plan.renames or plan.moves:
        record(actor, UnitsImported(created, unchanged, as_of, plan.renames, plan.moves))
    if command.dry_run:
        transaction.set_rollback(True)
    return UnitImportSummary(created, len(plan.renames), len(plan.moves), unchanged, new_kinds)


def _existing_parents(as_of: date | None) -> dict[str, str | None]:
    """Each unit's parent on the day, "" for a root; None for a unit that is not open then."""
    parents: dict[str, str | None] = dict.fromkeys(Unit.objects.values_list("code", flat=True))
    placed = Placement.objects.filter(in_force(as_of or date.min))
    for unit, parent in placed.values_list("unit__code", "parent__code"):
        parents[unit] = parent or ""
    return parents


def _check(rows: Sequence[UnitRow], existing: Mapping[str, str | None]) -> Iterator[Problem]:
    """Every problem of the rows as they stand, and against the units that there are."""
    parents = {code: parent or "" for code, parent in existing.items()}
    yield from check_units(rows, parents, changes=True)
    codes = {row.code for row in rows}
    for row in rows:
        if row.code and (len(row.code) > CODE_LENGTH or not CODE.fullmatch(row.code)):
            yield Problem(row.row, "code", "unit_code_malformed", {"code": row.code, "length": CODE_LENGTH})
        if len(row.kind) > CODE_LENGTH:
            yield Problem(row.row, "kind", "unit_kind_too_long", {"length": CODE_LENGTH})
        if len(row.name) > NAME_LENGTH:
            yield Problem(row.row, "name", "unit_name_too_long", {"length": NAME_LENGTH})
        if row.parent not in codes and row.parent in existing and existing[row.parent] is None:
            yield Problem(row.row, "parent", "unit_parent_not_open", {"parent": row.parent})


def _make_kinds(codes: Iterable[str]) -> tuple[str, ...]:
    """Make the kinds that are missing; returns their codes in the order of the table."""
    wanted = list(dict.fromkeys(codes))
    known = set(UnitKind.objects.filter(code__in=wanted).values_list("code", flat=True))
    missing = [code for code in wanted if code not in known]
    UnitKind.objects.bulk_create([new_kind(code) for code in missing])
    return tuple(missing)


def _name(command: ImportUnits, units: dict[str, Unit], plan: _Plan) -> None:
    """Write new units, and other names and kinds of those that there are; ``units`` then holds them all."""
    language = command.language or settings.LANGUAGE_CODE
    kinds = dict(UnitKind.objects.values_list("code", "id"))
    written = []
    for row in command.rows:
        unit = units.get(row.code)
        if unit is None:
            unit = Unit(code=row.code, kind_id=kinds[row.kind], names={language: row.name})
        else:
            before = text_in(unit.names, language)
            if before == row.name and unit.kind_id == kinds[row.kind]:
                continue
            plan.renames[row.code] = [before, row.name]
            unit.kind_id = kinds[row.kind]
            if before != row.name:
                unit.names = unit.names | {language: row.name}
        set_keys(unit)
        written.append(unit)
    saved = Unit.objects.bulk_create(
        written,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "names", "search_key", "sort_keys"],
    )
    units.update({unit.code: unit for unit in saved})


def _place(
    command: ImportUnits, units: Mapping[str, Unit], existing: Mapping[str, str | None], plan: _Plan
) -> None:
    """Find out for each row what becomes of its unit's place."""
    day = command.as_of or date.min
    spans: dict[int, list[Placement]] = {}
    known = [units[row.code].pk for row in command.rows if row.code in existing]
    for placement in (
        Placement.objects.filter(unit_id__in=known)
        .select_related("parent")
        .order_by("unit_id", F("starts").asc(nulls_first=True))
    ):
        spans.setdefault(placement.unit_id, []).append(placement)
    for row in command.rows:
        if row.code not in existing:
            plan.places.append((row, command.as_of, None))
        elif existing[row.code] is None:
            _open(row, command.as_of, spans.get(units[row.code].pk, []), plan)
        elif existing[row.code] != row.parent:
            now = next(place for place in spans[units[row.code].pk] if _holds(place, day))
            plan.moves[row.code] = [existing[row.code] or "", row.parent]
            if now.starts == command.as_of:
                plan.rewritten.append((now, row))
            else:
                plan.ended.append(now)
                plan.places.append((row, command.as_of, now.ends))


def _open(row: UnitRow, as_of: date | None, spans: Sequence[Placement], plan: _Plan) -> None:
    """Place a unit that is not open on the day, until it opens anyway. Without a day, its first place may
    only be repeated: from which day another one holds, the table does not say."""
    if as_of is None:
        parent = spans[0].parent if spans else None
        if not spans or (parent.code if parent else "") != row.parent:
            day = spans[0].starts if spans else None
            told = {"code": row.code, "day": day.isoformat() if day else ""}
            plan.problems.append(Problem(row.row, "parent", "unit_opened_later", told))
        return
    later = [place.starts for place in spans if place.starts and place.starts > as_of]
    plan.moves[row.code] = ["", row.parent]
    plan.places.append((row, as_of, min(later, default=None)))


def _holds(place: Placement, day: date) -> bool:
    return (place.starts is None or place.starts <= day) and (place.ends is None or day < place.ends)


def _write_places(command: ImportUnits, plan: _Plan, moment: datetime) -> None:
    codes = {row.parent for row in command.rows} | {row.code for row in command.rows}
    ids = dict(Unit.objects.filter(code__in=codes).values_list("code", "id"))
    end_known([place.pk for place in plan.ended] + [place.pk for place, _ in plan.rewritten], moment)

    def place(unit_id: int, parent_id: int | None, starts: date | None, ends: date | None) -> Placement:
        return Placement(unit_id=unit_id, parent_id=parent_id, starts=starts, ends=ends, known_from=moment)

    new = [place(ids[row.code], ids.get(row.parent), starts, ends) for row, starts, ends in plan.places]
    new += [place(old.unit_id, old.parent_id, old.starts, command.as_of) for old in plan.ended]
    new += [place(old.unit_id, ids.get(row.parent), old.starts, old.ends) for old, row in plan.rewritten]
    Placement.objects.bulk_create(new, batch_size=_BATCH)


def _check_tree(command: ImportUnits) -> None:
    """Changes that are already planned for later days may clash with what the table says."""
    try:
        check_tree(command.as_of, None)
    except UnsoundTreeError as error:
        code = Unit.objects.values_list("code", flat=True).get(pk=error.unit_id)
        row = next((row.row for row in command.rows if row.code == code), 0)
        slug = "unit_cycle_later" if error.code == "cycle" else "unit_parent_closes"
        raise Problems([Problem(row, "parent", slug, {"code": code, "day": error.day.isoformat()})]) from None
