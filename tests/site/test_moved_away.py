"""The report of a unit that has moved away stays with whoever decided on it; its page leads nowhere else."""

import re
from datetime import date

import pytest
from tests.support.organisation import client_of, console, person
from tests.support.reporting import world

from mandate.apps.reporting import services
from mandate.apps.reporting.services import SubmitReport
from mandate.apps.units.services import MoveUnit, move_unit
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("unit", "leads"), [("A", False), ("C", True)])
def test_no_link_of_its_report_leads_to_a_page_that_is_not_there(unit: str, leads: bool) -> None:
    city = world()
    city.save(city.report("A1"), console(), families=5)
    services.submit_report(console(), SubmitReport(city.report_ids["A1"]))
    move_unit(console(), MoveUnit(city.units["A1"].pk, city.units["B"].pk, date(2024, 1, 2)))
    reader = client_of(person(Role.REVIEWER, city.units[unit]))
    for page in ("", "history/"):
        answer = reader.get(f"/reports/{city.report_ids['A1']}/{page}")
        assert answer.status_code == 200
        links = set(re.findall(r'href="(/unit/A1/[^"?#]*)', answer.content.decode()))
        assert bool(links) is leads
        assert [link for link in links if reader.get(link).status_code != 200] == []
