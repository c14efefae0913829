"""Reading named periods in from a table: all of it, or nothing and every problem by its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mandate.apps.periods.permissions import CALENDAR_MANAGE
from mandate.apps.periods.services import FIELDS, NAME_LENGTH, begin_change, name_period, named_periods
from mandate.core.calendar import CalendarError, Named, check, check_beside
from mandate.core.command import Command
from mandate.core.problem import Problem, Problems
from mandate.core.text import kept_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import register

register(
    {
        "period_day": _("“%(text)s” is not a day; write 2024-12-31."),
        "period_twice": _("The code %(code)s stands in row %(first)s already."),
        "period_name": _("At most %(limit)s characters."),
    }
)


@dataclass(frozen=True, slots=True)
class PeriodRow(Command):
    """One line of the file as it was read; both days belong to the period. A language without a name says
    nothing of it."""

    row: int
    code: str
    first: str
    last: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPeriods(Command):
    """All rows of a file. With ``dry_run`` everything is checked and nothing written."""

    rows: Sequence[PeriodRow]
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How many periods were new, got other names, and were as they are."""

    added: int
    renamed: int
    unchanged: int


@transaction.atomic
def import_periods(actor: Actor, command: ImportPeriods) -> Summary:
    """Name all periods of a file, or give them the names that it has. Raises Problems with everything that is
    wrong, by row."""
    require(actor, CALENDAR_MANAGE)
    begin_change()
    known = {one.code: one for one in named_periods()}
    problems: list[Problem] = []
    wanted: dict[str, Named] = {}
    rows: dict[str, int] = {}
    for row in command.rows:
        if row.code in rows:
            params: dict[str, object] = {"code": row.code, "first": rows[row.code]}
            problems.append(Problem(row.row, "code", "period_twice", params))
            continue
        rows[row.code] = row.row
        named = _read(row, known, problems)
        if named is not None:
            wanted[row.code] = named
            known[row.code] = named
    if problems:
        raise Problems(problems)
    before = {one.code: one for one in named_periods()}
    added = [code for code in wanted if code not in before]
    renamed = [code for code, one in wanted.items() if code in before and one.names != before[code].names]
    if not command.dry_run:
        for code in (*added, *renamed):
            name_period(actor, wanted[code])
    return Summary(len(added), len(renamed), len(wanted) - len(added) - len(renamed))


def _read(row: PeriodRow, known: Mapping[str, Named], problems: list[Problem]) -> Named | None:
    """The period of a row, with the names that it has besides; None where something is wrong."""
    names = kept_names(row.names)
    wrong = [
        Problem(row.row, f"name_{language}", "period_name", {"limit": NAME_LENGTH})
        for language, name in names.items()
        if len(name) > NAME_LENGTH
    ]
    days: list[date] = []
    for column, text in (("first", row.first), ("last", row.last)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            wrong.append(Problem(row.row, column, "period_day", {"text": text[:40]}))
    named = None
    if len(days) == 2:
        before = known[row.code].names if row.code in known else {}
        named = Named(row.code, days[0], days[1], {**before, **names})
        try:
            check_beside(named, known.values())
            check(named)
        except CalendarError as error:
            column = FIELDS.get(error.code, "first")
            wrong.append(Problem(row.row, column, f"calendar_{error.code}", error.params))
    problems += wrong
    return None if wrong else named
