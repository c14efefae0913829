"""At whom a report waits: the nearest above its unit where somebody decides who did not submit it.

Whoever decides higher up may decide as well, but is not waited for: a street's report waits at its ward, and
at the city only where nobody decides in the ward.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mandate.apps.reporting.models import OwnDecision, Report, Revision
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.units.structure import lineages
from mandate.core.reportstate import State
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import held_units
from mandate.platform.access.models import User
from mandate.platform.access.sources import holdings
from mandate.platform.database.arrays import among

#: At whom: the actor, or somebody nearer to the unit.
MINE, BELOW = "mine", "below"


@dataclass(frozen=True, slots=True)
class Waits:
    """The places at which reports wait: ``places`` by unit, and ``apart`` by report where whoever would
    decide there has submitted it. ``mine`` are the places that are the actor's."""

    places: Mapping[int, int]
    apart: Mapping[int, int]
    mine: Collection[int]

    def at(self, report: Report) -> int:
        """The unit at which a report waits."""
        return self.apart.get(report.pk, self.places[report.unit_id])

    @property
    def condition(self) -> Q:
        """That a report waits for the actor."""
        units = [unit for unit, place in self.places.items() if place in self.mine]
        own = [report for report, place in self.apart.items() if place in self.mine]
        elsewhere = [report for report, place in self.apart.items() if place not in self.mine]
        return (among("unit_id", units) & ~among("pk", elsewhere)) | among("pk", own)


def split(actor: Actor, reports: QuerySet[Report], whose: str) -> QuerySet[Report]:
    """Those of the reports that the actor may decide which wait for them, or for others below them."""
    found = waits(actor, reports)
    return (
        reports.filter(found.condition if whose == MINE else ~found.condition)
        if found.places
        else reports.none()
    )


def waits(actor: Actor, reports: QuerySet[Report]) -> Waits:
    """Where reports wait that the actor may decide. The number of queries depends on nothing."""
    held = held_units(actor, action(REPORTS_DECIDE).roles)
    units = set(reports.order_by().values_list("unit_id", flat=True).distinct())
    lines = lineages(units, actor.today)
    above = {unit: _above(line) for unit, line in lines.items()}
    people = _deciders({place for line in above.values() for place in line}, actor)
    places = {unit: _nearest(line, held, people) for unit, line in above.items()}
    alone = {next(iter(people[place])) for place in places.values() if len(people.get(place, ())) == 1}
    apart = {}
    for report, unit, person in _submitted_by(alone, reports, lines):
        if people.get(places[unit]) == {person} and places[unit] not in held:
            others = {place: found - {person} for place, found in people.items()}
            apart[report] = _nearest(above[unit], held, others)
    return Waits(places, apart, held)


def _above(line: Sequence[int]) -> Sequence[int]:
    """Who decides on a unit's reports, the nearest first: a top unit decides on itself."""
    return line[-2::-1] or line


def _nearest(above: Sequence[int], held: Collection[int], people: Mapping[int, Collection[int]]) -> int:
    return next((place for place in above if place in held or people.get(place)), above[-1])


def _deciders(units: set[int], actor: Actor) -> dict[int, set[int]]:
    """The active people who decide, by the unit on which they hold their role."""
    found = holdings(action(REPORTS_DECIDE).roles, frozenset(units), actor.today) if units else set()
    active = User.objects.filter(pk__in={user for user, _grant in found}, is_active=True)
    known = set(active.values_list("pk", flat=True))
    people: dict[int, set[int]] = {}
    for user, grant in found:
        if grant.unit_id is not None and user in known:
            people.setdefault(grant.unit_id, set()).add(user)
    return people


def _submitted_by(
    people: Collection[int], reports: QuerySet[Report], lines: Mapping[int, Sequence[int]]
) -> list[tuple[int, int, int]]:
    """The report, unit and person of what these have submitted and may therefore not decide."""
    if not people:
        return []
    rows = Revision.objects.filter(
        state=State.SUBMITTED, submitted_by__in=people, report__in=reports.order_by()
    ).values_list("report_id", "report__unit_id", "submitted_by_id", "report__form_period__form_id")
    allowed = list(OwnDecision.objects.values_list("unit_id", "form_id", "allowed_by_id"))
    return [
        (report, unit, person)
        for report, unit, person, form in rows
        if person is not None
        and not any((root, of) == (lines[unit][0], form) and by != person for root, of, by in allowed)
    ]
