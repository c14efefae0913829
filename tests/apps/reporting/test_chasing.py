"""Whoever decides reminds those who write of reports that are missing: once a day, and only of those."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import returning

from mandate.apps.reporting import services
from mandate.apps.reporting.queries.chasing import Chase, chases, writers_of
from mandate.apps.reporting.queries.coverage import missing_list
from mandate.apps.reporting.services import ClosePeriod, RemindWriters, SubmitReport, remind_writers
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.period import Frequency, Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.models import Entry
from mandate.platform.notices.models import Notice
from mandate.platform.notices.queries import worded

LATE = NOW + timedelta(days=20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    return world()


def at(actor: Actor, now: datetime = LATE) -> Actor:
    return replace(actor, now=now)


def deciding(city: World, unit: str, now: datetime = LATE, role: Role = Role.REVIEWER) -> Actor:
    return acting(role, city.units[unit], now)


def remind(actor: Actor, city: World, *units: str) -> tuple[list[str], dict[str, list[str]]]:
    """The units of which somebody was reminded, and those skipped."""
    codes = {pk: code for code, pk in city.report_ids.items()}
    done = remind_writers(actor, RemindWriters([city.report_ids[unit] for unit in units]))
    return [codes[pk] for pk in done.reminded], {
        why: [codes[pk] for pk in ids] for why, ids in done.skipped.items()
    }


def told() -> dict[str, int]:
    """How many reminders each person has."""
    found: dict[str, int] = {}
    for email in Notice.objects.filter(kind="reporting.reminded").values_list("user__email", flat=True):
        found[email.split("@")[0]] = found.get(email.split("@")[0], 0) + 1
    return found


def chase(actor: Actor, city: World, unit: str) -> Chase:
    return chases(actor, [city.report(unit)])[city.report_ids[unit]]


def test_reporters_here_and_above_and_the_secretary_of_the_unit_are_told(city: World) -> None:
    person(Role.REPORTER, city.units["A"])
    person(Role.REPORTER, city.units["A2"])
    person(Role.SECRETARY, city.units["A1"])
    person(Role.SECRETARY, city.units["A"])
    person(Role.REPORTER, None)
    User.objects.filter(email="reporter-all@example.org").update(is_active=False)
    actor = deciding(city, "C")
    assert remind(actor, city, "A1") == (["A1"], {})
    assert told() == {"reporter-a": 1, "reporter-a1": 1, "secretary-a1": 1}
    assert chase(actor, city, "A1").names == ("reporter-a", "reporter-a1", "secretary-a1")
    notice = Notice.objects.get(user__email="reporter-a1@example.org")
    reader = actor_of(notice.user, LATE)
    ((_, _, said),) = worded(reader, [notice]).told
    assert said.sentence == (
        "reviewer-c reminds you of a report: Yearly figures for 2023, Phố 1, Phường A, due on 10 January 2024"
    )
    assert said.address == f"/reports/{city.report_ids['A1']}/"
    event = Entry.objects.get(code="reporting.reminded")
    assert (event.user_id, event.unit_id, event.subject_id) == (
        actor.user_id, city.units["A1"].pk, city.report_ids["A1"],
    )  # fmt: skip


def test_a_role_everywhere_writes_as_it_does_elsewhere(city: World) -> None:
    person(Role.REPORTER, None)
    person(Role.SECRETARY, None)
    units = {code: unit.pk for code, unit in city.units.items()}
    found = writers_of(units.values(), LATE.date())
    assert [one.name for one in found[units["B1"]]] == ["reporter-all"]
    assert [one.name for one in found[units["C"]]] == ["reporter-all", "secretary-all", "secretary-c"]


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [
        (Role.REVIEWER, "C", True), (Role.REVIEWER, "A", True), (Role.SECRETARY, "A", True),
        (Role.REVIEWER, "A1", False), (Role.SECRETARY, "A1", False), (Role.REPORTER, "A", False),
        (Role.OBSERVER, "C", False), (Role.ADMINISTRATOR, "C", False),
    ],
)  # fmt: skip
def test_only_whoever_decides_on_it_reminds(city: World, role: Role, unit: str, may: bool) -> None:
    actor = deciding(city, unit, role=role)
    if may:
        assert remind(actor, city, "A1") == (["A1"], {})
        return
    with pytest.raises(Forbidden):
        remind(actor, city, "A1")
    assert chase(actor, city, "A1").writers == () and told() == {}
    assert "remind/" not in missing_page(client_of(User.objects.get(pk=actor.user_id)), unit)


def test_of_a_sibling_and_of_ones_own_nobody_is_reminded(city: World) -> None:
    actor = deciding(city, "B")
    person(Role.REPORTER, city.units["B1"])
    found = remind(actor, city, "B1", "A1", "B")
    assert found == (["B1"], {"not_found": ["A1"], "forbidden": ["B"]})
    assert told() == {"reporter-b1": 1}


def test_whoever_reminds_is_not_told_and_where_nobody_else_writes_it_is_said(city: World) -> None:
    both = deciding(city, "B")
    assert remind(both, city, "B1", "B2") == ([], {"nobody": ["B1", "B2"]})
    person(Role.REPORTER, city.units["B"], "reviewer-b@example.org")
    both = actor_of(User.objects.get(pk=both.user_id), LATE)
    assert remind(both, city, "B1") == ([], {"nobody": ["B1"]})
    person(Role.REPORTER, city.units["B1"])
    assert remind(both, city, "B1") == (["B1"], {})
    assert told() == {"reporter-b1": 1}


def test_the_same_report_rests_for_a_day_whoever_reminds(city: World) -> None:
    ward, above = deciding(city, "A"), deciding(city, "C")
    assert remind(ward, city, "A1") == (["A1"], {})
    day = timedelta(hours=24)
    almost, then = LATE + day - timedelta(microseconds=1), LATE + day
    assert remind(at(above, almost), city, "A1") == ([], {"reminded": ["A1"]})
    assert chase(at(above, almost), city, "A1").reminded_by == "reviewer-a"
    assert remind(at(above, then), city, "A1") == (["A1"], {})
    last = chase(at(ward, then), city, "A1")
    assert (last.why, last.reminded_at, last.reminded_by) == ("reminded", then, "reviewer-c")
    assert told() == {"reporter-a1": 2}


def test_only_what_is_missing_is_reminded_of(city: World) -> None:
    actor = deciding(city, "C")
    person(Role.REPORTER, city.units["A"])
    due = city.opened.due
    on_the_day = datetime.combine(due, LATE.timetz())
    assert remind(at(actor, on_the_day), city, "A1") == ([], {"not_missing": ["A1"]})
    assert remind(at(actor, on_the_day + timedelta(days=1)), city, "A1") == (["A1"], {})
    for unit in ("A2", "A"):
        city.save(city.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(city.report_ids[unit]))
    services.return_report(city.reviewer, returning(city.report_ids["A"], "Count again."))
    assert remind(actor, city, "A2", "A") == (["A"], {"not_missing": ["A2"]}), "what came back is missing"
    services.close_period(console(LATE), ClosePeriod(city.opened.pk))
    assert remind(at(actor, LATE + timedelta(days=3)), city, "A1") == ([], {"not_missing": ["A1"]})


def test_of_a_closed_unit_nobody_is_reminded(city: World) -> None:
    actor = deciding(city, "C")
    close_unit(console(), CloseUnit(city.units["A1"].pk, LATE.date()))
    assert remind(at(actor, LATE - timedelta(days=1)), city, "A1") == (["A1"], {})
    assert remind(at(actor, LATE + timedelta(days=2)), city, "A1") == ([], {"unit_closed": ["A1"]})


def missing_page(client: Client, unit: str = "C") -> str:
    return " ".join(client.get(f"/unit/{unit}/reports/?show=missing&period=2023").content.decode().split())


def test_the_list_names_who_is_responsible_and_reminds_by_row_and_by_choice(city: World) -> None:
    person(Role.REPORTER, city.units["B"])
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    page = missing_page(client)
    assert "Responsible" in page and "Remind the chosen ones" in page
    assert page.count("Nobody writes for this unit.") == 2, "A and A2"
    ids = city.report_ids
    assert f'value="{ids["A2"]}"' not in page
    answer = client.post("/unit/C/reports/remind/", {"one": ids["A1"], "report": [ids["B1"], ids["B2"]]})
    assert answer["Location"] == "/unit/C/reports/?show=missing"
    page = missing_page(client)
    assert "The people who write 1 report have been reminded." in page
    assert page.count("by reviewer-c") == 1 and "reminded on" in page
    chosen = [*(ids[unit] for unit in ("A1", "A2", "B1", "B2")), "x", "9" * 30, "0" * 5000]
    client.post("/unit/C/reports/remind/", {"report": chosen})
    page = missing_page(client)
    assert "The people who write 2 reports have been reminded." in page
    assert "1 skipped. Somebody reminded of it less than 24 hours ago. (Phố 1, Phường A)" in page
    assert "1 skipped. Nobody else writes for the unit. (Phố 2, Phường A)" in page
    assert told() == {"reporter-a1": 1, "reporter-b": 2}
    client.post("/unit/C/reports/remind/", {"page": "1"})
    assert "Choose the reports to remind of first." in missing_page(client)


def test_once_all_are_reminded_nothing_is_left_to_choose_and_the_rest_is_named(city: World) -> None:
    person(Role.REPORTER, city.units["B"])
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    assert "Remind the chosen ones" in missing_page(client)
    ids = city.report_ids
    period = {"period": "2023"}
    answer = client.post("/unit/C/reports/remind/", {"report": [ids["B"], ids["B1"], ids["B2"]], **period})
    assert answer["Location"].endswith("show=missing&period=2023"), "the page is of the same period"
    assert "skipped" not in missing_page(client), "B3 could be chosen and was not"
    client.post("/unit/C/reports/remind/", {"report": [ids["B3"], ids["A1"]], **period})
    page = missing_page(client)
    assert "Remind the chosen ones" not in page and 'name="report"' not in page
    assert "2 skipped. Nobody else writes for the unit. (Ph" in page
    assert "3 skipped. Somebody reminded of it less than 24 hours ago." in page


def test_where_nobody_writes_the_way_to_somebody_is_shown(city: World) -> None:
    above = person(Role.REVIEWER, city.units["C"])
    page = missing_page(client_of(above))
    assert "Nobody writes for this unit." in page and "accounts/add" not in page and "Ask " not in page
    person(Role.ADMINISTRATOR, city.units["C"], "Steward@example.org")
    page = missing_page(client_of(above))
    assert "Ask steward to add somebody." in page.replace("Steward", "steward")
    Grant.objects.create(user=above, role=Role.ADMINISTRATOR, unit=city.units["C"], starts=NOW.date())
    page = missing_page(client_of(above))
    assert f'href="{reverse("accounts:add")}?unit=A2"' in page and "Ask " not in page


def test_a_list_and_a_reminder_cost_the_same_for_one_and_for_many(city: World) -> None:
    actor = deciding(city, "C")
    for unit in ("A", "B", "B1", "B2"):
        person(Role.REPORTER, city.units[unit])
    period = Period.containing(date(2023, 6, 1), Frequency.YEARLY)

    def cost(do: Callable[[], object]) -> int:
        with asked_anew() as asked:
            do()
        return len(asked)

    def listed(unit: str) -> Callable[[], object]:
        listing = missing_list(actor, city.units[unit].pk, period=period)
        return lambda: listing.rows(list(listing.source))

    listed("C")()
    assert cost(listed("A1")) == cost(listed("C"))
    remind(actor, city, "A2")
    one = cost(lambda: remind(actor, city, "A1"))
    assert cost(lambda: remind(actor, city, "A", "B", "B1", "B2", "B3")) == one


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remind_together_one_does() -> None:
    city = world()
    actors = [deciding(city, "A"), deciding(city, "C")]
    start = Barrier(2)

    def act(actor: Actor) -> tuple[list[str], dict[str, list[str]]]:
        start.wait(30)
        try:
            return remind(actor, city, "A1")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(act, actors))
    assert sorted(done, key=str) == [(["A1"], {}), ([], {"reminded": ["A1"]})]
    assert told() == {"reporter-a1": 1}
