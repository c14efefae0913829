"""A part of the house as small as can be, that brings one of each thing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.db.models import Count as Number
from django.http import Http404
from mandate.apps.toy.tables import TOYS  # type: ignore[import-not-found] -- lies there only now

from mandate.core.period import Period
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actions import EVERY_ROLE, define
from mandate.platform.access.actor import Actor, Grant, Role
from mandate.platform.access.conditions import Named
from mandate.platform.access.decide import serve, visible
from mandate.platform.access.models import User
from mandate.platform.access.sources import register as register_source
from mandate.platform.calendar.kinds import CalendarEntry, CalendarKind
from mandate.platform.circles.conditions import InCircle
from mandate.platform.counts import Count
from mandate.platform.documents.kinds import DocumentKind
from mandate.platform.documents.value import Document, Paragraph, Section
from mandate.platform.duties import Asked, DueItem, Duty, Queue
from mandate.platform.find.finding import Errand, Finder, Found, Match
from mandate.platform.guides.kinds import Help
from mandate.platform.i18n.problems import register
from mandate.platform.journal.events import Event
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read
from mandate.platform.mydata.kinds import PersonalTable
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said
from mandate.platform.parts import FirstStep, OwnPage, Part
from mandate.platform.places import WORK, Leaf, Tab
from mandate.platform.tables.kinds import Columns, Offer, Order, TableKind, TableOut
from mandate.platform.tables.reading import Table

TOYS_VIEW = define("toys.view", EVERY_ROLE)
TOYS_MANAGE = define("toys.manage", [Role.ADMINISTRATOR])
# The row is what the journal says of the making: only who made a toy takes it apart.
TOYS_TAKE_APART = define("toys.take_apart", [Role.REPORTER], when=Named("user") & InCircle("circle"))
TOYS_HEAR = define("toys.hear", EVERY_ROLE, when=InCircle("circle"))

serve(Entry, TOYS_HEAR, "unit_id")


class Children:
    """Who is called a child reports everywhere, from 2020 on."""

    def roles_of(self, user_id: int, day: date | None) -> Iterable[Grant]:
        """One role each."""
        return [Grant(Role.REPORTER, None) for one in self._ids(day) if one == user_id]

    def holders(
        self, roles: Collection[Role], units: Collection[int | None] | None, day: date | None
    ) -> Collection[int]:
        """All children, where reporters are asked for."""
        everywhere = units is None or None in units
        return self._ids(day) if Role.REPORTER in roles and everywhere else []

    def holdings(
        self, roles: Collection[Role], units: Collection[int | None], day: date
    ) -> Iterable[tuple[int, Grant]]:
        """The same."""
        return [(one, Grant(Role.REPORTER, None)) for one in self.holders(roles, units, day)]

    def ends(self, role: Role, after: date) -> Iterable[date]:
        """Never."""
        return []

    def _ids(self, day: date | None) -> list[int]:
        children = User.objects.filter(name__startswith="child").values_list("pk", flat=True)
        return list(children) if day is None or day.year >= 2020 else []


register_source(Children())


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


TOY_MADE = NoticeKind(
    name="toys.made",
    group=Group("toys", "Toys that others made", Choice.AT_ONCE),
    seen=lambda actor: visible(actor, Entry.objects.filter(code=ToyMade.code)),
    tell=lambda actor, subjects: {
        told.entry.pk: Said(
            f"{told.by} made the {told.entry.data['toy']}.", ("toy:playroom", "A"), quote="Play with it!"
        )
        for told in read(list(Entry.objects.filter(pk__in=subjects)))
    },
)


def _to_play(today: date):  # type: ignore[no-untyped-def] -- the same
    return lambda actor: [DueItem("Play with the ball", "the yard", day=today, view=("toy:toys",))]


def _waiting(actor: Actor, asked: Asked) -> str:
    return f"the ball, for {actor.name}"


def _certificate(actor: Actor, unit: str, period: Period, language: str) -> Document:
    if unit == "B":
        raise Http404
    return Document(
        language, "Toys", "", unit, "Certificate", "", "", (Section("", (Paragraph("Plays well."),)),)
    )


CERTIFICATE = DocumentKind(
    name="certificate",
    label="Certificates",
    action=TOYS_VIEW,
    units=lambda actor, unit, period, reach: [unit, "B"],
    make=_certificate,
    address=lambda unit, period: "/toys/",
)

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


def _made(units: Collection[int], first: date, until: date) -> dict[int, int]:
    deeds = Entry.objects.filter(code=ToyMade.code, unit__in=units, at__date__gte=first, at__date__lt=until)
    made = deeds.order_by().values_list("unit_id").annotate(number=Number("pk"))
    return dict.fromkeys(units, 0) | dict(made)


def _find(actor: Actor, words: tuple[str, ...], most: int) -> list[Found]:
    found = [toy for toy in ("red ball", "doll") if all(word in toy for word in words)]
    return [Found(toy, ("toy:toys",), f"of {actor.name}", "new", Match.BEGINS) for toy in found[:most]]


def _dates(actor: Actor, first: date, until: date) -> list[CalendarEntry]:
    """Tomorrow the ball is to be thrown."""
    day = actor.today + timedelta(days=1)
    return [CalendarEntry(("toy", 1), day, "Throw the ball", unit=actor.name, view=("toy:playroom", "A"))]


PART = Part(
    urls="mandate.apps.toy.urls",
    prefix="toys/",
    leaves=(Leaf(WORK, "toys", "Toy box", "toy:toys", 125, (TOYS_VIEW,)),),
    own_pages=(OwnPage("My own toys", "toy:toys", 15),),
    tabs=(Tab("playing", "Playroom", "toy:playroom", 35),),
    duties=(
        Duty(
            name="toys",
            action=TOYS_VIEW,
            section="toys",
            lists=(Queue("toys", "toy/queue.html", 35, _waiting),),
            count=lambda actor: 7,
            words=lambda count: f"{count} toys wait",
            read=_to_play,
            calls=lambda item, day: item.day == day,
            subject=lambda count: f"{count} toy waits",
            lead="This is to be played:",
        ),
    ),
    steps=(FirstStep("Buy toys", "For the young.", TOYS_MANAGE, ("toy:toys",), 60, lambda: False),),
    notices=(TOY_MADE,),
    calendar=(CalendarKind("toys", "Time to play", _dates),),
    tables=(TOYS_TABLE,),
    documents=(CERTIFICATE,),
    files_at="/toys/(drawings|photos)/",
    finders=(Finder("toys", "Toys in the box", 15, _find),),
    helps=(Help("toys", "reporter", "paste-from-a-spreadsheet"),),
    errands=(Errand("Buy a toy", "toy:toys", TOYS_MANAGE, "get something new"),),
    personal=(
        PersonalTable("toys", "Toys of mine", (("toy", "Toy"),), lambda user_id, today: [("red ball",)]),
    ),
    counts=(Count("toys.made", "Toys made", "The toys that the journal says were made in the unit.", _made),),
)
