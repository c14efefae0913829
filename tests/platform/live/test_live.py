"""Live messages: what a deed tells, and to whom."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient
from tests.support.live import (
    SOON,
    Stream,
    grant_observer,
    heard_of,
    run,
    stream,
    submit_and_return,
)
from tests.support.organisation import acting, console, person
from tests.support.reporting import World
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting.jobs import accepting
from mandate.apps.reporting.services import (
    AcceptReports,
    SubmitReport,
    accept_reports,
    return_report,
    submit_report,
)
from mandate.apps.units.services import UnitRow
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, User
from mandate.platform.access.services import ChangeUser, change_user
from mandate.platform.jobs.services import start_job
from mandate.platform.journal.models import Entry
from mandate.platform.live.seen import Seen

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_right_that_ends_just_before_it_listens_is_no_right(city: World) -> None:
    leaving = person(Role.REVIEWER, city.units["A"], "leaving@example.org")
    above = person(Role.OBSERVER, city.units["C"], "above@example.org")

    async def try_it() -> None:
        grant = await Grant.objects.aget(user=leaving)
        async with stream(leaving, early=grant.delete) as deaf, stream(above) as hearing:
            assert await heard_of(hearing, lambda: submit_and_return(city)) is not None
            assert await deaf.next(0.5) is None

    run(try_it())


def test_what_else_is_done_to_somebody_does_not_cut_them_off(city: World) -> None:
    """As when a job of theirs begins: their rights are what they were."""
    actor = acting(Role.SECRETARY, city.units["C"])
    user = User.objects.get(pk=actor.user_id)

    async def try_it() -> None:
        async with stream(user) as hearing:
            job = accepting(as_seen([city.report_ids["A1"]]), "C")
            told = await heard_of(hearing, lambda: start_job(actor, job))
            assert told is not None and told["code"] == "jobs.started"
            told = await heard_of(hearing, lambda: submit_and_return(city))
            assert told is not None and told["code"] == "reporting.submitted"
            assert not hearing.task.done()

    run(try_it())


def test_a_guest_gets_no_stream() -> None:
    response = run(cast(Any, AsyncClient().get("/live/")))
    assert response.status_code == 401


def test_nothing_is_told_of_a_deed_that_was_rolled_back(city: World) -> None:
    above = person(Role.REVIEWER, city.units["A"], "above@example.org")

    def refused() -> None:
        with pytest.raises(Exception, match="reason"):
            return_report(city.reviewer, returning(city.report_ids["A1"], ""))

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
            seen = await sync_to_async(as_seen)(mine)
            await sync_to_async(accept_reports)(city.reviewer, AcceptReports(seen))
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
