"""Who is to be reminded of a report that is missing: whoever writes for its unit, once a day at most."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mandate.apps.reporting.events import WritersReminded
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.outstanding import UNSUBMITTED, outstanding, past_due_on
from mandate.apps.reporting.permissions import REPORTS_REMIND
from mandate.apps.units.structure import lineages, structure_on
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can_on
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sources import holdings
from mandate.platform.database.names import by_name
from mandate.platform.i18n.languages import current
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import writers

NAMED = 3
#: So long nobody reminds of the same report again, whoever did it.
REST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes for a unit."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Chase:
    """``writers`` write it; ``reminded_at`` and ``reminded_by`` ("" for the console) tell the last reminder.
    ``why`` the actor may not remind now: ``forbidden`` (and then no writers are named), ``not_missing``,
    ``unit_closed``, ``nobody`` (but the actor) writes for the unit, ``reminded`` within the day; or "". Where
    nobody at all writes, the actor may add somebody (``adds``), or can ``ask`` those who may."""

    why: str
    writers: tuple[Writer, ...]
    reminded_at: datetime | None
    reminded_by: str
    adds: bool = False
    ask: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of those who write it."""
        return tuple(one.name for one in self.writers)


def chases(actor: Actor, reports: Sequence[Report]) -> dict[int, Chase]:
    """By report: as many queries for one as for a thousand."""
    today, units = actor.today, {report.unit_id for report in reports}
    allowed = can_on(actor, REPORTS_REMIND, units)
    people = writers_of(allowed, today)
    late = outstanding().filter(UNSUBMITTED, past_due_on(today), pk__in=[report.pk for report in reports])
    missing = set(late.values_list("pk", flat=True))
    open_now = structure_on(today)
    last = _last(reports)
    by = writers(list(last.values()))
    unwritten = {unit for unit in allowed if not people.get(unit)}
    adding = can_on(actor, GRANTS_MANAGE, unwritten)
    asked = _held_by({Role.ADMINISTRATOR: True}, unwritten - set(adding), today)

    def chase(report: Report) -> Chase:
        writing, entry = people.get(report.unit_id, ()), last.get(report.pk)
        return Chase(
            why=_why(actor, report, writing, entry),
            writers=writing,
            reminded_at=entry.at if entry else None,
            reminded_by=by[entry.pk] if entry else "",
            adds=report.unit_id in adding,
            ask=tuple(one.name for one in asked.get(report.unit_id, ())[:NAMED]),
        )

    def _why(actor: Actor, report: Report, writing: Sequence[Writer], entry: Entry | None) -> str:
        if report.unit_id not in allowed:
            return "forbidden"
        if report.pk not in missing:
            return "not_missing"
        if report.unit_id not in open_now:
            return "unit_closed"
        if all(one.user_id == actor.user_id for one in writing):
            return "nobody"
        return "reminded" if entry and entry.at > actor.now - REST else ""

    return {report.pk: chase(report) for report in reports}


def writers_of(unit_ids: Collection[int], day: date) -> Mapping[int, tuple[Writer, ...]]:
    """Who has to write the reports of units, by name, as outstanding.own_units has it: with the role of a
    reporter on the unit or above it, with that of a secretary on the unit itself. Two queries and one a
    source of roles."""
    return _held_by({Role.REPORTER: True, Role.SECRETARY: False}, unit_ids, day)


def _held_by(
    roles: Mapping[Role, bool], unit_ids: Collection[int], day: date
) -> Mapping[int, tuple[Writer, ...]]:
    """Who holds one of some roles for units: on the unit itself and, where the role says so, above it."""
    lines = lineages(unit_ids, day) if unit_ids else {}
    held = holdings(list(roles), {None, *(unit for line in lines.values() for unit in line)}, day)
    on: dict[tuple[Role, int | None], set[int]] = {}
    for user, grant in held:
        on.setdefault((grant.role, grant.unit_id), set()).add(user)
    active = User.objects.filter(pk__in={user for user, _grant in held}, is_active=True)
    ordered = active.order_by(by_name(current()), "name", "id")
    people = {user.pk: Writer(user.pk, user.name) for user in ordered}
    place_of = {user: place for place, user in enumerate(people)}
    found = {}
    for unit, line in lines.items():
        places: list[tuple[Role, int | None]] = []
        for role, above in roles.items():
            places += [(role, place) for place in (None, *line)] if above else [(role, unit)]
            if not above and len(line) == 1:  # a role everywhere is one on the top units
                places.append((role, None))
        ids = set().union(*(on.get(place, set()) for place in places)) & people.keys()
        found[unit] = tuple(people[user] for user in sorted(ids, key=place_of.__getitem__))
    return found


def _last(reports: Sequence[Report]) -> dict[int, Entry]:
    """The last reminder of each report."""
    entries = Entry.objects.filter(
        code=WritersReminded.code, subject_kind="report", subject_id__in=[report.pk for report in reports]
    )
    rows = entries.order_by("subject_id", "-id").distinct("subject_id")
    return {row.subject_id: row for row in rows if row.subject_id is not None}
