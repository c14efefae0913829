"""A list that is narrowed to a period: the page, the chooser of periods and the tabs speak of that one."""

import re
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.periods.choosing import choice_page, of_period
from mandate.apps.reporting import services
from mandate.apps.reporting.models import Form
from mandate.apps.reporting.services import OpenPeriod, SaveForm, SubmitReport, open_period
from mandate.core.period import Period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    """2022 is asked for beside 2023, and Phố 1 has reported for it."""
    made = world()
    opened = open_period(console(), OpenPeriod(made.form.pk, "2022"))
    report = made.report("A1", opened)
    made.save(report, console(), families=5)
    services.submit_report(console(), SubmitReport(report.pk))
    return made


def read(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def badges(text: str) -> dict[str, int]:
    period = r"(?:<small>[^<]*</small> )?"
    found = re.findall(rf'show=(\w+)[^"]*"[^>]*>[^<]*{period}<span class="badge">(\d+)</span>', text)
    return {name: int(number) for name, number in found}


def chooser(text: str) -> str:
    return re.findall(r'id="place-period">.*?<span class="name">([^<]*)<', text)[0]


def test_the_link_of_the_desk_sets_the_period_of_the_page(city: World) -> None:
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    (link,) = re.findall(r'id="waiting-[^"]+" href="([^"]+)"', read(client, "/"))
    shown = read(client, link.replace("&amp;", "&"))
    assert chooser(shown) == "2022" and "2022: " in shown.split('id="found-about"')[1]
    assert badges(shown) == {"waiting": 1, "missing": 6}
    assert "in=2022" in re.findall(r'href="([^"]*show=missing[^"]*)"', shown)[0]
    missing = read(client, "/unit/C/reports/?show=missing&in=2022")
    assert chooser(missing) == "2022" and "6 in this list" in missing
    assert chooser(read(client, "/unit/C/reports/")) == "2023", "of all pages none is chosen by a link"


def test_choosing_another_period_takes_the_narrowing_back(city: World) -> None:
    page = choice_page("/unit/C/reports/?show=waiting&in=2022&form=1", "2022", "2023")
    (way,) = page.found or ()
    taken = QueryDict(urlsplit(way.address).query)
    after = of_period(str(taken["of"]), Period.parse(str(taken["take"])))
    assert after == "/unit/C/reports/?show=waiting&form=1&period=2023"


def test_the_tabs_count_what_the_form_leaves(city: World) -> None:
    items = [services.SaveFormItem(city.families.pk, True)]
    kinds = list(city.form.kinds.values_list("pk", flat=True))
    other = services.save_form(
        console(), SaveForm(None, "other", {"en": "Other"}, "quarterly", 10, kinds, items)
    )
    open_period(console(), OpenPeriod(other.pk, "2022Q4"))
    client = client_of(person(Role.REVIEWER, city.units["C"]))
    address = "/unit/C/reports/?show=missing&period=2022"
    assert badges(read(client, address))["missing"] == 13
    narrowed = read(client, f"{address}&form={other.pk}")
    assert badges(narrowed) == {"waiting": 0, "missing": 7} and "7 in this list" in narrowed
    assert Form.objects.count() == 2
