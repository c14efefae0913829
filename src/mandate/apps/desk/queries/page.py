"""The desk: everything a person sees after signing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.duties import Asked, Queue, concerns
from mandate.platform.mine import counts_of
from mandate.platform.parts import duties, queues


@dataclass(frozen=True, slots=True)
class ShownQueue:
    """One queue with its content, None where the actor has nothing to do with it."""

    name: str
    template: str
    shown: object | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk."""

    name: str
    today: date
    has_role: bool
    queues: tuple[ShownQueue, ...]


def desk_page(actor: Actor, period: Period, pages: Mapping[str, str]) -> DeskPage:
    """The desk; ``pages`` says which page of a queue is asked for. The number of queries does not depend on
    how many units lie below the actor's own."""
    idle = _idle(actor) if actor.grants else frozenset()
    shown = tuple(
        ShownQueue(queue.name, queue.template, None)
        if queue.name in idle
        else shown_queue(actor, queue, period, pages)
        for queue in (queues() if actor.grants else ())
    )
    return DeskPage(actor.name, actor.today, bool(actor.grants), shown)


def _idle(actor: Actor) -> frozenset[str]:
    """The lists of which it is known that nothing stands in them."""
    counts = counts_of(actor)
    return frozenset(
        queue.name for duty in duties() if not counts[duty.name] for queue in duty.lists if queue.counted
    )


def shown_queue(actor: Actor, queue: Queue, period: Period, pages: Mapping[str, str]) -> ShownQueue:
    """One queue as it stands now."""
    asked = Asked(pages.get(queue.name, "1"), period)
    shown = queue.read(actor, asked) if not queue.action or concerns(actor, queue.action) else None
    return ShownQueue(queue.name, queue.template, shown)
