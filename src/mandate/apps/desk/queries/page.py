"""The desk: everything a person sees after signing in."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page

from mandate.apps.desk.queries.standing import Standing, standings
from mandate.apps.desk.queries.steps import Step, first_steps
from mandate.apps.reporting.queries import tasks
from mandate.apps.reporting.queries.tasks import Due, Waiting
from mandate.apps.reviews.requests import Request, own_requests, waiting_requests
from mandate.apps.units.queries import is_fresh
from mandate.core.period import Period
from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which page of each list is asked for."""

    due: str = "1"
    returned: str = "1"
    units: str = "1"


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk. A part is None where it is none of the actor's business, or is not asked for. ``requests`` to
    open reviews again wait for the actor; ``asked`` are the actor's own."""

    name: str
    today: date
    period: Period
    has_role: bool
    fresh: bool
    steps: tuple[Step, ...]
    due: Page[Due] | None
    returned: Page[Due] | None
    waiting: tuple[Waiting, ...] | None
    requests: tuple[Request, ...]
    asked: tuple[Request, ...]
    units: Page[Standing] | None

    @property
    def waiting_count(self) -> int:
        """All reports that wait."""
        return sum(group.count for group in self.waiting or ())


PARTS = ("steps", "returned", "due", "waiting", "requests", "units")


def desk_page(
    actor: Actor, period: Period, numbers: Numbers = Numbers(), parts: tuple[str, ...] = PARTS
) -> DeskPage:
    """The desk, or only some parts of it. The number of queries does not depend on how many units lie below
    the actor's own."""
    writes = tasks.writes(actor)
    return DeskPage(
        name=actor.name,
        today=actor.today,
        period=period,
        has_role=bool(actor.grants),
        fresh=is_fresh(),
        steps=first_steps(actor) if "steps" in parts else (),
        due=tasks.due(actor, numbers.due) if writes and "due" in parts else None,
        returned=tasks.returned(actor, numbers.returned) if writes and "returned" in parts else None,
        waiting=tasks.waiting(actor) if tasks.decides(actor) and "waiting" in parts else None,
        requests=waiting_requests(actor) if "requests" in parts else (),
        asked=own_requests(actor) if "requests" in parts else (),
        units=standings(actor, period, numbers.units) if "units" in parts else None,
    )
