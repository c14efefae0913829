"""Whoever decides reads each figure beside a year before, and where the unit stood then."""

import re

import pytest
from tests.apps.reporting.steps import load, submit
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World

from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.since_then import stood_then
from mandate.core.period import Period
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def text(city: World, unit: str) -> str:
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    page = client.get(f"/reports/{city.report_ids[unit]}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_difference_stands_in_words_and_is_marked_where_it_strikes(city: World) -> None:
    load("A1,families,2022,25", "A1,cultural,2022,25")
    submit(city, "A1", families=150, cultural=20)
    page = text(city, "A1")
    assert "125 more than for 2022 (+500%)" in page and "5 less than for 2022 (−20%)" in page
    client = client_of(person(Role.REVIEWER, city.units["A"], email="second@example.org"))
    html = client.get(f"/reports/{city.report_ids['A1']}/").content.decode()
    assert re.findall(r'class="against( striking)?"', html) == [" striking", ""]


def test_where_the_unit_stood_then_is_told_where_it_was_elsewhere(city: World) -> None:
    submit(city, "A1", families=5)
    shown = report_page(console(), city.report_ids["A1"])
    assert shown.then is None, "it lay under the same ward"
    elsewhere = stood_then(
        city.units["A1"].pk, report_page(console(), city.report_ids["B1"]).above, Period.parse("2023")
    )
    assert elsewhere is not None and elsewhere.existed and elsewhere.under == shown.above
    before = stood_then(0, None, Period.parse("2023"))
    assert before is not None and not before.existed, "there was no such unit"


def test_the_list_of_what_is_missing_leaves_a_trace_as_a_file(city: World) -> None:
    client = client_of(person(Role.SECRETARY, city.units["C"]))
    assert client.get("/unit/C/reports/?show=missing&period=2023&file=csv").status_code == 200
    assert client.get("/unit/C/reports/?show=all&period=2023&file=csv").status_code == 200
    (entry,) = Entry.objects.filter(code="reporting.missing_taken")
    assert entry.data["filters"] == [["unit", "C"], ["period", "2023"]]
