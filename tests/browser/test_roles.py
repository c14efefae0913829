"""Everybody signs in and finds a desk of their own; who may only look changes nothing."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect
from tests.browser.pages import numbers
from tests.browser.site import Site, post

from mandate.apps.accounts.sample.people import LOGINS, PASSWORD

DESKS = {
    "admin": ["Units without a person", "Thành phố Thanh Hóa"],
    "city": ["Due from you", "Waiting for your acceptance", "Thành phố Thanh Hóa"],
    "ward": ["Due from you", "Waiting for your acceptance", "Phường Hàm Rồng"],
    "village": ["Due from you", "Phố 1 · Phường Hàm Rồng"],
    "reporter": ["Came back to you", "Phố 2 · Phường Hàm Rồng"],
    "guest": ["Thành phố Thanh Hóa"],
}
ACTIONS = [
    "/reports/{draft}/",
    "/reports/{submitted}/accept/",
    "/reports/{submitted}/return/",
    "/reports/{submitted}/withdraw/",
    "/reports/{accepted}/correct/",
    "/unit/D380/targets/edit/?period=2023",
    "/unit/D380/targets/below/?period=2023",
    "/unit/D380/review/2023/notes/",
    "/unit/D380/review/2023/close/",
    "/unit/W14755/about/names/",
    "/unit/W14755/about/move/",
    "/unit/W14755-01/about/close/",
    "/indicators/families/edit/",
    "/indicators/families/remove/",
    "/forms/{form}/edit/",
    "/forms/{form}/open/",
    "/forms/{form}/retire/",
    "/rules/{rule}/remove/",
    "/people/add/",
    "/people/{ward_person}/grant/",
    "/exchange/units/",
]


@pytest.mark.parametrize("who", DESKS)
def test_everybody_signs_in_to_a_desk_of_their_own(visit: Callable[..., Page], site: Site, who: str) -> None:
    site.speak(who, "en")
    page = visit("", "/")
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    name = next(login.name for login in LOGINS if login.email.startswith(who))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Desk of {name}")
    shown = page.locator("main h2:visible").all_inner_texts()
    known = {title for titles in DESKS.values() for title in titles}
    assert [title for title in shown if title in known] == DESKS[who]


def test_an_observer_is_offered_nothing_to_change(visit: Callable[..., Page], site: Site) -> None:
    page = visit("guest", "/")
    addresses = [
        "/",
        "/unit/D380/?period=2023",
        "/unit/D380/reports/?show=all",
        "/unit/D380/targets/?period=2023",
    ]
    addresses += ["/unit/D380/review/2023/", "/unit/W14755/about/", "/indicators/families/", "/forms/{form}/"]
    addresses += ["/reports/{draft}/", "/reports/{submitted}/", "/reports/{accepted}/", "/units/", "/rules/"]
    for address in addresses:
        page.goto(address.format(**numbers(site)))
        # those for documents only make files, and the tour is the reader's own
        changing = page.locator("main form[method=post]:not([action$='/documents/'], [action='/tour/end/'])")
        assert changing.count() == 0, address
        assert page.locator("main .btn.go[href*=edit], main .btn.go[href*=new]").count() == 0, address


def test_an_observer_cannot_change_anything_by_hand_either(site: Site) -> None:
    guest, found = site.client("guest"), numbers(site)
    count = "SELECT count(*) FROM journal_entry WHERE user_id = (SELECT id FROM access_user WHERE email = %s)"
    before = site.one(count, "guest@demo.example")
    answers = {
        action: post(guest, action.format(**found), {"reason": "no"}).status_code for action in ACTIONS
    }
    assert answers == dict.fromkeys(ACTIONS, 403)
    assert site.one(count, "guest@demo.example") == before


def test_a_stranger_is_asked_to_sign_in_everywhere(site: Site) -> None:
    with httpx.Client(base_url=site.url, timeout=60) as stranger:
        for action in [*ACTIONS, "/", "/units/", "/journal/", "/unit/D380/"]:
            answer = stranger.get(action.format(**numbers(site)))
            assert answer.status_code in (302, 405), action
            assert answer.status_code == 405 or answer.headers["location"].startswith("/account/login/")
