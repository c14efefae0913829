"""A nervous press decides on the report that was looked at, and on no other."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from tests.browser.test_entry import cookie
from tests.support.browser import PATIENCE
from tests.support.organisation import PASSWORD, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.services import SubmitReport
from mandate.platform.access.actor import Role

pytestmark = [
    pytest.mark.django_db(transaction=True),
]

#: Whether a press on the lower edge of a button meets it.
_ON_TOP = """button => {
  const box = button.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.bottom - 2) === button;
}"""


@pytest.fixture
def city() -> World:
    made = world()
    for unit in ("A1", "A2"):
        made.save(made.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(made.report_ids[unit]))
    return made


@pytest.fixture
def page(live_server: Any, browser: Browser, city: World) -> Iterator[Page]:
    """The first report that waits, opened by whoever decides."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1100, "height": 900})
    context.add_cookies([cookie(person(Role.REVIEWER, city.units["C"], "xuan@example.org"), live_server.url)])
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.goto(f"/reports/{city.report_ids['A1']}/")
    yield opened
    context.close()


def test_a_second_press_that_meets_the_next_report_decides_nothing(page: Page, city: World) -> None:
    accept = page.get_by_role("button", name="Accept", exact=True)
    accept.hover()  # it takes presses by now
    animations = page.context.new_cdp_session(page)
    animations.send("Animation.enable")
    animations.send(
        "Animation.setPlaybackRate", {"playbackRate": 0}
    )  # the page that follows stays as it begins
    accept.click()
    expect(page.locator("#messages")).to_contain_text("the report is accepted")
    box = accept.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + 5, box["y"] + 5)
    animations.send("Animation.setPlaybackRate", {"playbackRate": 1})
    accept.hover()  # and takes presses again
    assert (city.report("A1").state, city.report("A2").state) == ("accepted", "submitted")
    accept.click()
    expect(accept).to_have_count(0)
    assert city.report("A2").state == "accepted"


@pytest.mark.parametrize("width", [1440, 800, 390])
def test_the_remark_on_a_figure_covers_no_row_and_closes_by_escape_and_a_click_elsewhere(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    pad, field = page.locator("details.notepad").first, page.get_by_label("Remark on this figure").first
    button = pad.locator("summary")
    button.click()
    expect(field).to_be_focused()
    row, typed = (one.bounding_box() for one in (page.locator("tbody tr").first, pad.locator(".pad")))
    assert row is not None
    assert typed is not None
    assert row["y"] <= typed["y"]
    assert typed["y"] + typed["height"] <= row["y"] + row["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    field.fill("44? Last year 25.")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    expect(field).to_have_value("44? Last year 25.")
    page.get_by_role("heading", level=1).click()
    expect(field).to_be_hidden()
    expect(field).to_have_value("44? Last year 25.")


@pytest.mark.parametrize(("width", "height"), [(1440, 844), (390, 620)])
def test_a_return_without_a_reason_comes_back_at_its_field_in_sight(
    page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_text("Return…", exact=True).click()
    reason = page.get_by_label("What must be corrected")
    expect(reason).to_be_focused()
    page.get_by_role("button", name="Return", exact=True).click()
    expect(reason).to_be_focused()
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(reason).to_be_in_viewport(ratio=1)
    expect(page.locator("#reason-error")).to_be_in_viewport(ratio=1)
    go = page.get_by_role("button", name="Return", exact=True)
    go.hover()  # it takes presses by now
    page.evaluate("scrollTo(0, 0)")  # there, too, the bar of a phone lies over nothing of it
    assert go.evaluate(_ON_TOP)


def test_a_remark_for_a_refused_return_does_not_go_out_with_a_later_accept(page: Page, city: World) -> None:
    page.locator("details.notepad summary").first.click()
    expect(page.get_by_label("Remark on this figure").first).to_be_focused()
    page.keyboard.type("44? Last year 25.")
    page.get_by_text("Return…", exact=True).click()
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_label("What must be corrected")).to_be_focused()
    page.locator("details.notepad summary").first.click()
    expect(page.get_by_label("Remark on this figure").first).to_have_value("44? Last year 25.")
    expect(page.locator("details.notepad .help").first).to_contain_text("only if you return it")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Your remarks for returning it were not sent.")
    (revision,) = Revision.objects.filter(report=city.report("A1"))
    assert (revision.state, revision.remarks) == ("accepted", {})


def test_many_are_returned_from_a_bar_in_sight_that_says_how_many(page: Page, city: World) -> None:
    page.set_viewport_size({"width": 1100, "height": 420})
    page.goto("/queues/reports/?show=waiting")
    accept = page.get_by_role("button", name="Accept the chosen ones")
    expect(accept).to_be_in_viewport()
    page.locator("[data-every]").check()
    page.get_by_text("Return the chosen ones…").click()
    expect(page.get_by_label("What must be corrected")).to_be_focused()
    page.keyboard.type("Count again.")
    page.get_by_role("button", name="Return the chosen ones", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("Return the chosen reports (2)?")
    page.get_by_role("dialog").get_by_role("button", name="Return the chosen ones").click()
    expect(page.locator("#messages")).to_contain_text("2 reports are returned with your reason.")
    assert page.url.endswith("/queues/reports/?show=waiting")
    assert {city.report(unit).state for unit in ("A1", "A2")} == {"returned"}


def test_a_reason_typed_in_an_ended_session_is_sent_after_signing_in_in_another_tab(
    page: Page, city: World
) -> None:
    page.get_by_text("Return…", exact=True).click()
    page.get_by_label("What must be corrected").fill("Count the families again.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Return", exact=True).click()
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opening.value
    other.get_by_label("Email").fill("xuan@example.org")
    other.get_by_label("Password", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Send once more").click()
    expect(page.locator("#messages")).to_contain_text("the report is returned with your reason")
    assert (city.report("A1").state, city.report("A2").state) == ("returned", "submitted")
