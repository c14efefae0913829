"""The way back beside what was just done: offered once, to who may, and it takes back just that."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.organisation import client_of, console, person, tree
from tests.support.reporting import indicators, world

from mandate.apps.reporting.models import Rule
from mandate.apps.reporting.services import SaveRule, save_rule
from mandate.apps.units.models import Placement, Unit
from mandate.platform.access.actor import Role
from mandate.platform.ui import undo

pytestmark = pytest.mark.django_db

OFFER = re.compile(r'<form class="message success row apart" method="post" action="([^"]+)".*?</form>', re.S)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def do(client: Client, address: str, **said: str) -> str:
    """Post, and the page that comes next."""
    answer = client.post(address, said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def take_back(client: Client, page: str) -> str:
    """Press the button that a page offers."""
    offer = OFFER.search(page)
    assert offer is not None
    said = dict(re.findall(r'type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', offer[0]))
    return do(client, offer[1], **said)


def test_a_move_is_offered_to_be_taken_back_once(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    before = list(Placement.objects.filter(unit=units["A1"]).values_list("parent_id", "ends"))
    said = {"parent": "B", "starts": "2024-03-01", "document": "", "starts_day": ""}
    page = do(client, reverse("units:move", args=["A1"]), **said, sure="yes")
    assert "is moved from" in OFFER.search(page)[0]  # type: ignore[index] # found, or the test fails
    assert OFFER.search(client.get(reverse("units:unit", args=["A1"])).content.decode()) is None
    assert "is taken back" in take_back(client, page)
    assert list(Placement.objects.filter(unit=units["A1"]).values_list("parent_id", "ends")) == before


def test_no_way_back_is_offered_that_would_be_refused(units: dict[str, Unit]) -> None:
    """Whoever manages only the ward that a street leaves may not take it back from the other."""
    mover = person(Role.ADMINISTRATOR, units["A"])
    client = client_of(mover)
    page = do(client, reverse("units:close", args=["A1"]), ends="2024-03-01", document="")
    assert OFFER.search(page) is not None
    other = client_of(person(Role.ADMINISTRATOR, units["B"], "other@example.org"))
    assert other.post(OFFER.search(page)[1]).status_code in (403, 404)  # type: ignore[index] # found above


def test_a_removed_rule_comes_back_as_it_was_and_to_nobody_else() -> None:
    made = world()
    rule = save_rule(console(), SaveRule(None, "cultural <= families", "error", {"en": "Too many."}))
    remover = client_of(person(Role.ADMINISTRATOR, made.units["C"]))
    page = do(remover, reverse("reporting:rule_remove", args=[rule.pk]))
    assert not Rule.objects.exists()
    other = client_of(person(Role.ADMINISTRATOR, made.units["C"], "other@example.org"))
    assert "nothing to take back" in do(other, reverse("reporting:rule_again"))
    assert "checked again" in take_back(remover, page)
    assert Rule.objects.values("expression", "severity", "sentences").get() == {
        "expression": "cultural <= families",
        "severity": "error",
        "sentences": {"en": "Too many."},
    }
    assert "nothing to take back" in do(remover, reverse("reporting:rule_again"))


def test_a_removed_rule_that_somebody_wrote_again_meanwhile_is_not_there_twice() -> None:
    made = world()
    said = SaveRule(None, "cultural <= families", "error", {"en": "Too many."})
    rule = save_rule(console(), said)
    remover = client_of(person(Role.ADMINISTRATOR, made.units["C"]))
    page = do(remover, reverse("reporting:rule_remove", args=[rule.pk]))
    save_rule(console(), said)
    assert "This rule is there already." in take_back(remover, page)
    assert Rule.objects.count() == 1


def test_a_part_of_a_page_does_not_use_up_the_offer(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    client.post(reverse("units:close", args=["A1"]), {"ends": "2024-03-01", "document": ""})
    address = reverse("units:unit", args=["A1"])
    client.head(address)
    client.get(address, headers={"HX-Request": "true"})
    assert OFFER.search(client.get(address).content.decode()) is not None


def test_of_two_windows_each_takes_back_its_own(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    texts = ("cultural <= families", "area >= 0")
    indicators()
    rules = {text: save_rule(console(), SaveRule(None, text, "error", {"en": "No."})) for text in texts}
    pages = {
        text: do(client, reverse("reporting:rule_remove", args=[rule.pk])) for text, rule in rules.items()
    }
    for text in texts:
        assert "checked again" in take_back(client, pages[text])
        assert set(Rule.objects.values_list("expression", flat=True)) == set(texts[: texts.index(text) + 1])


def test_the_offer_comes_in_the_window_in_which_it_was_done(units: dict[str, Unit]) -> None:
    """Two windows post, and look something else up, before either shows the page that comes next."""
    client = client_of(person(Role.ADMINISTRATOR, None))
    closed = {code: {"Referer": f"http://testserver/unit/{code}/close/"} for code in ("A1", "A2")}
    for code, headers in closed.items():
        said = {"ends": "2024-03-01", "document": ""}
        client.post(reverse("units:close", args=[code]), said, headers=headers)
    elsewhere = {"Referer": "http://testserver/units/"}
    address = reverse("units:unit", args=["B"])
    assert OFFER.search(client.get(address, headers=elsewhere).content.decode()) is None
    for code, headers in closed.items():
        page = client.get(reverse("units:unit", args=[code]), headers=headers).content.decode()
        offer = OFFER.search(page)
        assert offer is not None and f"/{code}/" in offer[1]
        assert OFFER.search(client.get(address, headers=headers).content.decode()) is None


def test_only_the_last_few_wait_to_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "MOST", 1)
    client = client_of(person(Role.ADMINISTRATOR, None))
    tree()
    indicators()
    texts = ("cultural <= families", "area >= 0")
    rules = [save_rule(console(), SaveRule(None, text, "error", {"en": "No."})) for text in texts]
    first, second = (do(client, reverse("reporting:rule_remove", args=[rule.pk])) for rule in rules)
    assert "nothing to take back" in take_back(client, first)
    assert "checked again" in take_back(client, second)
