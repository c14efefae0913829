"""Pages of indicators."""

from typing import Any

import pytest
from django.test import Client
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    """An administrator's browser without script."""
    return client_of(person(Role.ADMINISTRATOR, tree()["C"]))


def add(code: str, name: str, **more: Any) -> Indicator:
    """An indicator made through the service."""
    return save_indicator(console(), SaveIndicator(None, Definition(code, **more), {"en": name}))


TYPED = {
    "names_en": "Share",
    "code": "share",
    "kind": "ratio",
    "decimals": "1",
    "over_units": "sum",
    "over_time": "sum",
    "better": "higher",
    "formula": "100 * a / b",
}


def test_an_empty_list_gives_the_first_step(administrator: Client) -> None:
    page = administrator.get("/indicators/").content.decode()
    assert "No indicators yet" in page and "/indicators/new-indicator/" in page


def test_the_list_finds_names_without_diacritics_and_by_kind(administrator: Client) -> None:
    add("families", "Gia đình văn hóa")
    add("roads", "Đường hoa", kind="yes_no")
    page = administrator.get("/indicators/?q=gia+dinh").content.decode()
    assert "Gia đình văn hóa" in page and "Đường hoa" not in page
    page = administrator.get("/indicators/?kind=yes_no").content.decode()
    assert "Gia đình văn hóa" not in page and "Đường hoa" in page


def test_a_wrong_formula_comes_back_with_its_place_and_all_that_was_typed(administrator: Client) -> None:
    answer = administrator.post("/indicators/new-indicator/", {**TYPED, "formula": "100 * / b"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "At character 7" in page and "      ^</pre>" in page
    assert 'value="Share"' in page and 'value="100 * / b"' in page
    assert not Indicator.objects.exists()


def test_what_is_no_ratio_needs_no_formula(administrator: Client) -> None:
    typed = {**TYPED, "kind": "number", "formula": ""}
    assert administrator.post("/indicators/new-indicator/", typed).status_code == 302
    assert Indicator.objects.get().kind == "number"


def test_an_indicator_is_made_changed_moved_and_removed(administrator: Client) -> None:
    add("a", "A")
    add("b", "B")
    assert administrator.post("/indicators/new-indicator/", TYPED).status_code == 302
    page = administrator.get("/indicators/share/").content.decode()
    assert 'href="/indicators/a/"' in page and "computed from the totals" in page
    assert "share" in administrator.get("/indicators/a/").content.decode()
    administrator.post("/indicators/share/edit/", {**TYPED, "code": "other", "names_en": "Portion"})
    assert Indicator.objects.get(code="share").names == {"en": "Portion"}
    administrator.post("/indicators/share/move/", {"to": "up"})
    assert [one.code for one in Indicator.objects.all()] == ["a", "share", "b"]
    administrator.post("/indicators/a/remove/")
    assert Indicator.objects.filter(code="a").exists()
    administrator.post("/indicators/share/remove/")
    assert not Indicator.objects.filter(code="share").exists()


def test_others_read_but_do_not_change(administrator: Client) -> None:
    add("a", "A")
    reporter = client_of(person(Role.REPORTER, None))
    assert reporter.get("/indicators/a/").status_code == 200
    assert reporter.get("/indicators/new-indicator/").status_code == 403
    assert reporter.post("/indicators/a/remove/").status_code == 403
    assert reporter.get("/indicators/nothing/").status_code == 404
    assert Client().get("/indicators/").status_code == 302


def test_the_form_offers_what_the_parts_count_and_the_page_says_so(administrator: Client) -> None:
    page = administrator.get("/indicators/new-indicator/").content.decode()
    assert '<option value="units.below">Units directly below</option>' in page
    assert '<option value="reports.on_time">' in page and "No, the units type it" in page
    typed = {**TYPED, "code": "below", "kind": "number", "formula": "", "counted": "units.below"}
    assert administrator.post("/indicators/new-indicator/", typed).status_code == 302
    assert Indicator.objects.get().counted == "units.below"
    page = administrator.get("/indicators/below/").content.decode()
    assert "The units directly below that are open on the last day of the period." in page
    assert "Nobody types it" in page
    wrong = administrator.post("/indicators/below/edit/", {**typed, "kind": "yes_no", "decimals": "0"})
    assert wrong.status_code == 422 and "What Mandate counts is a number" in wrong.content.decode()


def test_the_form_keeps_a_count_that_is_gone(administrator: Client) -> None:
    add("below", "Below", counted="units.below")
    Indicator.objects.update(counted="gone.away")
    page = administrator.get("/indicators/below/edit/").content.decode()
    assert '<option value="gone.away" selected>gone.away</option>' in page


def test_the_list_is_put_in_order_where_all_of_it_stands_in_order(administrator: Client) -> None:
    add("families", "Families"), add("clean", "Clean")
    for query, ordered in (("", True), ("q=fam", False), ("kind=count", False), ("sort=code", False)):
        shown = administrator.get(f"/indicators/?{query}").content.decode()
        assert ('value="up"' in shown) is ordered, query
