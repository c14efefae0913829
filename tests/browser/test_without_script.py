"""What must be possible where a browser runs no script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.site import Site

from mandate.apps.accounts.sample.people import PASSWORD

ROWS = "code,parent,kind,name\nW14755-99,W14755,street,Phố 99\n"


@pytest.fixture
def plain(visit: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a browser without script."""

    def plain(*where: Any) -> Page:
        return visit(*where, java_script_enabled=False)

    return plain


def test_signing_in_leads_to_the_desk_and_on(plain: Callable[..., Page], site: Site) -> None:
    site.speak("city", "en")
    page = plain("", "/unit/D380/")
    page.get_by_label("Email").fill("city@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".unit-name")).to_contain_text("Thành phố Thanh Hóa")
    page.get_by_role("link", name="Desk").click()
    expect(page.get_by_role("heading", name="Desk of Lê Anh Xuân")).to_be_visible()
    page.locator("summary", has_text="Lê Anh Xuân").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_tree_opens_and_the_theme_and_period_change(plain: Callable[..., Page]) -> None:
    page = plain("city", "/units/?open=D380")
    page.get_by_role("link", name="Unfold Phường Hàm Rồng").click()
    page.get_by_role("link", name="Phố 8", exact=True).click()
    expect(page.locator(".unit-name")).to_contain_text("Phố 8")
    page.goto("/unit/D380/?period=2023")
    page.locator(".period summary").click()
    page.get_by_role("link", name="Choose another period").click()
    page.get_by_role("link", name="2022", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2022")
    page.locator(".top summary").last.click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_report_is_written_submitted_and_accepted(plain: Callable[..., Page], site: Site) -> None:
    number = site.report("W14755-05")
    ward = plain("ward", f"/reports/{number}/")
    ward.get_by_label("Families", exact=True).fill("320")
    ward.get_by_label("Families recognised as cultural families", exact=True).fill("400")
    ward.get_by_label("Cultural residential area", exact=True).select_option("yes")
    ward.get_by_role("button", name="Save draft").last.click()
    expect(ward.get_by_label("Families", exact=True)).to_have_value("320")
    ward.get_by_role("button", name="Submit to Phường Hàm Rồng").click()
    expect(ward.get_by_role("alert")).to_contain_text("More recognised families (400) than families (320).")
    ward.get_by_label("Families recognised as cultural families", exact=True).fill("300")
    ward.get_by_role("button", name="Submit to Phường Hàm Rồng").click()
    expect(ward.locator("#messages")).to_contain_text("submitted")
    city = plain("city", f"/reports/{number}/")
    city.get_by_role("button", name="Accept").click()
    expect(city.get_by_text("accepted").first).to_be_visible()
    state = "SELECT state FROM reporting_report WHERE id = %s"
    assert site.one(state, number) == "accepted"


def test_a_table_is_looked_at_first_and_then_read_in(plain: Callable[..., Page], site: Site) -> None:
    page = plain("admin", "/exchange/units/")
    page.get_by_label("or paste rows").fill(ROWS.replace(",W14755,", ",W99999,"))
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("alert")).to_contain_text("W99999")
    page.get_by_label("or paste rows").fill(ROWS)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    known = "SELECT count(*) FROM units_unit WHERE code = 'W14755-99'"
    assert site.one(known) == 0
    page.get_by_role("button", name="Import now").click()
    expect(page.locator("#messages")).to_be_visible()
    assert site.one(known) == 1
