"""Live messages: what a deed tells, to whom, and how a reader comes back without a gap."""

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar, cast

import pytest
from asgiref.sync import sync_to_async
from django.db import connections, transaction
from django.http import StreamingHttpResponse
from django.test import AsyncClient
from django.utils import timezone
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.services import (
    AcceptReports,
    ReturnReport,
    SubmitReport,
    accept_reports,
    return_report,
    submit_report,
)
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.services import ChangeUser, GrantRole, change_user, grant_role
from mandate.platform.jobs.services import start_job
from mandate.platform.journal.audience import Audience
from mandate.platform.journal.models import Entry
from mandate.platform.live.hub import GATHER, QUEUE_LENGTH, Hub, News, Told, hub, messages
from mandate.platform.live.seen import Seen

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 15.0
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own (a browser test leaves an event loop in this one), and close the
    connections that Django opened beside."""

    async def whole() -> T:
        try:
            return await work
        finally:
            await sync_to_async(connections.close_all)()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()


class Stream:
    """An open stream of one reader."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._found: asyncio.Queue[bytes] = asyncio.Queue()
        self.listening = asyncio.Event()
        self.task = asyncio.create_task(self._read(chunks))

    async def _read(self, chunks: AsyncIterator[bytes]) -> None:
        async for chunk in chunks:
            self._found.put_nowait(chunk)
            if chunk.startswith(b": listening"):
                self.listening.set()

    async def next(self, seconds: float = SOON) -> dict[str, Any] | None:
        """The next message with its number, or None if nothing comes in time."""
        with suppress(TimeoutError):
            while True:
                text = (await asyncio.wait_for(self._found.get(), seconds)).decode()
                fields = dict(line.split(": ", 1) for line in text.strip().splitlines() if ": " in line)
                if "data" in fields:
                    return {
                        **json.loads(fields["data"]),
                        "id": int(fields["id"].partition(".")[0]),
                        "seen": fields["id"],
                    }
        return None


@asynccontextmanager
async def stream(
    user: User,
    last: int | str | None = None,
    address: str = "/live/",
    before: Callable[[], Any] | None = None,
) -> AsyncIterator[Stream]:
    """The stream as a browser opens it; ``before`` happens when it listens and has replayed nothing yet."""
    client = AsyncClient()
    await client.aforce_login(user)
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    response = await client.get(address, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    chunks = cast(AsyncIterator[bytes], aiter(cast(Any, cast(StreamingHttpResponse, response))))
    assert (await anext(chunks)).startswith(b"retry:")
    if before is not None:
        assert await hub.listening(SOON)
        await before()
    reader = Stream(chunks)
    try:
        await asyncio.wait_for(reader.listening.wait(), SOON)
        yield reader
    finally:
        reader.task.cancel()
        with suppress(asyncio.CancelledError):
            await reader.task
        await cast(Any, chunks).aclose()


async def heard_of(reader: Stream, deed: Callable[[], object]) -> dict[str, Any] | None:
    """The first message after a deed."""
    await sync_to_async(deed)()
    return await reader.next()


@pytest.fixture
def city(transactional_db: None) -> World:
    made = world()
    made.save(made.report("A1"), families=5)
    return made


def submit_and_return(city: World) -> None:
    submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    return_report(city.reviewer, ReturnReport(city.report_ids["A1"], "again"))


def test_a_reader_above_hears_of_it_and_one_beside_does_not(city: World) -> None:
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    beside = person(Role.SECRETARY, city.units["B"], "beside@example.org")

    async def try_it() -> None:
        async with stream(above) as hearing, stream(beside) as deaf:
            heard = await heard_of(hearing, lambda: submit_and_return(city))
            assert heard is not None
            assert heard["code"] == "reporting.submitted" and heard["unit"] == city.units["A1"].pk
            assert await deaf.next(1.0) is None

    run(try_it())


def test_a_reader_who_comes_back_gets_what_was_missed_once(city: World) -> None:
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    seen, last = str(Seen.now()), Entry.objects.latest("pk").pk
    submit_and_return(city)
    missed = list(Entry.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True))
    assert len(missed) == 2

    async def try_it() -> list[int]:
        numbers = []
        async with stream(above, seen) as reader:
            while (heard := await reader.next(1.5)) is not None:
                numbers.append(heard["id"])
        return numbers

    assert run(try_it()) == missed


def test_what_is_beside_is_not_told_afterwards_either(city: World) -> None:
    beside = person(Role.SECRETARY, city.units["B"], "beside@example.org")
    last = str(Seen.now())
    submit_and_return(city)

    async def try_it() -> dict[str, Any] | None:
        async with stream(beside, last) as reader:
            return await reader.next(1.0)

    assert run(try_it()) is None


def address_on_page(user: User) -> str:
    """The stream's address as a page says it that this person opens now."""
    found = re.search(r'data-live="([^"]+)"', client_of(user).get("/").content.decode())
    assert found is not None
    return found[1]


async def codes_until_silence(reader: Stream, seconds: float) -> set[str]:
    """The kinds of what is told; so long the first may take."""
    codes: set[str] = set()
    while (heard := await reader.next(1.5 if codes else seconds)) is not None:
        codes.add(heard["code"])
    return codes


def test_a_page_is_told_what_happened_before_its_stream_was_open(city: World) -> None:
    """To whom it may be told, and not what was there before the page was asked for."""
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    beside = person(Role.SECRETARY, city.units["B"], "beside@example.org")
    reporter = person(Role.REPORTER, city.units["A1"])
    now = timezone.now()
    submit_report(replace(city.reporter, now=now), SubmitReport(city.report_ids["A1"]))
    addresses = {user: address_on_page(user) for user in (above, beside, reporter)}
    reviewer = replace(city.reviewer, now=timezone.now())
    return_report(reviewer, ReturnReport(city.report_ids["A1"], "again"))

    async def told(user: User) -> set[str]:
        async with stream(user, address=addresses[user]) as reader:
            return await codes_until_silence(reader, SOON if user != beside else 1.0)

    assert run(told(above)) == {"reporting.returned"}
    assert run(told(reporter)) == {"reporting.returned"}
    assert run(told(beside)) == set()


def test_a_page_is_told_of_a_long_deed_that_ended_after_it_was_asked_for(city: World) -> None:
    """It began long before, and its row has its number from before others that stand on the page already."""
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    done, shown = threading.Event(), threading.Event()
    long_ago = timezone.now() - timedelta(minutes=10)

    def long_deed() -> None:
        try:
            with transaction.atomic():
                actor = replace(city.reporter, now=long_ago)
                submit_report(actor, SubmitReport(city.report_ids["A1"]))
                done.set()
                assert shown.wait(SOON)
        finally:
            done.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        deed = thread.submit(long_deed)
        assert done.wait(SOON)
        grant_observer(city)
        address = address_on_page(above)
        shown.set()
        deed.result()

    async def told() -> set[str]:
        async with stream(above, address=address) as reader:
            return await codes_until_silence(reader, SOON)

    assert run(told()) == {"reporting.submitted"}


def test_a_page_that_comes_back_is_not_told_again_what_it_has_seen(city: World) -> None:
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    start = str(Seen.now())

    async def told_of(deed: Callable[[], object], seen: str, number: int) -> tuple[list[str], str]:
        await sync_to_async(deed)()
        codes = []
        async with stream(above, seen) as reader:
            for _ in range(number):
                told = await reader.next()
                assert told is not None
                codes.append(told["code"])
                seen = told["seen"]
            assert await reader.next(1.0) is None
        return codes, seen

    async def try_it() -> list[str]:
        first, seen = await told_of(lambda: submit_and_return(city), start, 2)
        again = SubmitReport(city.report_ids["A1"])
        then, _ = await told_of(lambda: submit_report(city.reporter, again), seen, 1)
        return first + then

    assert run(try_it()) == ["reporting.submitted", "reporting.returned", "reporting.submitted"]


def test_what_is_replayed_and_comes_live_is_told_once(city: World) -> None:
    """Also where it comes one by one and is replayed together."""
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    last = Entry.objects.latest("pk").pk
    other = acting(Role.REPORTER, city.units["A2"])
    city.save(city.report("A2"), other, families=5)

    async def two_deeds() -> None:
        for actor, code in ((city.reporter, "A1"), (other, "A2")):
            await sync_to_async(submit_report)(actor, SubmitReport(city.report_ids[code]))
            await asyncio.sleep(3 * GATHER)

    async def try_it() -> int:
        submitted = 0
        async with stream(above, last, before=two_deeds) as reader:
            while (heard := await reader.next(SOON if not submitted else 1.5)) is not None:
                submitted += heard["count"] if heard["code"] == "reporting.submitted" else 0
        return submitted

    assert run(try_it()) == 2


def grant_observer(city: World) -> int:
    """Grant somebody a role on A1, which is a deed for administrators and secretaries."""
    user = User.objects.create_user(f"new{User.objects.count()}@example.org", name="New")
    grant_role(console(), GrantRole(user.pk, Role.OBSERVER, city.units["A1"].pk))
    return Entry.objects.latest("pk").pk


@pytest.mark.parametrize(
    ("role", "hears"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.SECRETARY, True),
        (Role.REVIEWER, False),
        (Role.REPORTER, False),
        (Role.OBSERVER, False),
    ],
)
def test_that_a_role_was_granted_is_told_to_whom_it_may_be(city: World, role: Role, hears: bool) -> None:
    """Live and afterwards: an observer of the same unit hears of its reports, not of its people."""
    reader_of = person(role, city.units["A"], "reader@example.org")
    last = Entry.objects.latest("pk").pk

    def deeds() -> None:
        grant_observer(city)
        submit_and_return(city)

    reports = {"reporting.submitted", "reporting.returned"}
    expected = reports | ({"access.role_granted"} if hears else set())

    async def collect(stream_of: Stream, first: dict[str, Any] | None) -> set[str]:
        told = set()
        while first is not None:
            if first["id"] > last:
                told.add(first["code"])
            # What is to be told may take its time; what is not, would come with the rest.
            first = await stream_of.next(0.7 if told >= expected else SOON)
        return told

    async def try_it() -> tuple[set[str], set[str]]:
        async with stream(reader_of) as hearing:
            live = await collect(hearing, await heard_of(hearing, deeds))
        async with stream(reader_of, last) as reader:
            return live, await collect(reader, await reader.next())

    assert run(try_it()) == (expected, expected)


def test_whose_rights_change_is_cut_off_and_asks_anew(city: World) -> None:
    leaving = person(Role.REVIEWER, city.units["A"], "leaving@example.org")

    async def try_it() -> None:
        async with stream(leaving) as hearing:
            assert await heard_of(hearing, lambda: submit_and_return(city)) is not None
            await sync_to_async(change_user)(console(), ChangeUser(leaving.pk, "L", is_active=False))
            await asyncio.wait_for(hearing.task, SOON)  # the stream ends by itself

    run(try_it())


def test_what_else_is_done_to_somebody_does_not_cut_them_off(city: World) -> None:
    """As when a job of theirs begins: their rights are what they were."""
    actor = acting(Role.SECRETARY, city.units["C"])
    user = User.objects.get(pk=actor.user_id)

    async def try_it() -> None:
        async with stream(user) as hearing:
            job = accepting([city.report_ids["A1"]], "C")
            told = await heard_of(hearing, lambda: start_job(actor, job))
            assert told is not None and told["code"] == "jobs.started"
            told = await heard_of(hearing, lambda: submit_and_return(city))
            assert told is not None and told["code"] == "reporting.submitted"
            assert not hearing.task.done()

    run(try_it())


def test_a_guest_gets_no_stream() -> None:
    response = run(cast(Any, AsyncClient().get("/live/")))
    assert response.status_code == 401


@pytest.mark.parametrize("last", ["", "x", "²", "9" * 30, "-1", "7.x", f"7.{'f' * 99}", "7.-1", "0.ff"])
def test_a_broken_number_of_the_last_message_does_no_harm(city: World, last: str) -> None:
    async def try_it() -> int:
        client = AsyncClient()
        await client.aforce_login(await sync_to_async(person)(Role.OBSERVER, city.units["C"]))
        response = await client.get("/live/", {"last": last})
        return response.status_code

    assert run(try_it()) == 200


def test_nothing_is_told_of_a_deed_that_was_rolled_back(city: World) -> None:
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")

    def refused() -> None:
        with pytest.raises(Exception, match="reason"):
            return_report(city.reviewer, ReturnReport(city.report_ids["A1"], ""))

    async def try_it() -> None:
        async with stream(above) as hearing:
            assert await heard_of(hearing, lambda: submit_and_return(city)) is not None
            while await hearing.next(0.5) is not None:
                pass
            await sync_to_async(submit_report)(city.reporter, SubmitReport(city.report_ids["A1"]))
            assert await hearing.next() is not None
            await sync_to_async(refused)()
            assert await hearing.next(1.0) is None

    run(try_it())


def test_a_reader_that_falls_behind_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = GATHER / 50
    monkeypatch.setattr("mandate.platform.live.hub.GATHER", quick)

    async def try_it() -> tuple[int, Told | None]:
        hub = Hub()
        with hub.reading(Audience({"units.view": None})) as reader:
            for number in range(QUEUE_LENGTH + 1):
                hub.tell(json.dumps({"id": number, "code": "units.created", "unit": None, "subject": None}))
                await asyncio.sleep(2 * quick)
            return reader.queue.qsize(), reader.queue.get_nowait()

    size, first = run(try_it())
    assert size < QUEUE_LENGTH and first is None


def test_what_comes_together_is_one_message_a_kind() -> None:
    news = [
        News(7, "reporting.submitted", 3, ("report", 1)),
        News(8, "reporting.accepted", 3, ("report", 1)),
        News(9, "reporting.submitted", 3, ("report", 2)),
        News(10, "reporting.figures_changed", 4, ("report", 5)),
        News(11, "reporting.figures_changed", 4, ("report", 6)),
    ]
    told = [
        (max(one.numbers), *json.loads(one.text.decode().removeprefix("data: ")).values())
        for one in messages(news)
    ]
    assert told == [
        (8, "reporting.accepted", 1, 3, ["report", 1], False),
        (9, "reporting.submitted", 2, 3, None, False),
        (10, "reporting.figures_changed", 1, 4, ["report", 5], True),
        (11, "reporting.figures_changed", 1, 4, ["report", 6], True),
    ]


def test_what_was_told_already_is_taken_out_of_what_came_with_it() -> None:
    news = tuple(News(number, "reporting.accepted", 3, ("report", number)) for number in (7, 8, 9))
    together = Told(news, messages(news))
    assert together.but(()) == together.but({3}) == messages(news)
    assert together.but({7, 9}) == messages(news[1:2])
    assert together.but({7, 8, 9}) == ()


def test_many_reports_accepted_at_once_are_told_once(city: World) -> None:
    above = person(Role.OBSERVER, city.units["C"], "above@example.org")
    mine = [city.report_ids[code] for code in ("A1", "A2", "B1")]
    for code in ("A1", "A2", "B1"):
        reporter = acting(Role.REPORTER, city.units[code])
        city.save(city.report(code), reporter, families=5)
        submit_report(reporter, SubmitReport(city.report_ids[code]))

    async def try_it() -> list[dict[str, Any]]:
        heard = []
        async with stream(above) as hearing:
            await sync_to_async(accept_reports)(city.reviewer, AcceptReports(mine))
            while (one := await hearing.next(1.5)) is not None:
                heard.append(one)
        return heard

    (told,) = run(try_it())
    assert told["code"] == "reporting.accepted" and told["count"] == 3 and told["unit"] is None


def test_an_import_is_told_once_to_those_whose_units_it_touches_however_many(city: World) -> None:
    """Live and afterwards, without a word of where else; its units come in several notifications."""
    touched = person(Role.SECRETARY, city.units["A"], "touched@example.org")
    beside = person(Role.SECRETARY, city.units["B"], "beside@example.org")
    wards = [UnitRow(number, f"N{number}", "C", "ward", f"Phường {number}") for number in range(3, 900)]
    table = ImportUnits((UnitRow(2, "N2", "A", "street", "Phố mới"), *wards))
    last = str(Seen.now())

    def deeds() -> None:
        import_units(console(), table)
        import_units(console(), replace(table, rows=(UnitRow(2, "B9", "B", "street", "Phố 9"),)))

    async def try_it() -> tuple[dict[str, Any] | None, dict[str, Any] | None, dict[str, Any] | None]:
        async with stream(touched) as hearing, stream(beside) as other:
            first = await heard_of(hearing, deeds)
            second = await other.next()
            assert await hearing.next(1.0) is None
        async with stream(touched, last) as again:
            return first, second, await again.next()

    first, second, missed = run(try_it())
    assert first is not None and second is not None and missed is not None
    assert (first["code"], first["count"], first["unit"], first["subject"]) == (
        "units.imported",
        1,
        None,
        None,
    )
    assert second["id"] > first["id"] and second["count"] == 1
    assert missed["id"] == first["id"] and missed["unit"] is None


def test_an_actor_without_roles_hears_nothing(city: World) -> None:
    assert acting(Role.OBSERVER, city.units["B1"]).grants
    lonely = User.objects.create_user("lonely@example.org", name="x")
    last = Entry.objects.latest("pk").pk
    submit_and_return(city)

    async def try_it() -> dict[str, Any] | None:
        async with stream(lonely, last) as reader:
            return await reader.next(1.0)

    assert run(try_it()) is None
