"""Reading units in from a table: all of it, or nothing and every problem by its row."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from mandate.apps.units.changes import (
    CODE,
    CODE_LENGTH,
    NAME_LENGTH,
    UnsoundTreeError,
    begin_change,
    check_tree,
    day_in_words,
    end_known,
    set_keys,
)
from mandate.apps.units.events import UnitsImported
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.permissions import UNITS_MANAGE
from mandate.apps.units.tables.kinds import kinds_of_rows, make_kinds, name_kinds, words_of_kinds
from mandate.apps.units.tables.places import (
    PlaceSpan,
    Told,
    first_difference,
    overlaid,
    parent_on,
    place_now,
    spans_of,
    told_units,
    top_unsaid,
    undated,
)
from mandate.apps.units.watchers import Consequences, moment_of, open_times, tell_changed
from mandate.core.codes import CodeOffers, unit_code
from mandate.core.command import Command
from mandate.core.problem import Problem, Problems
from mandate.core.text import one_line
from mandate.core.unitcheck import UnitRow, check_units
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import DEFAULT, supported, text_in
from mandate.platform.journal.record import record

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class ImportUnits(Command):
    """Units to read in. ``as_of`` is the day from which rows without a day hold; None: new units since
    always, and no move.

    ``language`` is that of the names (None: that of whoever imports; from the console the organisation's).
    With ``dry_run`` everything is tried and taken back.
    """

    rows: Sequence[UnitRow]
    as_of: date | None = None
    dry_run: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class UnitImportSummary:
    """How many units the import made, renamed, moved (or closed, or opened again) and left as they were; the
    new kinds, by code; how many units became of another kind; and what the changes of places did."""

    created: int
    renamed: int
    moved: int
    unchanged: int
    kinds: tuple[str, ...]
    rekinded: int = 0
    consequences: Consequences = field(default_factory=Consequences)


@dataclass(slots=True)
class _Plan:
    """What the import does to the table's units. ``ended`` are the placements that are known no longer,
    ``places`` those known from now on."""

    renames: dict[str, list[str]] = field(default_factory=dict)
    moves: dict[str, list[str]] = field(default_factory=dict)
    rekinded: dict[str, list[str]] = field(default_factory=dict)
    places: list[tuple[str, PlaceSpan, str]] = field(default_factory=list)
    ended: list[Placement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def raise_problems(self) -> None:
        """Say all that is wrong, by row. Whether the places make a tree on every day is not known then."""
        if self.problems:
            raise Problems(sorted(self.problems, key=lambda problem: problem.row), unfinished=True)


@transaction.atomic
def import_units(actor: Actor, command: ImportUnits) -> UnitImportSummary:
    """Make, rename and move units as a table says. Raises Problems, all by row, and then does nothing.

    A row of a code that there is: a name that the unit has in no language replaces that in the import's
    language; another kind replaces the kind; another parent is a move from ``as_of``, or from the row's own
    day. Without any day a move is refused, for it would change what is over. Units that the table does not
    name stay as they are.
    """
    require(actor, UNITS_MANAGE)
    begin_change()
    plan = _Plan()
    told = told_units(command.rows, plan.problems)
    known = _known_places()
    kinds = kinds_of_rows([one.row for one in told], plan.problems)
    words = words_of_kinds(command.rows, kinds, plan.problems)
    _check(told, known, command.as_of or actor.today, plan)
    wrong = {problem.row for problem in plan.problems}
    told = [one for one in told if one.row.row not in wrong]  # what is wrong with the others is told, too
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one.row.code for one in told])}
    new = {one.row.code for one in told} - units.keys()
    created = len(new)
    language = (
        command.language or supported(settings.LANGUAGE_CODE if actor.console else actor.language) or DEFAULT
    )
    written = _name(told, units, kinds, language, plan)
    for one in told:
        spans = known.get(one.row.code)
        if spans is None:
            wanted = one.spans or (PlaceSpan(command.as_of, None, one.row.parent),)
            plan.places += [(one.row.code, span, "") for span in wanted]
        else:
            _place(one, spans, command.as_of, actor.today, plan)
    plan.raise_problems()
    new_kinds = make_kinds(kinds.values())
    name_kinds(actor, words)
    _save(written, kinds)
    before, moment = open_times([units[code].pk for code in plan.moves]), moment_of(actor)
    _write_places(plan, moment)
    _check_tree(told, plan)
    done = tell_changed(actor, moment, before)
    changed = plan.renames.keys() | plan.moves.keys() | plan.rekinded.keys()
    unchanged = len(told) - created - len(changed)
    as_of = command.as_of.isoformat() if command.as_of else ""
    if created or changed:
        event = UnitsImported(
            created, unchanged, as_of, plan.renames, plan.moves, plan.rekinded, done.excused, done.again
        )
        record(actor, event, touched=_touched(units, new | changed, plan))
    if command.dry_run:
        transaction.set_rollback(True)
    return UnitImportSummary(
        created, len(plan.renames), len(plan.moves), unchanged, new_kinds, len(plan.rekinded), done
    )


def _touched(units: Mapping[str, Unit], codes: Set[str], plan: _Plan) -> set[int]:
    """The new and changed units, what they lay under, and what they come to lie under."""
    further = {parent for move in plan.moves.values() for parent in move}
    further |= {span.parent for code, span, _ in plan.places if code in codes}
    further |= codes
    beside = Unit.objects.filter(code__in=further - units.keys()).values_list("pk", flat=True)
    return {units[code].pk for code in further & units.keys()}.union(beside)


def _known_places() -> dict[str, list[Placement]]:
    """The placements of every unit that there is, in their order."""
    places: dict[str, list[Placement]] = {code: [] for code in Unit.objects.values_list("code", flat=True)}
    placed = Placement.objects.select_related("unit", "parent").order_by(F("starts").asc(nulls_first=True))
    for placement in placed:
        places[placement.unit.code].append(placement)
    return places


def _check(told: Sequence[Told], known: Mapping[str, Sequence[Placement]], day: date, plan: _Plan) -> None:
    """Every problem of the rows as they stand, and against the units that there are."""
    now = {code: place_now(spans_of(places), day) for code, places in known.items()}
    parents = {code: place.parent if place else "" for code, place in now.items()}
    rows = [one.row for one in told]
    plan.problems += check_units(rows, parents, changes=True)
    offers = CodeOffers({*known, *(row.code for row in rows)}, unit_code, CODE_LENGTH)
    for row in rows:
        if row.code and (len(row.code) > CODE_LENGTH or not CODE.fullmatch(row.code)):
            params = {"code": row.code[:CODE_LENGTH], "length": CODE_LENGTH, "offer": offers.offer(row.code)}
            plan.problems.append(Problem(row.row, "code", "unit_code_malformed", params))
        if max(map(len, (row.name, *row.names.values()))) > NAME_LENGTH:
            plan.problems.append(Problem(row.row, "name", "unit_name_too_long", {"length": NAME_LENGTH}))


def _name(
    told: Sequence[Told], units: dict[str, Unit], kinds: Mapping[str, str], language: str, plan: _Plan
) -> list[tuple[Unit, str]]:
    """New units, and those with other names or kinds, each with its kind; ``units`` then holds them all."""
    kind_of = dict(UnitKind.objects.values_list("id", "code"))
    written = []
    for one in told:
        row, unit = one.row, units.get(one.row.code)
        before = unit.names if unit else {}
        names = _names(row, before, language, plan)
        kind = kinds[row.kind]
        if unit is None:
            unit = units[row.code] = Unit(code=row.code, names=names)
        else:
            old = kind_of[unit.kind_id]
            if names == before and kind == old:
                continue
            if names != before:
                plan.renames[row.code] = [text_in(before, language), text_in(names, language)]
            if kind != old:
                plan.rekinded[row.code] = [old, kind]
            unit.names = names
        set_keys(unit)
        written.append((unit, kind))
    return written


def _names(row: UnitRow, before: Mapping[str, str], language: str, plan: _Plan) -> dict[str, str]:
    """The names of a row's unit. A name that it has in some language already is no other name."""
    by_language = {code: one_line(name) for code, name in row.names.items() if one_line(name)}
    names, name = {**before, **by_language}, one_line(row.name)
    if name in map(one_line, (*before.values(), *by_language.values())):
        return names
    if by_language:
        plan.problems.append(Problem(row.row, "name", "unit_name_elsewhere", {"name": row.name[:80]}))
    return names | {language: name}


def _save(written: Sequence[tuple[Unit, str]], kinds: Mapping[str, str]) -> None:
    ids = dict(UnitKind.objects.filter(code__in=set(kinds.values())).values_list("code", "id"))
    for unit, kind in written:
        unit.kind_id = ids[kind]
    Unit.objects.bulk_create(
        [unit for unit, _ in written],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "names", "search_key", "sort_keys"],
    )


def _place(told: Told, placements: Sequence[Placement], as_of: date | None, today: date, plan: _Plan) -> None:
    """Find out what becomes of the places of a unit that there is."""
    row, known = told.row, spans_of(placements)
    if told.spans:
        wanted = overlaid(known, told.spans)
    else:
        now = place_now(known, as_of or today)
        open_then = parent_on(known, as_of) is not None if as_of else True
        if now is not None and now.parent == row.parent and open_then:
            return
        if as_of is None:
            plan.problems.append(undated(row, now.parent if now else ""))
            return
        if now is not None and now.parent and not row.parent:
            plan.problems.append(top_unsaid(row, now.parent))
            return
        later = [span for span in known if span.starts and span.starts > as_of]
        until = (
            now.ends
            if now and open_then
            else min((span.starts for span in later if span.starts), default=None)
        )
        wanted = overlaid(known, [PlaceSpan(as_of, until, row.parent), *later])
    first = first_difference(known, wanted)
    if first is None:
        return
    if first == date.min and known:
        plan.problems.append(undated(row, parent_on(known, first) or ""))
        return
    plan.moves[row.code] = [parent_on(known, first) or "", parent_on(wanted, first) or ""]
    plan.ended += [place for place, span in zip(placements, known, strict=True) if span not in wanted]
    documents = {
        (span.parent, span.starts): place.document for place, span in zip(placements, known, strict=True)
    }
    plan.places += [
        (row.code, span, documents.get((span.parent, span.starts), ""))
        for span in wanted
        if span not in known
    ]


def _write_places(plan: _Plan, moment: datetime) -> None:
    codes = {code for code, _, _ in plan.places} | {span.parent for _, span, _ in plan.places}
    ids = dict(Unit.objects.filter(code__in=codes).values_list("code", "id"))
    end_known([place.pk for place in plan.ended], moment)
    Placement.objects.bulk_create(
        [
            Placement(
                unit_id=ids[code],
                parent_id=ids.get(span.parent),
                starts=span.starts,
                ends=span.ends,
                document=document,
                known_from=moment,
            )
            for code, span, document in plan.places
        ],
        batch_size=_BATCH,
    )


def _check_tree(told: Sequence[Told], plan: _Plan) -> None:
    """On every day that the table concerns there must be a tree, whatever is planned already."""
    days = [span.starts or date.min for _, span, _ in plan.places]
    days += [place.ends for place in plan.ended if place.ends]
    if not days:
        return
    try:
        check_tree(min(days), None)
    except UnsoundTreeError as error:
        code = Unit.objects.values_list("code", flat=True).get(pk=error.unit_id)
        row = next((one.row.row for one in told if one.row.code == code), 0)
        slug = "unit_cycle_later" if error.code == "cycle" else "unit_parent_closes"
        params = {"code": code, "day": day_in_words(error.day)}
        raise Problems([Problem(row, "parent", slug, params)]) from None
