"""Changing what an opened period expects: with a reason, for one or many, taken back, known from when."""

import random
import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.support.organisation import NOW, acting, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.figures import expectations
from mandate.apps.reporting.models import Excuse, Report
from mandate.apps.reporting.services import ExcuseUnits, ExpectUnits, SubmitReport
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CreateUnit, create_unit
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def city() -> World:
    """A year opened, and two streets founded within it afterwards."""
    made = world()
    for code in ("A3", "A4"):
        command = CreateUnit(code, "street", {"en": code}, made.units["A"].pk, date(2023, 5, 1))
        made.units[code] = create_unit(console(), command)
    return made


def add(city: World, *codes: str, reason: str = "Founded in May", actor=None) -> int:
    ids = [city.units[code].pk for code in codes]
    return services.expect_units(actor or console(LATER), ExpectUnits(city.opened.pk, ids, reason))


def excuse(city: World, *codes: str, reason: str = "Flooded", actor=None) -> int:
    ids = [city.units[code].pk for code in codes]
    return services.excuse_units(actor or console(LATER), ExcuseUnits(city.opened.pk, ids, reason))


def now_expected(city: World) -> set[str]:
    reports = expected(Report.objects.filter(form_period=city.opened))
    return set(reports.values_list("unit__code", flat=True))


def known(city: World, at) -> int:
    found = expectations([city.families.pk], date(2023, 1, 1), date(2024, 1, 1), None, at)
    return sum(len(one.units) for one in found)


def refused(action) -> str:
    with pytest.raises(ValidationError) as error:
        action()
    return " ".join(error.value.messages)


def test_late_units_are_added_and_known_only_from_then(city):
    before = now_expected(city)
    assert add(city, "A3", "A4", "A1") == 2
    assert now_expected(city) == before | {"A3", "A4"}
    assert (known(city, NOW), known(city, LATER)) == (7, 9)
    told = [event_from(row.code, row.data) for row in Entry.objects.filter(code="reporting.unit_expected")]
    assert [event.reason for event in told] == ["Founded in May"] * 2
    assert "of this unit too: Founded in May" in told[0].sentence()


def test_units_are_excused_and_known_only_from_then(city):
    assert excuse(city, "A1", "B1") == 2
    assert {"A1", "B1"}.isdisjoint(now_expected(city))
    assert (known(city, NOW), known(city, LATER)) == (7, 5)
    assert excuse(city, "A1") == 0
    assert Entry.objects.filter(code="reporting.unit_excused").count() == 2


def test_both_are_taken_back_and_nothing_is_deleted(city):
    before = now_expected(city)
    add(city, "A3")
    excuse(city, "A1")
    for code in ("A3", "A1"):
        services.undo_expected(
            console(LATER + timedelta(days=1)), services.UndoExpected(city.opened.pk, city.units[code].pk)
        )
    assert now_expected(city) == before
    assert (known(city, NOW), known(city, LATER)) == (7, 7)
    assert Excuse.ever.count() == 2
    undone = Entry.objects.filter(code="reporting.expectation_undone").order_by("pk")
    assert [row.data["change"] for row in undone] == ["added", "excused"]
    assert "no change" in refused(
        lambda: services.undo_expected(console(), services.UndoExpected(city.opened.pk, city.units["B1"].pk))
    )
    assert add(city, "A3", actor=console(LATER)) == 1, "and it can be added again, by a slow request too"


def test_what_cannot_be_is_refused_by_name_and_nothing_changes(city):
    before = now_expected(city)
    assert "Give a reason." in refused(lambda: add(city, "A3", reason="  "))
    assert "Choose at least one unit." in refused(lambda: add(city))
    assert refused(lambda: add(city, "A3", "C")).endswith("form: Thành phố.")
    city.units["A9"] = create_unit(
        console(), CreateUnit("A9", "street", {"en": "Nine"}, city.units["A"].pk, date(2024, 1, 1))
    )
    assert "Not open on any day of the period: Nine." in refused(lambda: add(city, "A3", "A9"))
    report = city.report("A1")
    city.save(report, families=3)
    services.submit_report(city.reporter, SubmitReport(report.pk))
    assert "submitted already: Phố 1." in refused(lambda: excuse(city, "A1", "A2"))
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    assert "closed; reopen it first" in refused(lambda: add(city, "A3"))
    assert now_expected(city) == before


def test_another_form_that_expects_the_same_is_named(city):
    indicators = list(Indicator.objects.filter(code="families"))
    items = [services.SaveFormItem(one.pk) for one in indicators]
    street = city.units["A1"].kind_id
    services.retire_form(console(), services.RetireForm(city.form.pk))
    other = services.save_form(
        console(), services.SaveForm(None, "other", {"en": "Other"}, "yearly", 10, [street], items)
    )
    opened = services.open_period(console(), services.OpenPeriod(other.pk, "2022"))
    assert opened.reports.count() == 5
    assert "expects some of these figures" in refused(
        lambda: services.open_period(console(), services.OpenPeriod(other.pk, "2023"))
    )


def test_only_who_manages_periods_may(city):
    for role in (Role.SECRETARY, Role.REVIEWER, Role.REPORTER, Role.OBSERVER):
        actor = acting(role, city.units["C"])
        with pytest.raises(Forbidden):
            add(city, "A3", actor=actor)
        with pytest.raises(Forbidden):
            excuse(city, "A1", actor=actor)
    assert add(city, "A3", actor=acting(Role.ADMINISTRATOR, None)) == 1


def test_an_excused_report_is_not_owed_and_cannot_be_written(city):
    excuse(city, "A1")
    with pytest.raises(ValidationError):
        city.save(city.report("A1"), families=3)


# --- one change after the other


def rows() -> list[tuple]:
    """Every excuse as it is kept."""
    kept = Excuse.ever.order_by("pk")
    return list(kept.values_list("pk", "reason", "known_from", "known_until", "takes_back", "ended"))


@pytest.mark.parametrize("seed", range(6))
def test_any_chain_of_changes_is_taken_back_step_by_step(city, seed):
    chance = random.Random(seed)
    done: list[str] = []  # what was done and not taken back
    then, ended, moment = [], set(), LATER
    code = chance.choice(["A1", "A3"])
    for _ in range(24):
        moment += timedelta(hours=1)
        there = code in now_expected(city)
        if chance.random() < 0.5:
            action = excuse if there else add
            assert action(city, code, reason=f"Reason {len(then)}", actor=console(moment)) == 1
            done.append("excused" if there else "added")
        elif done:
            services.undo_expected(
                console(moment), services.UndoExpected(city.opened.pk, city.units[code].pk)
            )
            assert Entry.objects.order_by("-pk")[0].data["change"] == done.pop()
        assert (code in now_expected(city)) is (len(done) % 2 == (0 if code == "A1" else 1))
        then.append((moment, code in now_expected(city)))
        assert ended <= set(rows()), "what has ended stays as it is"
        ended = {row for row in rows() if row[3] is not None}
    while done:
        moment += timedelta(hours=1)
        services.undo_expected(console(moment), services.UndoExpected(city.opened.pk, city.units[code].pk))
        assert Entry.objects.order_by("-pk")[0].data["change"] == done.pop()
        then.append((moment, code in now_expected(city)))
    assert "no change" in refused(
        lambda: services.undo_expected(
            console(moment), services.UndoExpected(city.opened.pk, city.units[code].pk)
        )
    )
    assert (code in now_expected(city)) is (code == "A1")
    reports = Report.objects.filter(form_period=city.opened, unit=city.units[code])
    for at, was in then:
        assert expected(reports, at).exists() is was
        assert known(city, at) == (8 if was else 7) - (code == "A1")


def test_an_excuse_that_holds_again_has_its_reason_and_the_page_names_each_change(city):
    client = client_of(person(Role.ADMINISTRATOR, None))
    address = f"/forms/periods/{city.opened.pk}/"

    def change() -> str:
        page = client.get(address).content.decode()
        return page.partition('id="changes"')[2]

    def take_back() -> str:
        client.post(f"{address}undo/", {"unit": city.units["A1"].pk})
        return change()

    excuse(city, "A1", reason="Flooded")
    add(city, "A1", reason="Dry again")
    excuse(city, "A1", reason="Burnt")
    add(city, "A1", reason="Built again")
    assert "Built again" in change()
    assert "Burnt" in take_back()
    assert Excuse.objects.get().reason == "Burnt"
    assert "Dry again" in take_back()
    assert "Flooded" in take_back()
    assert take_back() == ""
    assert "A1" in now_expected(city)


def test_a_late_unit_that_is_taken_back_stands_in_no_list_of_changes(city):
    add(city, "A3")
    services.undo_expected(console(LATER), services.UndoExpected(city.opened.pk, city.units["A3"].pk))
    page = client_of(person(Role.ADMINISTRATOR, None)).get(f"/forms/periods/{city.opened.pk}/")
    assert 'id="changes"' not in page.content.decode()
    assert add(city, "A3", reason="Now it is") == 1
    services.undo_expected(console(LATER), services.UndoExpected(city.opened.pk, city.units["A3"].pk))
    assert "A3" not in now_expected(city)


def test_how_former_excuses_ended_is_told_from_the_journal(city):
    hours = iter(range(24))

    def next_hour():
        return console(LATER + timedelta(hours=next(hours)))

    def take_back():
        services.undo_expected(next_hour(), services.UndoExpected(city.opened.pk, city.units["A3"].pk))

    add(city, "A3", actor=next_hour())
    take_back()
    add(city, "A3", actor=next_hour())
    excuse(city, "A3", actor=next_hour())
    take_back()
    excuse(city, "A3", actor=next_hour())
    before = rows()
    migration = import_module("mandate.apps.reporting.migrations.0009_expectation_chain")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_excuse DROP CONSTRAINT excuse_tells_how_it_ended")
        cursor.execute("UPDATE reporting_excuse SET takes_back = NULL, ended = ''")
        cursor.execute(migration.ENDED)
        cursor.execute(migration.TAKES_BACK)
    assert [(row[4], row[5]) for row in before] == [(0, "added"), (None, "taken_back"), (None, "")]
    assert rows() == before


# --- the page


def offered(client, address):
    """The codes of the units that can be chosen."""
    ids = re.findall(r'type="checkbox" id="unit-(\d+)"', client.get(address).content.decode())
    return set(Unit.objects.filter(pk__in=ids).values_list("code", flat=True))


def test_the_page_adds_excuses_and_takes_back(city):
    client = client_of(person(Role.ADMINISTRATOR, None))
    address = f"/forms/periods/{city.opened.pk}/"
    assert address in client.get(f"/forms/{city.form.pk}/").content.decode()
    assert offered(client, address) == {"A3", "A4"}
    assert "B1" in offered(client, f"{address}?show=expected")
    assert offered(client, f"{address}?q=a3") == {"A3"}
    for show in ("late", "expected"):
        nobody = client.get(f"{address}?show={show}&q=nowhere").content.decode()
        assert "No unit has this name." in nobody
        assert "could report this form" not in nobody and "can be excused" not in nobody
    chosen = [city.units["A3"].pk, city.units["A4"].pk]
    kept = client.post(address, {"show": "late", "unit": chosen, "reason": ""})
    assert kept.status_code == 422
    assert f'value="{chosen[0]}" checked' in kept.content.decode()
    done = client.post(
        address, {"show": "late", "unit": chosen, "reason": "New"}, follow=True
    ).content.decode()
    assert "2 units added." in done
    assert "Every unit that could report this form in the period is expected." in done
    client.post(address, {"show": "expected", "unit": [city.units["A1"].pk], "reason": "Flooded"})
    assert "Flooded" in client.get(address).content.decode()
    client.post(f"{address}undo/", {"unit": city.units["A1"].pk})
    assert "A1" in now_expected(city)
    assert "Flooded" not in client.get(address).content.decode()


def test_the_page_is_for_who_manages_periods(city):
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    address = f"/forms/periods/{city.opened.pk}/"
    assert client.get(address).status_code == 403
    assert client.post(address, {"unit": [city.units["A3"].pk], "reason": "x"}).status_code == 403
    assert client.post(f"{address}undo/", {"unit": city.units["A3"].pk}).status_code == 403
    assert address not in client.get(f"/forms/{city.form.pk}/").content.decode()
    administrator = client_of(person(Role.ADMINISTRATOR, None))
    for unit in ("x", "9" * 30, "-1"):
        assert administrator.post(address, {"unit": [unit], "reason": "x"}).status_code == 422
        assert administrator.post(f"{address}undo/", {"unit": unit}).status_code == 404
    assert administrator.get("/forms/periods/999999/").status_code == 404
    assert Unit.objects.filter(code="A3").exists()
