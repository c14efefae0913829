"""How a page that was away, or is only just open, comes to know all of it once."""

import asyncio
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections, transaction
from django.test import AsyncClient
from django.utils import timezone
from tests.support.live import (
    SOON,
    codes_until_silence,
    grant_observer,
    run,
    stream,
    submit_and_return,
)
from tests.support.organisation import acting, client_of, person
from tests.support.reporting import World
from tests.support.seeing import returning

from mandate.apps.reporting.services import (
    SubmitReport,
    return_report,
    submit_report,
)
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.journal.models import Entry
from mandate.platform.live.hub import GATHER
from mandate.platform.live.seen import Seen

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_page_is_told_what_happened_before_its_stream_was_open(city: World) -> None:
    """To whom it may be told, and not what was there before the page was asked for."""
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")
    beside = person(Role.SECRETARY, city.units["B"], "beside@example.org")
    reporter = person(Role.REPORTER, city.units["A1"])
    now = timezone.now()
    submit_report(replace(city.reporter, now=now), SubmitReport(city.report_ids["A1"]))
    addresses = {user: address_on_page(user) for user in (above, beside, reporter)}
    reviewer = replace(city.reviewer, now=timezone.now())
    return_report(reviewer, returning(city.report_ids["A1"], "again"))

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


@pytest.mark.parametrize("last", ["", "x", "²", "9" * 30, "-1", "7.x", f"7.{'f' * 99}", "7.-1", "0.ff"])
def test_a_broken_number_of_the_last_message_does_no_harm(city: World, last: str) -> None:
    async def try_it() -> int:
        client = AsyncClient()
        await client.aforce_login(await sync_to_async(person)(Role.OBSERVER, city.units["C"]))
        response = await client.get("/live/", {"last": last})
        return response.status_code

    assert run(try_it()) == 200
