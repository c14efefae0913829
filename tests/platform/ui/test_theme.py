"""Choosing light or dark: kept in a cookie, back to the page, never to another site."""

import pytest
from django.test import RequestFactory

from mandate.platform.ui.views import set_theme, theme_choices, theme_of


def post(**fields: str):  # type: ignore[no-untyped-def]
    return set_theme(RequestFactory().post("/look/theme", fields))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_and_leads_back(theme: str) -> None:
    response = post(theme=theme, next="/units/D380?period=2023")
    assert response.status_code == 302
    assert response["Location"] == "/units/D380?period=2023"
    assert response.cookies["theme"].value == theme
    assert response.cookies["theme"]["httponly"]


def test_auto_forgets_the_choice() -> None:
    assert post(theme="auto").cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site(target: str) -> None:
    assert post(theme="dark", next=target)["Location"] == "/"


def test_an_unknown_theme_is_refused() -> None:
    response = post(theme="pink")
    assert response.status_code == 400
    assert "theme" not in response.cookies


def test_only_a_post_chooses() -> None:
    assert set_theme(RequestFactory().get("/look/theme")).status_code == 405


def test_a_forged_cookie_is_ignored() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><script>'
    assert theme_of(request) == ""
    assert [choice.value for choice in theme_choices(request) if choice.current] == ["auto"]
