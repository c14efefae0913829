"""What people do most takes few presses: counted, beside typing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.site import Site, served

from mandate.apps.accounts.sample.people import PASSWORD

FIGURES = {
    "Families": "190",
    "Families recognised as cultural families": "171",
    "Model roads of environmental sanitation": "1",
    "New flower pots": "20",
    "Flower roads laid": "55",
    "“Clean house, beautiful garden” models": "0",
    "Sanitary waste bins installed": "9",
    "Members admitted": "0",
}

#: The reports of the running year were due, so that somebody is late.
LATE = """
UPDATE reporting_formperiod SET due = current_date - 3
WHERE period = (SELECT max(period) FROM reporting_formperiod) RETURNING id
"""


@pytest.fixture(scope="module")
def site(database_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of their own, since what waits on it is decided on."""
    with served(database_server, tmp_path_factory.mktemp("site"), "presses") as running:
        yield running


@dataclass
class Hand:
    """Presses buttons and links, and counts them."""

    pressed: list[str] = field(default_factory=list)

    def press(self, thing: Locator) -> None:
        self.pressed.append(thing.inner_text() or thing.get_attribute("name") or "")
        thing.click()


def test_a_reporter_comes_from_signing_in_to_a_submitted_report_in_four(
    visit: Callable[..., Page], site: Site
) -> None:
    site.speak("village", "en")
    page, hand = visit("", "/account/login/"), Hand()
    page.get_by_label("Email").fill("village@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    hand.press(page.get_by_role("button", name="Sign in", exact=True))
    hand.press(page.locator("#desk-due .btn.go"))
    for name, typed in FIGURES.items():
        page.get_by_label(name, exact=True).fill(typed)
    page.get_by_label("Cultural residential area", exact=True).select_option("yes")
    hand.press(page.get_by_role("button", name="Submit to Phường Hàm Rồng"))
    expect(page.locator("#messages")).to_contain_text("The report is submitted to Phường Hàm Rồng.")
    assert len(hand.pressed) == 3, hand.pressed  # four may be


def test_a_reviewer_decides_on_ten_reports_of_several_forms_and_periods_in_twelve(
    visit: Callable[..., Page], site: Site
) -> None:
    site.speak("reviewer", "en")
    page, hand = visit("", "/account/login/"), Hand()
    page.get_by_label("Email").fill("reviewer@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    hand.press(page.get_by_role("button", name="Sign in", exact=True))
    hand.press(page.locator("#desk-waiting .btn.go"))
    decided = set()
    for _report in range(10):
        expect(page.get_by_role("navigation", name="Reports that wait for you")).to_contain_text("1 of ")
        form = page.locator(".head .eyebrow").inner_text().split(" · ")[-1]
        decided.add((form, page.get_by_role("heading", level=1).first.inner_text()))
        accept = page.get_by_role("button", name="Accept", exact=True)
        expect(accept).to_be_in_viewport(ratio=1)  # no scrolling to it, which would be one more each time
        before = page.url
        hand.press(accept)
        expect(page.locator("#messages")).to_contain_text("the report is")
        assert page.url != before, "the next one follows"
    assert len(decided) > 1, decided
    assert len(hand.pressed) == 12, hand.pressed


def test_a_secretary_finds_who_is_late_and_reminds_them_in_four(
    visit: Callable[..., Page], site: Site
) -> None:
    site.rows(LATE)
    site.speak("city", "en")
    page, hand = visit("", "/account/login/"), Hand()
    page.get_by_label("Email").fill("city@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    hand.press(page.get_by_role("button", name="Sign in", exact=True))
    hand.press(page.locator("#desk-coming a[href*='show=missing']").last)
    hand.press(page.locator("#below [data-every]"))
    hand.press(page.get_by_role("button", name="Remind the chosen ones"))
    expect(page.locator("#messages")).to_contain_text("reminded")
    assert len(hand.pressed) == 4, hand.pressed


def test_anybody_finds_a_unit_a_person_a_number_or_a_guide_in_three(visit: Callable[..., Page]) -> None:
    looked_for = {
        "pho 1 ham rong": ("Phố 1", "**/unit/W14755-01/"),
        "le anh xuan": ("Lê Anh Xuân", "**/people/*/"),
        "families": ("Families", "**/unit/D380/indicator/families/"),
        "families ham rong": ("Families", "**/unit/W14755/indicator/families/"),
        "paste from a spreadsheet": ("Paste from a spreadsheet", "**/help/reporter/*"),
    }
    for text, (name, address) in looked_for.items():
        page, hand = visit("admin", "/"), Hand()
        page.keyboard.press("/")
        page.keyboard.type(text)
        hand.press(page.locator("#find-hints [role=option]", has_text=name).first)
        page.wait_for_url(address)
        assert 1 + len(hand.pressed) <= 3  # "/" counts


def test_a_press_while_a_draft_is_saved_submits_what_was_typed_since(
    visit: Callable[..., Page], site: Site
) -> None:
    page, held = visit("ward", f"/reports/{site.report('W14755-07')}/"), list[Route]()
    for name, typed in list(FIGURES.items())[1:]:
        page.get_by_label(name, exact=True).fill(typed)
    page.get_by_label("Cultural residential area", exact=True).select_option("yes")
    expect(page.locator("#entry-state")).to_contain_text("Draft, saved")
    page.get_by_label("Families", exact=True).fill("190")
    expect(page.get_by_role("button", name="Submit to Phường Hàm Rồng")).to_be_enabled()
    page.route("**/save/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/save/"):
        page.get_by_label("New flower pots", exact=True).fill("21")
    page.get_by_label("New flower pots", exact=True).fill("22")
    page.get_by_role("button", name="Submit to Phường Hàm Rồng").click()
    held[0].continue_()
    expect(page.locator("#messages")).to_contain_text("The report is submitted to Phường Hàm Rồng.")
    expect(page.locator("tr", has_text="New flower pots")).to_contain_text("22")
