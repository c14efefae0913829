"""A part of the house as small as can be, that brings one of each thing."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Actor, Role
from mandate.platform.journal.events import Event
from mandate.platform.parts import Asked, Counter, Part, Passage, Place, Queue, Step, Tab

TOYS_VIEW = define("toys.view", EVERY_ROLE)
TOYS_MANAGE = define("toys.manage", [Role.ADMINISTRATOR])


@dataclass(frozen=True)
class ToyMade(Event):
    """A toy was made."""

    code: ClassVar[str] = "toys.made"
    part: ClassVar[str] = "Toys"
    label: ClassVar[str] = "a toy made"
    audience: ClassVar[str] = TOYS_VIEW
    toy: str

    def sentence(self) -> str:
        """For people."""
        return f"Made the toy {self.toy}"


def _mail(today: date):  # type: ignore[no-untyped-def] -- as short as somebody's first try
    return lambda actor: Passage(True, "A toy waits", (f"Play with it, {actor.name}.",))


def _waiting(actor: Actor, asked: Asked) -> str:
    return f"the ball, for {actor.name}"


PART = Part(
    urls="mandate.apps.toy.urls",
    prefix="toys/",
    places=(Place("toys", "Toy box", "toy:toys", 125, action=TOYS_VIEW),),
    tabs=(
        Tab(
            "playing",
            "Playroom",
            "toy:playroom",
            35,
            Counter("toys", lambda actor, unit_id: 7, lambda count: f"{count} toys wait"),
        ),
    ),
    queues=(Queue("toys", "toy/queue.html", 35, _waiting),),
    steps=(Step("Buy toys", "For the young.", TOYS_MANAGE, ("toy:toys",), 60, lambda: False),),
    reminders=(_mail,),
)
