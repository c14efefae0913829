"""The entry page of a report of which Mandate counts a part, in a browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.apps.reporting.counting import SENTENCE, counting_world, street
from tests.browser.test_entry import cookie, field, paste, saved
from tests.support.browser import PATIENCE
from tests.support.organisation import person
from tests.support.reporting import World

from mandate.apps.reporting.models import Figure
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role

pytestmark = [
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def city() -> World:
    """Ward A types families and area; between them Mandate counts its two streets."""
    return counting_world(items=("families", "below", "area"))


@pytest.fixture
def page(live_server: Any, browser: Browser, city: World) -> Iterator[Page]:
    """The report of ward A, opened by its reporter."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1100, "height": 900})
    context.add_cookies([cookie(person(Role.REPORTER, city.units["A"], "an@example.org"), live_server.url)])
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"/reports/{city.report_ids['A']}/")
    yield opened
    context.close()


def test_it_follows_what_is_counted_and_the_keys_pass_it_by(page: Page, city: World) -> None:
    counted = page.locator(f'tr[data-counted="{city.indicators["below"].pk}"]')
    expect(counted).to_contain_text(SENTENCE)
    expect(counted.locator("[data-shown]")).to_have_text("2")
    expect(counted.locator("input:not([type=hidden]), select")).to_have_count(0)
    street(city.units, "A3", "A")
    field(page, city, "families").click()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(field(page, city, "area")).to_be_focused()
    saved(page)
    expect(counted.locator("[data-shown]")).to_have_text("3")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("The report is submitted to")).to_be_visible()
    assert city.report("A").state == State.SUBMITTED
    assert dict(Figure.objects.values_list("indicator__code", "value")) == {"families": 5, "below": 3}


def test_a_note_on_it_is_saved_while_it_is_typed(page: Page, city: World) -> None:
    counted = page.locator(f'tr[data-counted="{city.indicators["below"].pk}"]')
    counted.get_by_text("Note: Below").click()
    counted.get_by_label("Note on this figure").fill("A3 opens in May.")
    saved(page)
    page.reload()
    expect(counted.get_by_label("Note on this figure")).to_have_value("A3 opens in May.")
    expect(counted.locator("[data-shown]")).to_have_text("2")


def test_a_pasted_column_says_which_of_it_is_not_used(page: Page, city: World) -> None:
    field(page, city, "families").click()
    paste(page, "5\n9\n2.5\n")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tbody tr")).to_have_count(2)
    expect(dialog.locator("[data-left]")).to_contain_text("Mandate counts the figure")
    expect(dialog.locator("[data-left]")).to_contain_text("Below · 9")
    dialog.get_by_role("button", name="Fill in").click()
    saved(page)
    found = {code: float(value) for code, value in Figure.objects.values_list("indicator__code", "value")}
    assert found == {"families": 5, "area": 2.5}
