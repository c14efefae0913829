"""A second step and a passkey, set up and used through the pages."""

import hmac
import time
from base64 import b32decode
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.site import Site

from mandate.apps.accounts.sample.people import PASSWORD


def sign_in(page: Page, who: str) -> None:
    """With the password, through the form."""
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"{who}@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Through the person's menu."""
    page.goto("/")
    page.locator(".top .menu summary").last.click()
    page.get_by_role("button", name="Sign out").click()


def confirm(page: Page) -> None:
    """Where the site asks for the password once more."""
    if "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def code_of(secret: str, later: int = 0) -> str:
    """What a telephone shows (RFC 6238); ``later`` 1: what it will show in the half minute after, for each
    code is good only once. One is taken half a minute before and after its own, so this one lasts longest."""
    half_minute = int(time.time()) // 30 + later
    digest = hmac.digest(b32decode(secret), half_minute.to_bytes(8), "sha1")
    start = digest[-1] % 16
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_a_code_from_the_telephone_is_asked_for_once_it_is_set_up(
    visit: Callable[..., Page], site: Site
) -> None:
    site.speak("reviewer", "en")
    page = visit()
    sign_in(page, "reviewer")
    page.goto("/people/me/")
    page.get_by_role("link", name="Second step").click()
    page.get_by_role("link", name="Activate").click()
    confirm(page)
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Activate").click()
    expect(page.locator("main .error").first).to_be_visible()
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    codes = page.locator("main textarea").first.input_value().split()
    assert len(codes) >= 5
    sign_out(page)
    for code in (codes[0], code_of(secret, 1)):  # one kept on paper, one of the telephone
        sign_in(page, "reviewer")
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Sign in").first.click()
        expect(page.get_by_role("heading", name="Desk of Phạm Thị Cúc")).to_be_visible()
        if code == codes[0]:
            sign_out(page)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Deactivate").click()
    confirm(page)
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("link", name="Activate")).to_be_visible()


def test_a_passkey_is_enough_to_sign_in(visit: Callable[..., Page], site: Site) -> None:
    site.speak("reviewer", "en")
    page = visit()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, "reviewer")
    page.goto("/people/me/")
    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add").click()
    confirm(page)
    page.get_by_label("Name").fill("My telephone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    sign_out(page)
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Desk of Phạm Thị Cúc")).to_be_visible()
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("My telephone")).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    confirm(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("My telephone")).to_have_count(0)
