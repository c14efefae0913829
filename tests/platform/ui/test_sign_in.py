"""The pages of the sign-in library in our look, with nothing inline that the policy would block."""

from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from mandate.platform.access.models import User

PASSWORD = "nine-calm-villages"
OUTSIDE = [
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/inactive/",
]
INSIDE = [
    "/account/password/change/",
    "/account/email/",
    "/account/reauthenticate/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/generate/",
    "/account/logout/",
]


@pytest.fixture(autouse=True)
def own_frame(settings: Any) -> None:
    """The addresses and the frame of this floor alone."""
    settings.ROOT_URLCONF = "tests.platform.ui.addresses"
    templates = deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    processors[processors.index("mandate.site.shell.shell")] = "tests.platform.ui.addresses.frame"
    settings.TEMPLATES = templates


class Scripts(HTMLParser):
    """What a page runs: addresses of scripts, kinds of inline ones, and attributes that a policy blocks."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.files: list[str] = []
        self.inline: list[str] = []
        self.blocked: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.blocked += [(tag, name) for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and given.get("src"):
            self.files.append(str(given["src"]))
        elif tag == "script":
            self.inline.append(given.get("type") or "")


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    User.objects.create_user(email="xuan@example.org", password=PASSWORD)
    answer = client.post("/account/login/", {"login": "xuan@example.org", "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def check(page: str) -> None:
    scripts = Scripts(page)
    assert not scripts.blocked
    assert set(scripts.inline) <= {"application/json"}, "only data stands in a page, never a program"
    assert all(source.startswith("/static/") for source in scripts.files)
    assert "/static/ui/mandate" in page and "<h1>" in page
    assert 'class="btn' in page or "inactive" in page.lower() or "sent" in page.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("address", OUTSIDE)
def test_a_page_before_the_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    check(page)
    assert 'class="plain"' in page and 'id="nav"' not in page


@pytest.mark.parametrize("address", INSIDE)
def test_a_page_of_ones_own_account(signed_in: Client, address: str) -> None:
    answer = signed_in.get(address, follow=True)
    assert answer.status_code == 200
    check(answer.content.decode())


@pytest.mark.django_db
def test_a_wrong_password_is_said_and_the_address_stays(client: Client) -> None:
    answer = client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    page = answer.content.decode()
    assert 'class="errors"' in page
    assert 'value="nobody@example.org"' in page
    assert "wrong" not in page.replace("went wrong", ""), "a password is never sent back"


@pytest.mark.django_db
def test_the_passkey_button_has_what_it_needs(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert 'id="passkey_login"' in page and 'form="mfa_login"' in page and 'id="mfa_login"' in page
    assert any("mfa/js/webauthn" in source for source in Scripts(page).files)


@pytest.mark.django_db
def test_nobody_is_invited_to_sign_up(client: Client) -> None:
    assert "sign up" not in client.get("/account/login/").content.decode().lower()
