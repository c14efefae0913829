"""Reading members in from a table: all of it, or nothing and every problem by its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from mandate.apps.people.events import MembersImported
from mandate.apps.people.models import MemberKind, MemberSource
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.rules import Rules, read_rules
from mandate.apps.people.tables.known import Somebody, people_of
from mandate.apps.people.tables.rows import MemberRow, Read, read_row
from mandate.apps.people.tables.storing import Change, store
from mandate.apps.units.changes import day_in_words
from mandate.apps.units.models import Unit
from mandate.apps.units.watchers import Open, open_on, open_times
from mandate.core.command import Command
from mandate.core.memberlist import LineError, continued
from mandate.core.membership import Began
from mandate.core.problem import Problem, Problems
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class ImportMembers(Command):
    """Members to read in. ``correct``: what is known of a person beside the number is put right where it
    differs. With ``dry_run`` everything is tried and taken back."""

    rows: Sequence[MemberRow]
    correct: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class MembersImportSummary:
    """How many people are new, how many memberships began and ended, how many entries were put right, and how
    many people stayed as they were."""

    people: int
    began: int
    ended: int
    corrected: int
    unchanged: int


@transaction.atomic
def import_members(actor: Actor, command: ImportMembers) -> MembersImportSummary:
    """Enter people and go on with their memberships as a table says. Raises Problems, all by row, and then
    does nothing. Memberships that the table does not name stay as they are, and so does what is over."""
    require(actor, MEMBERS_MANAGE)
    with connection.cursor() as cursor:  # whoever changes a membership meanwhile waits
        cursor.execute("LOCK TABLE people_membership, people_particulars IN SHARE ROW EXCLUSIVE MODE")
    problems: list[Problem] = []
    rules = read_rules()
    people = people_of(_read(command.rows, problems), problems)
    open_then = open_times({row.line.unit for one in people for row in one.rows})
    wrong = {problem.row for problem in problems}
    sound = [one for one in people if wrong.isdisjoint(row.line.row for row in one.rows)]
    changes = [_change(one, command.correct, rules, open_then, problems) for one in sound]
    problems += _unborn(people, actor)
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.row), unfinished=True)
    done = store(actor, [one for one in changes if one is not None], rules, correct=command.correct)
    summary = MembersImportSummary(*done.counts, unchanged=len(people) - done.changed)
    if done.changed:
        event = MembersImported(summary.people, summary.began, summary.ended, summary.corrected)
        record(actor, event, touched=done.units)
    if command.dry_run:
        transaction.set_rollback(True)
    return summary


def _read(rows: Iterable[MemberRow], problems: list[Problem]) -> list[Read]:
    units = dict(Unit.objects.values_list("code", "id"))
    kinds: dict[str, str] = {}
    for kind in MemberKind.objects.order_by("-position"):
        kinds |= dict.fromkeys((*kind.names.values(), kind.code), kind.code)
    sources: dict[str, str] = {}
    for source in MemberSource.objects.order_by("-position"):
        sources |= dict.fromkeys((*source.names.values(), source.code), source.code)
    found = (read_row(row, units, kinds, sources, problems) for row in rows)
    return [row for row in found if row is not None]


def _change(
    one: Somebody, correct: bool, rules: Rules, open_then: Mapping[int, Open], problems: list[Problem]
) -> Change | None:
    """What becomes of somebody; None with what is wrong."""
    before = len(problems)
    _differs(one, correct, problems)
    born = one.first.born or (one.told.born if one.told else None)
    try:
        chain = continued(one.chain, [row.line for row in one.rows], rules.rules, born)
    except LineError as error:
        problems.append(Problem(error.row, error.column, error.code, _worded(error, rules)))
        return None
    known = {spell.starts for spell in one.chain}
    admitted = {spell.starts for spell in chain if spell.began is Began.ADMITTED}
    for row in one.rows:
        if one.applied and row.line.starts in admitted - known:
            problems.append(Problem(row.line.row, "from", "member_applied"))
        if row.source and row.line.starts not in admitted:
            problems.append(Problem(row.line.row, "source", "member_source_later"))
        if row.line.starts not in known and not open_on(open_then[row.line.unit], row.line.starts):
            problems.append(Problem(row.line.row, "from", "member_unit_closed"))
    return Change(one, chain) if len(problems) == before else None


def _differs(one: Somebody, correct: bool, problems: list[Problem]) -> None:
    """A name or day of birth that is not the one known is a mistake in the number, unless it is to be put
    right."""
    row = one.first
    if one.user is None or correct:
        return
    told = one.told
    if fold(one.user.name) != fold(row.name):
        problems.append(Problem(row.line.row, "name", "member_other_name", {"name": one.user.name}))
    elif told and told.born and row.born and told.born != row.born:
        problems.append(Problem(row.line.row, "born", "member_other_birth"))


def _unborn(people: Iterable[Somebody], actor: Actor) -> list[Problem]:
    return [
        Problem(row.line.row, "born", "member_unborn")
        for one in people
        for row in one.rows
        if row.born is not None and row.born > actor.today
    ]


def _worded(error: LineError, rules: Rules) -> dict[str, object]:
    """Days and kinds in the reader's language."""
    return {name: _in_words(name, value, rules) for name, value in error.params.items()}


def _in_words(name: str, value: object, rules: Rules) -> object:
    if isinstance(value, date):
        return day_in_words(value)
    return rules.name(str(value)) if name in ("kind", "other") else value
