"""Where something is only sent, a browser that opens the address comes to a page: a refused form stands
there, and whoever then chooses another language, or opens the address anew, must not meet an error."""

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.site.test_rights_of_others import filled, patterns
from tests.support.hidden import City, city_with_secrets
from tests.support.organisation import client_of, person
from tests.support.reporting import world

from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db

BROWSER = {"Sec-Fetch-Mode": "navigate"}
#: What a script or another program asks for, or what answers by leading to another page; nobody stands there.
NO_PAGES = ("/text/", "/language/", "/look/", "/views/", "/live/", "/mails/", "/transfers/")


@pytest.fixture
def city() -> City:
    return city_with_secrets()


def only_sent(client: Client, city: City) -> list[str]:
    """The addresses that refuse to be opened."""
    written = [one for one in patterns(get_resolver()) if "(?P<kind>" not in one]
    paths = [filled(one, city.arguments) for one in written if not one.startswith(NO_PAGES)]
    return [path for path in paths if client.get(path).status_code == 405]


@pytest.mark.long
def test_a_browser_comes_to_the_page_above(city: City) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None, "boss@example.org"))
    found = only_sent(client, city)
    assert len(found) > 15
    lost = [path for path in found if client.get(path, headers=BROWSER, follow=True).status_code == 405]
    assert lost == []


def test_a_report_that_was_not_returned_for_want_of_a_reason_is_read_in_another_language() -> None:
    made = world()
    client = client_of(person(Role.REVIEWER, made.units["C"]))
    report = made.report("A1")
    refused = f"/reports/{report.pk}/return/"
    answer = client.post("/language/", {"language": "de", "next": refused}, headers=BROWSER, follow=False)
    assert answer["Location"] == refused
    answer = client.get(refused, headers=BROWSER)
    assert answer.status_code == 302 and answer["Location"] == f"/reports/{report.pk}/"
    assert client.get(refused).status_code == 405
    assert client.head(refused, headers=BROWSER).status_code == 405
