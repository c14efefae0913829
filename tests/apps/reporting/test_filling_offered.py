"""Filling in from a spreadsheet is offered where there is something that the reader may write."""

import re

import pytest
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report
from mandate.core.reportstate import WRITABLE, State
from mandate.platform.access.actor import Role

OFFER = "Fill from a spreadsheet"


def offered(city: World, role: Role, holds: str, unit: str) -> bool:
    page = client_of(person(role, city.units[holds])).get(f"/unit/{unit}/reports/?period=2023")
    assert page.status_code == 200
    return OFFER in page.content.decode()


@pytest.mark.parametrize("state", State)
def test_it_is_offered_while_a_report_of_the_unit_can_be_written_in(city: World, state: State) -> None:
    Report.objects.update(state=State.ACCEPTED)
    Report.objects.filter(pk=city.report_ids["A1"]).update(state=state)
    assert offered(city, Role.REPORTER, "A1", "A1") is (state in WRITABLE)


def test_one_report_below_that_can_be_written_in_is_enough(city: World) -> None:
    Report.objects.update(state=State.SUBMITTED)
    assert not offered(city, Role.SECRETARY, "C", "C")
    Report.objects.filter(pk=city.report_ids["A1"]).update(state=State.RETURNED)
    assert offered(city, Role.SECRETARY, "C", "C")


def test_every_period_that_can_be_written_in_is_offered_whichever_is_shown(city: World) -> None:
    earlier = services.open_period(console(), services.OpenPeriod(city.form.pk, "2022"))
    writer = client_of(person(Role.REPORTER, city.units["A1"]))
    for period in ("2023", "2022", "2019"):
        page = writer.get(f"/unit/A1/reports/?period={period}").content.decode()
        links = re.findall(r'href="/exchange/template/(\d+)/A1/"[^>]*>([^<]+)<', page)
        assert [(int(number), words.split(", ")[-1]) for number, words in links] == [
            (city.opened.pk, "2023"), (earlier.pk, "2022"),
        ]  # fmt: skip


def test_it_is_not_offered_to_those_who_write_no_figures(city: World) -> None:
    assert not offered(city, Role.REVIEWER, "C", "C")
    assert not offered(city, Role.ADMINISTRATOR, "C", "C")
