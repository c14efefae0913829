"""Which days by which reports are due stand in whose calendar."""

from dataclasses import replace
from datetime import date, timedelta

from icalendar import Calendar
from tests.apps.reporting.steps import accept, submit
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, yearly_form

from mandate.apps.reporting import services
from mandate.apps.reporting.calendar import FROM_BELOW, TO_SUBMIT
from mandate.apps.reporting.services import (
    ClosePeriod,
    ExcuseUnits,
    OpenPeriod,
    ReturnReport,
    close_period,
    excuse_units,
    return_report,
)
from mandate.apps.units.models import UnitKind
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.platform.access.actor import Actor, Role, guest
from mandate.platform.access.request import actor_of
from mandate.platform.calendar.kinds import CalendarEntry
from mandate.platform.calendar.queries import agenda, entries_of

DUE = date(2024, 1, 10)
YEAR = (date(2024, 1, 1), date(2025, 1, 1))


def owed(actor: Actor) -> list[tuple[str, str]]:
    """Unit and note of what the actor is to submit."""
    return [(one.unit, one.note) for one in TO_SUBMIT.entries(actor, *YEAR)]


def below(actor: Actor) -> list[tuple[str, str]]:
    """The same of what is to come from below."""
    return [(one.unit, one.note) for one in FROM_BELOW.entries(actor, *YEAR)]


def test_the_day_by_which_a_report_of_ones_own_is_due(city: World) -> None:
    (entry,) = TO_SUBMIT.entries(city.reporter, *YEAR)
    assert entry == CalendarEntry(
        about=("form_period", city.opened.pk),
        starts=DUE,
        title="Yearly figures for 2023",
        unit="Phố 1, Phường A",
        view=("reporting:report", str(city.report_ids["A1"])),
        owed=True,
    )
    assert client_of(person(Role.REPORTER, city.units["A1"])).get(entry.address).status_code == 200


def test_a_span_is_half_open(city: World) -> None:
    for kind, actor in ((TO_SUBMIT, city.reporter), (FROM_BELOW, city.reviewer)):
        assert len(kind.entries(actor, DUE, date(2024, 1, 11))) == 1
        assert not kind.entries(actor, date(2024, 1, 11), YEAR[1]) and not kind.entries(actor, YEAR[0], DUE)


def test_many_units_have_one_entry_which_names_a_few(city: World) -> None:
    assert owed(acting(Role.REPORTER, city.units["A"])) == [
        ("", "3 reports: Phố 1, Phường A; Phố 2, Phường A; Phường A, Thành phố")
    ]
    assert owed(acting(Role.REPORTER, city.units["C"])) == [("", "7 reports")]
    assert owed(acting(Role.REPORTER, None)) == [("", "7 reports")]


def test_whose_they_are(city: World) -> None:
    """Own unit, below, beside, above; who reports, who decides, who only reads, and nobody."""
    at = {code: city.units[code] for code in ("A", "A1", "B")}
    assert owed(acting(Role.SECRETARY, at["A"])) == [("Phường A, Thành phố", "")]
    assert below(acting(Role.SECRETARY, at["A"])) == [("Phường A", "0 of 2 reports submitted so far")]
    assert below(acting(Role.REVIEWER, at["B"])) == [("Phường B", "0 of 3 reports submitted so far")]
    assert owed(acting(Role.REVIEWER, at["B"])) == []
    assert below(acting(Role.SECRETARY, at["A1"])) == below(acting(Role.REPORTER, at["A"])) == []
    for nobodys in (acting(Role.OBSERVER, None), acting(Role.ADMINISTRATOR, None), guest(NOW), console()):
        assert owed(nobodys) == below(nobodys) == []


def test_two_roles_beside_each_other(city: World) -> None:
    person(Role.SECRETARY, city.units["A"], "two@example.org")
    user = person(Role.SECRETARY, city.units["B"], "two@example.org")
    actor = actor_of(user, NOW)
    (entry,) = FROM_BELOW.entries(actor, *YEAR)
    assert (entry.unit, entry.view, entry.note) == ("", ("desk:desk",), "0 of 5 reports submitted so far")
    assert owed(actor) == [("", "2 reports: Phường A, Thành phố; Phường B, Thành phố")]


def test_what_is_submitted_is_done_until_it_comes_back(city: World) -> None:
    ward = acting(Role.SECRETARY, city.units["A"])
    submit(city, "A1")
    assert owed(city.reporter) == []
    assert below(ward) == [("Phường A", "1 of 2 reports submitted so far")]
    return_report(ward, ReturnReport(city.report_ids["A1"], "why?", city.report("A1").version))
    assert owed(city.reporter) == [("Phố 1, Phường A", "")]
    submit(city, "A1", "A2")
    assert below(ward) == []


def test_a_correction_of_what_was_accepted_is_due_on_no_day(city: World) -> None:
    accept(city, "A1")
    services.start_correction(city.reporter, services.StartCorrection(city.report_ids["A1"], "a mistake"))
    assert owed(city.reporter) == []


def test_what_is_excused_or_closed_is_nobodys(city: World) -> None:
    ward = acting(Role.SECRETARY, city.units["A"])
    excuse_units(console(), ExcuseUnits(city.opened.pk, [city.units["A1"].pk], "flood"))
    assert owed(city.reporter) == []
    assert below(ward) == [("Phường A", "0 of 1 report submitted so far")]
    close_period(console(), ClosePeriod(city.opened.pk))
    assert below(ward) == owed(ward) == []


def test_units_that_close_and_move_within_the_period(city: World) -> None:
    """What a closed unit owes is due from above as before; a unit that moved is its new ward's."""
    october = date(2023, 10, 1)
    close_unit(console(), CloseUnit(city.units["A1"].pk, october))
    move_unit(console(), MoveUnit(city.units["A2"].pk, city.units["B"].pk, october))
    assert owed(city.reporter) == [("Phố 1, Phường A", "")]
    assert owed(acting(Role.REPORTER, city.units["A"]))[0][1].startswith("2 reports: Phố 1, Phường")
    assert below(acting(Role.SECRETARY, city.units["A"])) == [("Phường A", "0 of 1 report submitted so far")]
    assert below(acting(Role.SECRETARY, city.units["B"])) == [("Phường B", "0 of 4 reports submitted so far")]
    assert below(city.reviewer) == [("Thành phố", "0 of 7 reports submitted so far")]


def test_the_entry_from_below_leads_to_what_is_missing(city: World) -> None:
    services.open_period(console(), OpenPeriod(city.form.pk, "2026"))
    (entry,) = FROM_BELOW.entries(city.reviewer, date(2027, 1, 1), date(2028, 1, 1))
    assert entry.address == "/unit/C/reports/?period=2026&show=not_due"
    page = client_of(person(Role.SECRETARY, city.units["C"])).get(entry.address).content.decode()
    assert "Phố 3" in page
    (entry,) = FROM_BELOW.entries(replace(city.reviewer, now=NOW + timedelta(days=30)), *YEAR)
    assert entry.address == "/unit/C/reports/?period=2023&show=missing"


def test_a_top_unit_is_not_below_itself(city: World) -> None:
    """Who decides there decides on it too, and has it in what is theirs to submit."""
    kinds = [UnitKind.objects.get(code="city").pk]
    form = services.save_form(console(), replace(yearly_form(city.indicators), code="top", kind_ids=kinds))
    services.open_period(console(), OpenPeriod(form.pk, "2023"))
    assert len(below(city.reviewer)) == 1 and ("Thành phố", "") in owed(city.reviewer)


def test_overdue_first_then_by_month(city: World) -> None:
    services.open_period(console(), OpenPeriod(city.form.pk, "2024"))
    page = agenda(replace(city.reporter, now=NOW + timedelta(days=20)))
    assert [one.entry.starts for one in page.overdue] == [DUE]
    assert [(month.period.code, len(month.entries)) for month in page.months] == [("2025-01", 1)]
    page = agenda(replace(city.reporter, now=NOW + timedelta(days=200)))
    assert [one.entry.starts for one in page.overdue] == [DUE], "it is owed however long ago its day was"
    page = agenda(city.reporter)
    assert not page.overdue and [month.period.code for month in page.months] == ["2024-01", "2025-01"]


def test_as_many_queries_for_all_as_for_one(city: World) -> None:
    services.open_period(console(), OpenPeriod(city.form.pk, "2024"))
    counts = []
    for unit in ("A1", "C"):
        actors = [acting(role, city.units[unit]) for role in (Role.REPORTER, Role.SECRETARY)]
        entries_of(actors[0])  # the tree is in memory
        for actor in actors:
            with asked_anew() as captured:
                entries_of(actor)
            counts.append(len(captured))
    assert counts[2] <= counts[0] and counts[3] <= 12, counts


def test_the_page_and_the_file(city: World) -> None:
    """Of the time of the site: a period that is still to come."""
    services.open_period(console(), OpenPeriod(city.form.pk, "2026"))
    client = client_of(person(Role.SECRETARY, city.units["B"], "b@example.org", "vi"))
    page = client.get("/calendar/").content.decode()
    assert "Lịch" in page and 'href="/unit/B/reports/?period=2026&amp;show=not_due"' in page
    assert "việc kín" not in page.partition('id="subscribe"')[0]
    file = client.get("/calendar/dates.ics")
    assert file["Content-Disposition"].startswith('attachment; filename="Lich.ics"')
    found = {str(one["uid"]) for one in Calendar.from_ical(file.content).walk("VEVENT")}
    numbers = city.form.periods.values_list("pk", flat=True)  # 2023 is owed ever since
    assert found == {
        f"{kind}.form_period.{number}@127.0.0.1"
        for kind in ("reports-due", "reports-from-below")
        for number in numbers
    }
