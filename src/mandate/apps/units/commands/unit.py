"""``mandate unit move|open|close|undo``: a unit's place in the tree from a day on."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.models import Unit
from mandate.apps.units.services import (
    CloseUnit,
    CreateUnit,
    MoveUnit,
    ReopenUnit,
    UndoPlace,
    close_unit,
    create_unit,
    move_unit,
    reopen_unit,
    undo_place,
)
from mandate.apps.units.structure import lineage
from mandate.apps.units.watchers import Consequences
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say, warn
from mandate.platform.database.codes import row_called, unknown


def move(arguments: Namespace) -> int:
    """Move units under another one, all or none."""
    actor, parent_id = console(timezone.now()), _parent(arguments)

    def one(unit: Unit) -> None:
        move_unit(actor, MoveUnit(unit.pk, parent_id, arguments.starts, arguments.document))

    units = _units(arguments.codes)
    _all_or_none([(unit.code, partial(one, unit)) for unit in units])
    say(f"Moved {_count(units)} {_under(arguments)} from {arguments.starts}.")
    return 0


def close(arguments: Namespace) -> int:
    """Close units, all or none; those that lie deepest first, so that their order does not matter."""
    actor, excused = console(timezone.now()), 0

    def one(unit: Unit) -> None:
        nonlocal excused
        excused += close_unit(actor, CloseUnit(unit.pk, arguments.ends, arguments.document)).excused

    units = _units(arguments.codes)
    before = arguments.ends - timedelta(days=1)
    units.sort(key=lambda unit: -len(lineage(unit.pk, before)))
    _all_or_none([(unit.code, partial(one, unit)) for unit in units])
    told = f" Excused {_number(excused, 'report')} of later periods." if excused else ""
    say(f"Closed {_count(units)} from {arguments.ends}.{told}")
    return 0


def open_(arguments: Namespace) -> int:
    """Open a unit: again if its code is known, else a new one, which needs its kind and name."""
    actor, parent_id = console(timezone.now()), _parent(arguments)
    code, starts, document = arguments.code, arguments.starts, arguments.document
    unit = row_called(Unit.objects.all(), code)
    code = unit.code if unit else code
    new, done = unit is None, Consequences()

    def open_again(again: ReopenUnit) -> None:
        nonlocal done
        done = reopen_unit(actor, again)

    if unit is None:
        if not (arguments.kind and arguments.name):
            raise CommandError(f"The unit {code} is new: give --kind and --name.")
        names = {arguments.lang: arguments.name}
        command = CreateUnit(code, arguments.kind, names, parent_id, starts, document)
        _all_or_none([(code, lambda: create_unit(actor, command))])
    else:
        if arguments.kind or arguments.name:
            raise CommandError(f"The unit {code} is there already: leave out --kind and --name.")
        again = ReopenUnit(unit.pk, parent_id, starts, document)
        _all_or_none([(code, partial(open_again, again))])
    told = f" Expects {_number(done.again, 'report')} again." if done.again else ""
    say(f"Opened {code}{'' if new else ' again'} {_under(arguments)} from {starts}.{told}")
    for one in done.still:
        say(
            f"The report of {one.form} for {one.period} stays excused: it began before. To ask for it: "
            f"mandate expect {one.unit} {one.form} {one.period} --add --reason …"
        )
    return 0


def undo(arguments: Namespace) -> int:
    """Take back the last move, closing or reopening of units, all or none."""
    actor, excused, again = console(timezone.now()), 0, 0

    def one(unit: Unit) -> None:
        nonlocal excused, again
        done = undo_place(actor, UndoPlace(unit.pk))
        excused, again = excused + done.excused, again + done.again

    units = _units(arguments.codes)
    _all_or_none([(unit.code, partial(one, unit)) for unit in units])
    told = f" Excused {_number(excused, 'report')}." if excused else ""
    told += f" Expects {_number(again, 'report')} again." if again else ""
    say(f"Took back the last change of {_count(units)}.{told}")
    return 0


def _all_or_none(changes: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Do all in one transaction. Every problem of every unit is said in a line, and then nothing is done."""
    problems = 0
    with transaction.atomic():
        for code, change in changes:
            try:
                with transaction.atomic():
                    change()
            except ValidationError as error:
                for sentence in error.messages:
                    warn(f"{code}: {sentence}")
                    problems += 1
        if problems:
            raise CommandError(f"{_number(problems, 'problem')}; nothing was changed.")


def _units(codes: Sequence[str]) -> list[Unit]:
    """The units of these codes, each once."""
    found = {code: row_called(Unit.objects.all(), code) for code in codes}
    missing = [code for code, unit in found.items() if unit is None]
    for code in missing:
        warn(f"{code}: {unknown('There is no unit with this code.', Unit.objects.all(), code)}")
    if missing:
        raise CommandError(f"{_number(len(missing), 'problem')}; nothing was changed.")
    return list({unit.pk: unit for unit in found.values() if unit is not None}.values())


def _parent(arguments: Namespace) -> int | None:
    return None if arguments.top else unit_called(arguments.under).pk


def _under(arguments: Namespace) -> str:
    return "at the top" if arguments.top else f"under {arguments.under}"


def _count(units: Sequence[Unit]) -> str:
    return _number(len(units), "unit")


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
