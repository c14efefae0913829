"""The desk of each role, the parts it refreshes, the side, and the health check."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, returning

from mandate.apps.desk.queries.coming import coming
from mandate.apps.reporting import services
from mandate.apps.reporting.queries import tasks
from mandate.apps.reporting.queries.lists import to_write, waiting_list
from mandate.apps.reporting.queries.queue import turn_of
from mandate.apps.reporting.queries.setting_up import units_without_writers
from mandate.apps.reporting.queries.whose import MINE
from mandate.apps.reporting.services import AcceptReports, OpenPeriod, SubmitReport, open_period
from mandate.apps.reviews.models import Review
from mandate.apps.targets.services import SetTarget, set_target
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.core.period import Period
from mandate.core.target import Direction
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant
from mandate.platform.access.request import actor_of
from mandate.platform.duties import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """The clock of the pages stands where that of the services does."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def city() -> World:
    return world()


def desk(client: Client, query: str = "") -> str:
    response = client.get("/" + query)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def submit(city: World, *codes: str) -> None:
    reporter = acting(Role.REPORTER, city.units["C"])
    for code in codes:
        city.save(city.report(code), reporter, families=100, cultural=90)
        services.submit_report(reporter, SubmitReport(city.report_ids[code]))


def test_a_guest_is_sent_to_sign_in() -> None:
    for address in ("/", reverse("desk:part", args=["due"]), reverse("desk:navigation"), "/journal/"):
        response = Client().get(address)
        assert response.status_code == 302 and "/account/login/" in response["Location"], address


def test_the_date_above_the_desk_begins_with_a_capital(city: World) -> None:
    """In Vietnamese, too, whose dates begin with a word."""
    client = client_of(person(Role.OBSERVER, city.units["A"], language="vi"))
    assert re.search(r'class="eyebrow">Ngày \d', desk(client))


def test_each_part_of_the_desk_asks_for_itself_alone(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    parts = re.findall(
        r'id="desk-(\w+)"\s+class="stack"\s+hx-get="([^"]+)"', client.get("/").content.decode()
    )
    assert {"tour", "due", "returned", "waiting", "units"} <= {name for name, _ in parts}
    for name, address in parts:
        again = client.get(address)
        assert again.status_code == 200, address
        assert again.content.decode().lstrip().startswith(f'<div id="desk-{name}"'), address


def test_an_administrator_of_a_fresh_site_gets_the_first_steps() -> None:
    page = desk(client_of(person(Role.ADMINISTRATOR, None)))
    for address in ("/exchange/units/", "/exchange/indicators/", reverse("reporting:forms"), "/people/"):
        assert f'href="{address}"' in page
    assert page.count("to do") == 5
    assert "There are no units yet" in page
    assert "Due from you" not in page and "Waiting for your acceptance" not in page


def test_first_steps_are_ticked_off_and_go() -> None:
    administrator = client_of(person(Role.ADMINISTRATOR, None))
    tree()
    page = desk(administrator)
    assert page.count("to do") == 4 and 'href="/exchange/units/"' not in page.split('id="desk-units"')[0]
    person(Role.OBSERVER, None)
    assert desk(administrator).count("to do") == 3


def test_no_steps_once_all_is_there_nor_for_others(city: World) -> None:
    assert "First steps" not in desk(client_of(person(Role.ADMINISTRATOR, None)))
    assert "First steps" not in desk(client_of(person(Role.SECRETARY, city.units["C"])))


def test_a_reporter_sees_what_is_due_with_its_day(city: World) -> None:
    reporter = person(Role.REPORTER, city.units["A"], "both@example.org")
    page = desk(client_of(reporter))
    assert len(re.findall(r'id="due-\d+"', page)) == 3  # ward A and its streets
    assert "in 5 days" in page and "10 Jan 2024" in page
    assert "Phố 1, Phường A" in page and "Phường B" not in page
    assert "Waiting for your acceptance" not in page
    assert reverse("reporting:report", args=[city.report_ids["A1"]]) in page


def test_nothing_is_due_once_it_is_submitted(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["A1"]))
    assert "Nothing is due from you." not in desk(client)
    submit(city, "A1")
    assert "Nothing is due from you." in desk(client)


def test_overdue_is_said_in_words(city: World) -> None:
    late = actor_of(person(Role.REPORTER, city.units["A1"], "late@example.org"), NOW + timedelta(days=14))
    due = tasks.due(late, Asked("1", Period.parse("2023")))
    assert due is not None and [(one.days, one.report.overdue) for one in due.page] == [(-9, True)]


def test_the_cards_say_how_many_are_late_and_what_they_count(city: World) -> None:
    submit(city, "A1")
    writer = person(Role.REPORTER, city.units["A"], "late@example.org")
    decider = person(Role.REVIEWER, city.units["C"], "above@example.org")
    assert " late, " not in desk(client_of(writer)), "the day has not passed"
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        due = desk(client_of(writer)).split('id="desk-due"')[1].split("</header>")[0]
        waiting = desk(client_of(decider)).split('id="desk-waiting"')[1].split("</ul>")[0]
    assert "2 late, the first due on 10 Jan 2024" in due and "2 reports" in due
    assert "<strong>1 report</strong>" in waiting and "since 5 Jan 2024" in waiting


def test_what_came_back_is_told_with_its_reason_and_once(city: World) -> None:
    submit(city, "A1")
    services.return_report(city.reviewer, returning(city.report_ids["A1"], "The market is missing"))
    writer = client_of(person(Role.REPORTER, city.units["A1"], "back@example.org"))
    page = desk(writer)
    assert "The market is missing" in page
    report = writer.get(reverse("reporting:report", args=[city.report_ids["A1"]])).content.decode()
    for told in (page, report):
        assert "Returned on 5 January 2024 by secretary-c:" in " ".join(told.split())
    assert "Due from you" not in page and "Nothing is due from you." not in page  # for something is
    assert _button(page) == (reverse("reporting:report", args=[city.report_ids["A1"]]), "Go on")
    more = desk(client_of(person(Role.REPORTER, city.units["A"], "more@example.org")))
    assert more.index("Came back to you") < more.index("Due from you")
    assert _button(more)[1] == "Go on"


def test_what_came_back_stands_first_with_its_day_and_the_button(city: World) -> None:
    submit(city, "A1")
    services.return_report(city.reviewer, returning(city.report_ids["A1"], "Count again"))
    writer = person(Role.REPORTER, city.units["A"], "late@example.org")
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        open_period(console(), OpenPeriod(city.form.pk, "2024"))
        page = desk(client_of(writer))
        address, words = _button(page)
        work = client_of(writer).get(reverse("reporting:work")).content.decode()
    assert (address, words) == (reverse("reporting:report", args=[city.report_ids["A1"]]), "Go on")
    assert page.index('id="desk-returned"') < page.index('id="desk-due"')
    sheet = page.split('id="desk-returned"')[1].split("</section>")[0]
    assert 'class="due late"' in sheet and 'datetime="2024-01-10"' in sheet and "Count again" in sheet
    assert re.findall(r'<a href="/reports/(\d+)/">', work)[0] == str(city.report_ids["A1"])


def test_the_first_report_to_write_has_the_one_button(city: World) -> None:
    client = client_of(person(Role.REPORTER, city.units["A"], "first@example.org"))
    address, words = _button(desk(client))
    assert words == "Fill in the figures"
    first = city.report_ids["A1"]  # Phố 1 before Phố 2 and Phường A
    assert address == reverse("reporting:report", args=[first])
    city.save(city.report("A1"), acting(Role.REPORTER, city.units["A"]), families=100)
    assert _button(desk(client)) == (address, "Go on")


def _button(page: str) -> tuple[str, str]:
    """Address and words of the one primary button."""
    (found,) = re.findall(r'class="btn go"\s+id="[^"]+"\s+href="([^"]+)"[^>]*>([^<]+)<', page)
    address, words = found
    return address, words


def test_whoever_writes_sees_at_which_unit_it_waits_and_since_when(city: World) -> None:
    client = client_of(person(Role.REPORTER, city.units["C"], "sent@example.org"))
    assert "Submitted, awaiting a decision" not in desk(client)
    submit(city, "A1", "B")
    alone = desk(client).split('id="desk-sent"')[1].split('id="desk-waiting"')[0]
    assert "waits at Phường A" in alone and alone.count("since ") == 2
    assert "?show=sent" not in alone
    elsewhere = desk(client_of(person(Role.REPORTER, city.units["A2"], "else@example.org")))
    assert "Submitted, awaiting a decision" not in elsewhere


def test_of_many_that_wait_above_five_are_shown_with_a_link_to_all(city: World) -> None:
    submit(city, "A1", "A2", "B1", "B2", "B3", "A")
    page = desk(client_of(person(Role.REPORTER, city.units["C"], "sent@example.org")))
    assert len(re.findall(r'id="sent-\d+"', page)) == 5
    assert f'href="{reverse("reporting:work")}?show=sent">All 6<' in page


def test_a_reviewer_looks_through_from_the_first_of_the_queue(city: World) -> None:
    reviewer = person(Role.REVIEWER, city.units["C"], "through@example.org")
    submit(city, "B1", "A2", "A1")
    address, words = _button(desk(client_of(reviewer)))
    assert words == "Look through"
    assert address == reverse("reporting:report", args=[city.report_ids["A1"]])
    turn = turn_of(actor_of(reviewer, NOW), city.report("A1"))
    assert turn is not None and (turn.place, turn.total) == (1, 3)


def test_where_nothing_waits_nothing_is_said(city: World) -> None:
    assert "Waiting for your acceptance" not in desk(client_of(person(Role.REVIEWER, city.units["C"])))


def test_what_waits_is_grouped_with_a_way_to_accept_it(city: World) -> None:
    submit(city, "A1", "A2", "B1", "A")
    page = desk(client_of(person(Role.REVIEWER, city.units["C"], "reviewer@example.org")))
    address = f"{reverse('reporting:reports', args=['C'])}?show=waiting&amp;form={city.form.pk}&amp;in=2023"
    assert address in page and "Phường A: 3" in page and "4 reports" in page
    assert "Due from you" not in page


def test_what_is_late_from_below_is_read_no_further_than_shown(city: World) -> None:
    for year in range(2010, 2023):
        open_period(console(), OpenPeriod(city.form.pk, str(year)))
    actor = actor_of(person(Role.REVIEWER, city.units["C"]), NOW)
    with asked_anew() as asked:
        shown = coming(actor, Asked("1", Period.parse("2023")))
    assert shown is not None
    last = [f"Yearly figures for {year}" for year in (2020, 2021, 2022)]
    assert [one.entry.title for one in shown.late] == last
    assert [one["sql"] for one in asked.captured_queries if one["sql"].endswith("LIMIT 3")]


def test_the_link_leads_to_exactly_these_reports(city: World) -> None:
    submit(city, "A1", "B1")
    client = client_of(person(Role.REVIEWER, city.units["C"], "reviewer@example.org"))
    link = re.search(r'id="waiting-[^"]+"\s+href="([^"]+)"', desk(client))
    assert link is not None
    page = client.get(link[1].replace("&amp;", "&")).content.decode()
    linked = {code for code, pk in city.report_ids.items() if f'href="/reports/{pk}/"' in page}
    assert linked - {"C"} == {"A1", "B1"}


def test_of_two_roles_the_lower_one_is_answered_for(city: World) -> None:
    submit(city, "A1", "B1", "A")
    user = person(Role.REVIEWER, city.units["C"], "two@example.org")
    Grant.objects.create(user=user, role=Role.SECRETARY.value, unit=city.units["A"])
    groups = {one.unit.code: one.count for one in tasks.waiting(actor_of(user, NOW))}
    assert groups == {"A": 1, "C": 2}


def test_nobody_is_asked_to_accept_their_own_report(city: World) -> None:
    submit(city, "A")
    assert tasks.waiting(acting(Role.SECRETARY, city.units["A"])) == ()
    assert tasks.decides(acting(Role.SECRETARY, city.units["A1"])) is False


def test_accepted_waits_no_more(city: World) -> None:
    submit(city, "A1")
    reviewer = acting(Role.REVIEWER, city.units["A"])
    assert [one.count for one in tasks.waiting(reviewer)] == [1]
    services.accept_reports(reviewer, AcceptReports(as_seen((city.report_ids["A1"],))))
    assert tasks.waiting(reviewer) == ()


def test_an_observer_sees_how_the_unit_stands_and_nothing_to_do(city: World) -> None:
    submit(city, "A1", "A2")
    services.accept_reports(city.reviewer, AcceptReports(as_seen((city.report_ids["A1"],))))
    set_target(
        console(),
        SetTarget(city.units["A"].pk, city.families.pk, "2023", "50", Direction.AT_LEAST.value, "Plan"),
    )
    page = desk(client_of(person(Role.OBSERVER, city.units["A"])))
    assert "Due from you" not in page and "Waiting for your acceptance" not in page
    assert "1 of 1 target met or exceeded" in page
    assert "1 of 3 reports accepted" in page and "1 waits for a decision" in page
    assert "What happened here lately" not in page  # the journal is not for observers
    for name in ("targets:overview", "reporting:reports", "reviews:reviews"):
        assert reverse(name, args=["A"]) in page


def test_a_section_for_each_unit_of_a_role_and_pages_of_them(city: World) -> None:
    user = person(Role.OBSERVER, city.units["A"], "many@example.org")
    for code in ("B", "A1", "A2", "B1", "B2"):
        Grant.objects.create(user=user, role=Role.OBSERVER.value, unit=city.units[code])
    client = client_of(user)
    first, second = desk(client), desk(client, "?units=2")
    assert len(re.findall(r'<h2 id="unit-\d+">', first)) == 4
    assert len(re.findall(r'<h2 id="unit-\d+">', second)) == 2


def test_somebody_without_a_role_is_told_whom_to_ask(city: World) -> None:
    user = person(Role.OBSERVER, None, "was@example.org")
    Grant.objects.filter(user=user).update(ends=NOW.date())
    assert "You have no role yet" in desk(client_of(user))


@pytest.mark.parametrize(
    "part",
    ["steps", "opening", "unwritten", "due", "returned", "sent", "waiting", "coming", "newest", "units"],
)
def test_each_part_renders_alone_and_asks_for_itself_again(city: World, part: str) -> None:
    submit(city, "A1")
    client = client_of(person(Role.SECRETARY, city.units["A"]))
    address = reverse("desk:part", args=[part])
    alone = client.get(address).content.decode()
    assert "<html" not in alone
    assert f'id="desk-{part}"' in alone and f'hx-get="{address}' in alone
    assert "mandate:changed from:body" in alone
    assert client.get(reverse("desk:part", args=["nothing"])).status_code == 404


def test_an_administrator_sees_which_periods_are_to_be_opened(city: World) -> None:
    administrator = client_of(person(Role.ADMINISTRATOR, None))
    address = f"{reverse('reporting:open', args=[city.form.pk])}?period=2024"
    assert f'href="{address}"' in desk(administrator)
    for other in (person(Role.SECRETARY, city.units["C"]), person(Role.ADMINISTRATOR, city.units["A"])):
        assert "Periods to open" not in desk(client_of(other))
    services.open_period(console(), services.OpenPeriod(city.form.pk, "2024"))
    assert "Periods to open" not in desk(administrator)


def test_an_administrator_sees_the_units_without_a_person(city: World) -> None:
    administrator = person(Role.ADMINISTRATOR, None)
    actor, asked = actor_of(administrator, NOW), Asked("1", Period.parse("2023"))
    person(Role.SECRETARY, city.units["C"], "top@example.org")  # on the top: nobody's own
    person(Role.OBSERVER, city.units["B"], "looks@example.org")  # writes nothing
    person(Role.REPORTER, city.units["A"], "writes@example.org")
    left = units_without_writers(actor, asked)
    assert left is not None and left.count == 4
    assert [one.unit.code for one in left.units] == ["B", "B1", "B2", "B3"]
    assert "4 units report for which nobody" in desk(client_of(administrator))
    assert units_without_writers(acting(Role.ADMINISTRATOR, city.units["B"]), asked) is None
    gone = person(Role.REPORTER, city.units["B"], "gone@example.org")
    assert units_without_writers(actor, asked) is None
    gone.is_active = False
    gone.save()
    assert units_without_writers(actor, asked) == left


def test_whoever_decides_sees_what_comes_next_and_what_is_late(city: World) -> None:
    secretary = person(Role.SECRETARY, city.units["A"])
    sheet = desk(client_of(secretary)).split('id="desk-coming"')[1].split('id="desk-newest"')[0]
    assert "What comes next" in sheet and "Due from the units below" in sheet and "10 Jan 2024" in sheet
    assert "What comes next" not in desk(client_of(person(Role.OBSERVER, city.units["A"])))
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        page = desk(client_of(secretary))
    late = page.split('id="desk-coming"')[1].split("</section>")[0]
    assert "Overdue" in late and 'class="due late"' in late
    assert "0 of 2 reports submitted so far · 2 overdue" in late
    assert f'href="{reverse("reporting:reports", args=["A"])}?period=2023&amp;show=missing"' in late
    assert f'href="{reverse("reporting:reports", args=["A"])}?period=2023&amp;show=missing"' in page


def test_an_observer_sees_the_newest_review_of_what_they_may_see(city: World) -> None:
    observer = client_of(person(Role.OBSERVER, city.units["A"]))
    assert "The newest review" not in desk(observer)
    for days, (unit, year) in enumerate((("B", 2021), ("A", 2022), ("A1", 2021), ("B", 2022))):
        Review.objects.create(
            unit=city.units[unit],
            period=str(year),
            starts=date(year, 1, 1),
            ends=date(year + 1, 1, 1),
            closed_at=NOW - timedelta(days=9 - days),
        )
    page = desk(observer)
    (address,) = re.findall(r'id="newest-\d+"\s+href="([^"]+)"', page)
    assert address == reverse("reviews:review", args=["A1", "2021"])
    assert "The newest review" not in desk(client_of(person(Role.SECRETARY, city.units["A"])))


def test_the_number_of_queries_does_not_depend_on_the_units_below(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"], "few@example.org"))
    submit(city, "A1", "A")  # something waits, and something happened
    desk(client)
    with asked_anew() as few:
        desk(client)
    submit(city, "A2", "B1", "B2", "B3", "B")
    desk(client)
    with asked_anew() as many:
        desk(client)
    assert len(many) <= len(few), [query["sql"][:90] for query in many.captured_queries]


def test_the_number_of_queries_does_not_depend_on_the_units_without_a_person(city: World) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    granted = [Grant(user=person(Role.REPORTER, None), role=Role.REPORTER.value) for _ in range(2)]
    for one, unit in zip(granted, ("A", "B1"), strict=True):
        one.unit = city.units[unit]
        one.save()
    desk(client)
    with asked_anew() as few:
        assert "3 units report" in desk(client)
    for one in granted:
        one.delete()
    with asked_anew() as many:
        assert "6 units report" in desk(client)
    assert len(many) <= len(few), [query["sql"][:90] for query in many.captured_queries]


def test_the_counters_say_what_the_pages_list(city: World) -> None:
    submit(city, "A1", "A")
    above, ward = acting(Role.SECRETARY, city.units["C"]), acting(Role.SECRETARY, city.units["A"])

    assert waiting_list(above).total == 2, "both may be decided"
    assert tasks.waiting_count(above) == waiting_list(above, whose=MINE).total == 1, "one waits at the ward"
    assert tasks.waiting_count(ward) == waiting_list(ward).total == 1  # the street's; not the ward's own
    assert tasks.due_count(city.reporter) == to_write(city.reporter).total == 0
    writer = acting(Role.REPORTER, city.units["B"])
    assert tasks.due_count(writer) == to_write(writer).total == 4
    for nobody in (acting(Role.OBSERVER, None), console()):
        assert tasks.waiting_count(nobody) == tasks.due_count(nobody) == 0


def test_what_a_unit_sent_before_it_was_closed_is_counted_where_it_was(city: World) -> None:
    submit(city, "A1", "B1")
    close_unit(console(), CloseUnit(city.units["A1"].pk, NOW.date()))
    above = acting(Role.SECRETARY, city.units["C"])
    listed = [waiting_list(above, unit_id=city.units[unit].pk).total for unit in ("C", "A", "A1", "B")]
    assert listed == [2, 1, 1, 1]
    assert tasks.waiting_count(above) == listed[0]


def test_a_closed_unit_waits_under_what_it_lay_under_when_it_closed(city: World) -> None:
    submit(city, "A1", "B1")
    close_unit(console(), CloseUnit(city.units["A1"].pk, NOW.date()))
    above = acting(Role.SECRETARY, city.units["C"])
    (group,) = tasks.waiting(above)
    assert (group.unit.code, [share.unit for share in group.shares]) == ("C", ["Phường A", "Phường B"])
    ward = acting(Role.SECRETARY, city.units["A"])
    (group,) = tasks.waiting(above)
    assert [share.unit for share in group.shares] == ["Phường B"], "the other waits at the ward"
    (group,) = tasks.waiting(ward)
    assert (group.unit.code, [share.unit for share in group.shares]) == ("A", ["Phố 1"])


def test_the_side_keeps_its_place(city: World) -> None:
    submit(city, "A1")
    client = client_of(person(Role.SECRETARY, city.units["C"], "side@example.org"))
    side = client.get(reverse("desk:navigation"), {"section": "targets", "unit": city.units["A"].pk})
    text = " ".join(side.content.decode().split())
    assert text.startswith('<ul id="nav"')
    assert f'href="{reverse("units:tree")}" aria-current="page"' in text  # a unit below is not one's own
    assert re.search(r'id="badge-work"><span[^>]*>1<', text)
    assert f"unit={city.units['A'].pk}" in text and "section=targets" in text


@pytest.mark.parametrize("unit", ["B", "C"])
def test_the_side_of_a_unit_that_one_may_not_see(city: World, unit: str) -> None:
    client = client_of(person(Role.SECRETARY, city.units["A"]))
    assert client.get(reverse("desk:navigation"), {"unit": city.units[unit].pk}).status_code == 404
    assert client.get(reverse("desk:navigation"), {"unit": "999999999999999999"}).status_code == 404
    assert client.get(reverse("desk:navigation"), {"unit": "²"}).status_code == 200


def test_the_period_is_the_newest_year_that_is_asked_for(city: World) -> None:
    observer = person(Role.OBSERVER, city.units["C"])
    with time_machine.travel(NOW + timedelta(days=800), tick=False):
        overview = client_of(observer).get("/unit/C/").content.decode()
        assert ">2023</span></summary>" in overview and "met or exceeded, 2023" not in desk(
            client_of(observer)
        )


def test_health_needs_no_sign_in_and_tells_nothing() -> None:
    response = Client().get("/health/")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]


def test_health_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError
    from django.test import RequestFactory

    from mandate.apps.desk.web.health_views import health

    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    assert health(RequestFactory().get("/health/")).status_code == 503


def test_every_figure_of_a_unit_names_its_period_and_a_street_its_ward(city: World) -> None:
    page = " ".join(desk(client_of(person(Role.REPORTER, city.units["A1"]))).split())
    assert "2023: 0 of 1 report" in page
    ward = next(iter(city.units["A"].names.values()))
    assert re.search(rf'id="unit-\d+"> <a [^>]+>Phố 1</a> <small class="quiet">· {ward}</small>', page)
