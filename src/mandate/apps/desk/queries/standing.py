"""How a person's units stand: their score and who has reported, a section a unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from mandate.apps.desk.queries.journal import JournalRow, lately
from mandate.apps.reporting.queries.coverage import Coverage, coverage_of
from mandate.apps.reporting.queries.lists import page_of
from mandate.apps.targets.queries.unit_period import years_back
from mandate.apps.targets.scoreboard import Board, Running, running_beside, scoreboard_of
from mandate.apps.units.around import names_above
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnitRef, by_name, is_fresh, names_of
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import held_units
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.duties import Asked

PAGE = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the actor's units in a period, what it is named with (`above`), the roles held on it and what
    happened lately there (for whoever may read the journal)."""

    unit: UnitRef
    above: str
    roles: tuple[str, ...]
    score: Board
    before: Period | None
    score_before: Board | None
    running: Running | None
    coverage: Coverage
    lately: tuple[JournalRow, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The state of each target, the best first."""
        counts = self.score.counts
        return (
            ("exceeded",) * counts.exceeded
            + ("met",) * counts.met
            + ("missed",) * counts.missed
            + ("no_data",) * counts.no_data
            + ("under_way",) * counts.under_way
        )


@dataclass(frozen=True, slots=True)
class Standings:
    """A page of the actor's units in a period; ``fresh``: there are no units at all yet."""

    period: Period
    standings: Page[Standing]
    fresh: bool


def standing_units(actor: Actor, asked: Asked) -> Standings:
    """How the actor's units stand, for the desk."""
    return Standings(asked.period, standings(actor, asked.period, asked.page), is_fresh())


def standings(actor: Actor, period: Period, page: int | str = 1) -> Page[Standing]:
    """The units on which the actor holds a role, by name, a page of them. A role on the whole organisation
    stands at its roots."""
    roles: dict[int, list[Role]] = {}
    for role in Role:
        for unit in held_units(actor, [role]):
            roles.setdefault(unit, []).append(role)
    ids = list(by_name(Unit.objects.filter(pk__in=roles)).values_list("pk", flat=True))
    shown = Paginator(ids, PAGE).get_page(page)
    refs = names_of(shown.object_list)
    above = names_above(shown.object_list, actor.today)
    rows = [
        _standing(actor, refs[unit], above.get(unit, ""), roles[unit], period) for unit in shown.object_list
    ]
    return page_of(rows, shown)


def _standing(actor: Actor, unit: UnitRef, above: str, roles: Iterable[Role], period: Period) -> Standing:
    before = next((one for one in years_back(period, 2) if one != period), None)
    return Standing(
        unit=unit,
        above=above,
        roles=tuple(str(ROLE_NAMES[role]) for role in roles),
        score=scoreboard_of(unit.id, period, actor.today),
        before=before,
        score_before=scoreboard_of(unit.id, before, actor.today) if before else None,
        running=running_beside(unit.id, period, actor.today),
        coverage=coverage_of(actor, unit.id, period=period),
        lately=lately(actor, unit.id),
    )
