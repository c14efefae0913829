"""One report's way from a street to the city's total, with everybody's page open."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.keys import follow, tab_to

YEAR = date.today().year  # the sample begins the reports of the year under way
FIGURES = {
    "Families": "271",
    "Families recognised as cultural families": "210",
    "Cultural residential area": "y",
    "Model roads of environmental sanitation": "1",
    "New flower pots": "21",
    "Flower roads laid": "70",
    "“Clean house, beautiful garden” models": "0",
    "Sanitary waste bins installed": "12",
    "Members admitted": "1",
}


def counted(page: Page, where: str) -> int:
    """A number that the page shows."""
    return int((page.locator(where).first.text_content() or "0").split()[0])


def families(page: Page) -> tuple[int, int]:
    """The city's families this year, and how many streets and villages have reported them."""
    page.goto(f"/unit/D380/?period={YEAR}")
    cell = page.locator("#indicators tbody tr").first.locator("td", has=page.locator("b"))
    value = cell.locator("b").inner_text().replace(",", "")
    covered = cell.locator(".cover")  # "under way, 3 of 311 reported"
    told = re.search(r"\d+", covered.inner_text()) if covered.count() else None
    return int(value) if value.isdigit() else 0, int(told[0]) if told else 0


@pytest.mark.long
def test_from_the_street_to_the_total(visit: Callable[..., Page]) -> None:
    ward, city, street = visit("ward", "/"), visit("city", "/"), visit("village", "/")
    ward.evaluate("window.never_loaded_again = true")
    to_do, before = counted(ward, "#badge-work > span"), counted(ward, "#desk-waiting strong")
    total, reported = families(city)
    late, held = visit("ward"), list[Route]()  # a page whose stream opens only after the action
    late.route("**/live/**", lambda route: held.append(route))
    late.goto("/")

    # The street types its figures with the keyboard alone, and submits.
    follow(street, street.locator("#desk-due a").first)
    tab_to(street, street.get_by_label("Families", exact=True))
    for name, typed in FIGURES.items():
        expect(street.locator("tr").get_by_label(name, exact=True)).to_be_focused()
        street.keyboard.type(typed)
        street.keyboard.press("Enter" if typed != "y" else "ArrowRight")
        if typed == "y":
            tab_to(street, street.get_by_label("Model roads of environmental sanitation", exact=True))
    expect(street.locator("#entry-state")).to_contain_text("Draft, saved")
    follow(street, street.get_by_role("button", name="Submit to Phường Hàm Rồng"))
    expect(street.locator("#messages")).to_contain_text("The report is submitted to Phường Hàm Rồng.")

    # The ward's open desk counts it by itself.
    expect(ward.locator("#badge-work > span").first).to_have_text(str(to_do + 1))
    expect(ward.locator("#desk-waiting strong")).to_have_text(re.compile(rf"^{before + 1} reports?$"))
    assert ward.evaluate("window.never_loaded_again") is True
    expect(late.locator("#badge-work > span").first).to_have_text(str(to_do))
    for route in held:
        route.continue_()
    expect(late.locator("#badge-work > span").first).to_have_text(str(to_do + 1))

    # The ward returns it with a reason; the street finds it on its desk, corrects and submits again.
    street.goto("/")
    expect(street.locator("#desk-returned")).to_be_hidden()
    news = street.locator("#inbox-count .badge")
    # in the sample somebody is on the way to this street, and another applies, unless that is read by now
    unread = int(news.inner_text().split()[0]) if news.count() else 0
    ward.locator("#desk-waiting a").first.click()
    ward.get_by_role("link", name="Phố 1", exact=True).click()
    ward.get_by_text("Return…", exact=True).click()
    ward.get_by_role("button", name="Return", exact=True).click()
    expect(ward.locator("#reason-error")).to_be_visible()
    ward.get_by_label("What must be corrected").fill("Two more families came in May.")
    ward.get_by_role("button", name="Return", exact=True).click()
    expect(ward.locator("#messages")).to_be_visible()
    expect(street.locator("#desk-returned")).to_contain_text("Two more families came in May.")
    expect(news).to_contain_text(f"{unread + 1} not read")
    street.locator("#desk-returned a").first.click()
    expect(street.get_by_text("Two more families came in May.")).to_be_visible()
    expect(news).to_contain_text([f"{unread} not read"] if unread else [])
    street.get_by_label("Families", exact=True).fill("273")
    expect(street.locator("#entry-state")).to_contain_text("Saved")
    street.get_by_role("button", name="Submit to Phường Hàm Rồng").click()
    expect(street.locator("#messages")).to_contain_text("submitted")

    # The ward accepts it from its list.
    ward.goto("/unit/W14755/reports/")
    ward.get_by_label("Choose Yearly report of streets and villages of Phố 1", exact=True).check()
    ward.get_by_role("button", name="Accept the chosen ones").click()
    expect(ward.locator("#messages")).to_contain_text("accepted")
    # the street's open report shows the decision by itself, and so the notice of it is read
    expect(street.locator("#main .state.accepted:visible").first).to_be_visible()
    expect(news).to_contain_text([f"{unread} not read"] if unread else [])
    street.goto("/inbox/")
    street.get_by_role("link", name="Accepted: Yearly report of streets and villages").click()
    expect(street.get_by_role("heading", name=f"Figures for {YEAR}")).to_be_visible()
    expect(news).to_contain_text([f"{unread} not read"] if unread else [])

    # The city's total has grown, and leads down to the report.
    assert families(city) == (total + 273, reported + 1)
    city.locator("#indicators tbody tr").first.get_by_role("link", name=f"{total + 273:,}").click()
    expect(city.locator(".total")).to_contain_text(str(total + 273))
    city.get_by_role("link", name="Phường Hàm Rồng", exact=True).click()
    city.get_by_role("link", name="Phố 1", exact=True).first.click()
    city.locator("#leaves a, .trail a[href^='/reports/']").first.click()
    expect(city.get_by_role("heading", name=f"Figures for {YEAR}")).to_be_visible()
    expect(city.locator("tr", has=city.get_by_role("link", name="Families", exact=True))).to_contain_text(
        "273"
    )
    city.get_by_role("link", name="History").click()
    expect(city.get_by_text("Two more families came in May.").first).to_be_visible()
