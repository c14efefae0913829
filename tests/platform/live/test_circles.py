"""Confidential matters and open pages: who is brought in or let go while a page is open hears from then on
what they may, and nothing in between by mistake."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone
from tests.support.live import SOON, Stream, run, stream
from tests.support.organisation import console, person, tree

from mandate.apps.units.events import UnitRenamed
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.circles.models import Circle
from mandate.platform.circles.services import name_people
from mandate.platform.journal.audience import Audience, audience_of
from mandate.platform.journal.models import Entry
from mandate.platform.journal.record import passing, record
from mandate.platform.live.hub import Hub
from mandate.platform.live.seen import Seen

pytestmark = pytest.mark.django_db(transaction=True)


class Matter:
    """A matter of a ward with its circle, and two people of that ward, one of them in it."""

    def __init__(self) -> None:
        self.unit: Unit = tree()["A"]
        self.inside, self.other = (
            person(Role.SECRETARY, self.unit, f"{name}@example.org") for name in ("inside", "other")
        )
        with transaction.atomic():
            self.circle: Circle = name_people(console(), None, self.unit.pk, [self.inside.pk])

    def deed(self) -> None:
        """Something is done to it."""
        with transaction.atomic():
            record(console(), renamed(), unit_id=self.unit.pk, circle_id=self.circle.pk)

    def let_in(self, *people: User, also: bool = False) -> None:
        """Just these are in the circle; with ``also`` something is done to the matter in the same breath."""
        with transaction.atomic():
            name_people(console(), self.circle, self.unit.pk, [one.pk for one in people])
            if also:
                self.deed()

    def marker(self) -> int:
        """Something open to all is done; its number."""
        with transaction.atomic():
            return record(console(), renamed(), unit_id=self.unit.pk).pk


def renamed() -> UnitRenamed:
    return UnitRenamed("A", {"en": "A"}, {"en": "B"})


@pytest.fixture
def matter(transactional_db: None) -> Matter:
    return Matter()


async def numbers(reader: Stream, last: int) -> list[int]:
    """The numbers of the rows of which it is told, up to this one."""
    told: list[int] = []
    while last not in told and (heard := await reader.next()) is not None:
        told += sorted(Seen.read(heard["seen"]).numbers() - set(told))  # type: ignore[union-attr]
    return told


async def rows_of(matter: Matter) -> set[int]:
    return {pk async for pk in Entry.objects.filter(circle=matter.circle).values_list("pk", flat=True)}


def test_only_those_in_the_circle_hear_of_a_deed(matter: Matter) -> None:
    async def try_it() -> None:
        async with stream(matter.inside) as inside, stream(matter.other) as outside:
            await sync_to_async(matter.deed)()
            marked = await sync_to_async(matter.marker)()
            confidential = await rows_of(matter)
            assert confidential & set(await numbers(inside, marked))
            assert not confidential & set(await numbers(outside, marked))

    run(try_it())


@pytest.mark.parametrize("in_the_same_breath", [True, False])
def test_who_is_let_go_hears_nothing_from_then_on(matter: Matter, in_the_same_breath: bool) -> None:
    """Neither by the open stream, which ends, nor by what is told again afterwards."""
    matter.let_in(matter.inside, matter.other)

    async def try_it() -> None:
        seen = str(await sync_to_async(Seen.now)())
        known = await rows_of(matter)
        async with stream(matter.other, seen) as leaving:
            await sync_to_async(matter.let_in)(matter.inside, also=in_the_same_breath)
            await asyncio.wait_for(leaving.task, SOON)
            assert await leaving.next(0.1) is None
        await sync_to_async(matter.deed)()
        marked = await sync_to_async(matter.marker)()
        fresh = await rows_of(matter) - known
        assert fresh
        async with stream(matter.other, seen) as again:
            told = await numbers(again, marked)
            assert marked in told and not fresh & set(told)

    run(try_it())


def test_who_is_brought_in_hears_all_of_it_on_coming_back(matter: Matter) -> None:
    async def try_it() -> None:
        seen = str(await sync_to_async(Seen.now)())
        known = await rows_of(matter)
        async with stream(matter.other, seen) as coming:
            await sync_to_async(matter.let_in)(matter.inside, matter.other, also=True)
            await asyncio.wait_for(coming.task, SOON)
        marked = await sync_to_async(matter.marker)()
        fresh = await rows_of(matter) - known
        async with stream(matter.other, seen) as again:
            assert fresh <= set(await numbers(again, marked))

    run(try_it())


def test_what_passes_is_told_within_the_circle(matter: Matter) -> None:
    """How far a job is that somebody does on it; to a person let go meanwhile no more."""
    told: list[bool] = []

    async def try_it() -> None:
        hub = Hub()
        for user, circle in ((matter.inside, matter.circle.pk), (matter.other, matter.circle.pk)):
            audience = await sync_to_async(audience_for)(user)
            with hub.reading(audience) as reader:
                hub.tell(passing("jobs.progress", ("job", 1), user.pk, circle))
                hub._hand_on()
                told.append(not reader.queue.empty())

    run(try_it())
    assert told == [True, False]


def audience_for(user: User) -> Audience:
    return audience_of(actor_of(user, timezone.now()))
