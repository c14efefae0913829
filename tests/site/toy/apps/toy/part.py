"""A part of the house as small as can be, that brings one of each thing."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mandate.apps.toy.tables import TOYS  # type: ignore[import-not-found] -- lies there only now

from mandate.core.period import Period
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Actor, Role
from mandate.platform.i18n.problems import register
from mandate.platform.journal.events import Event
from mandate.platform.parts import Asked, Counter, Part, Passage, Place, Queue, Step, Tab
from mandate.platform.tables.kinds import Columns, Offer, Order, TableKind, TableOut
from mandate.platform.tables.reading import Table

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


BOX: dict[str, str] = {}


def _plan(table: Table, order: Order) -> tuple[dict[str, str], bool]:
    found = {row["toy"]: row.cells.get("colour", "") for row in table.rows}
    broken = [Problem(row.number, "toy", "toy_broken") for row in table.rows if row["toy"] == "broken"]
    if broken and "mend" not in order.choices:
        raise Problems(broken)
    return found, order.dry_run


def _apply(actor: Actor, command: tuple[dict[str, str], bool], progress: object) -> list[str]:
    found, dry_run = command
    if not dry_run:
        BOX.update(found)
    return [f"Toys: {len(found)} come into the box."]


def _rows(actor: Actor, period: Period) -> TableOut:
    return TableOut(("toy", "colour"), iter(sorted(BOX.items())))


TOYS_TABLE = TableKind(
    words=TOYS,
    label="All toys",
    about="A toy in each row.",
    columns=Columns(("toy",), ("colour",)),
    action=TOYS_MANAGE,
    plan=_plan,
    apply=_apply,
    view=TOYS_VIEW,
    rows=_rows,
    as_of="The day of the fair.",
    offers=(Offer("mend", "Mend what is broken", frozenset({"toy_broken"})),),
    shown="toy:toys",
)
register({"toy_broken": "This toy is broken."})

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
    tables=(TOYS_TABLE,),
)
