"""Choosing a language, and the language a request is answered in."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from mandate.platform.i18n import views
from mandate.platform.i18n.middleware import LanguageMiddleware

# The addresses of the choice alone: these tests do not depend on the pages of other parts.
pytestmark = pytest.mark.urls("mandate.platform.i18n.urls")


@pytest.fixture(autouse=True)
def _restore_language():
    before = translation.get_language()
    yield
    translation.activate(before)


def answered_in(request: HttpRequest) -> str:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(translation.get_language())

    return LanguageMiddleware(page)(request).content.decode()


def person(language: str = "", signed_in: bool = True) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=signed_in, language=language)


def test_the_browser_decides_for_a_stranger() -> None:
    assert answered_in(RequestFactory().get("/", headers={"accept-language": "pl,en;q=0.5"})) == "pl"


def test_an_unknown_language_falls_back_to_english() -> None:
    assert answered_in(RequestFactory().get("/", headers={"accept-language": "eo"})) == "en"


def test_the_cookie_goes_before_the_browser() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "pl"})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "sv"
    assert answered_in(request) == "sv"


def test_the_persons_choice_goes_before_the_cookie() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "pl"})
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "sv"
    request.user = person("vi")
    assert answered_in(request) == "vi"
    assert request.LANGUAGE_CODE == "vi"


@pytest.mark.parametrize("user", [person(""), person("eo"), person("vi", signed_in=False)])
def test_without_a_choice_the_cookie_stays(user: SimpleNamespace) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "sv"
    request.user = user
    assert answered_in(request) == "sv"


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(views, "_hooks", [])

    @views.on_language_chosen
    def remember(request: HttpRequest, language: str) -> None:
        seen.append(language)

    views.on_language_chosen(remember)  # a second registration changes nothing
    return seen


def choose(user: SimpleNamespace, **data: str) -> HttpResponse:
    request = RequestFactory().post("/language/", data)
    request.user = user
    return views.set_language(request)


def test_a_choice_is_kept_and_the_page_comes_back(chosen: list[str]) -> None:
    response = choose(person("en"), language="de", next="/units/?q=a")
    assert (response.status_code, response["Location"]) == (302, "/units/?q=a")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert chosen == ["de"]


def test_a_stranger_has_only_the_cookie(chosen: list[str]) -> None:
    response = choose(person(signed_in=False), language="de")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "de"
    assert chosen == []


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_never_to_another_site(chosen: list[str], elsewhere: str) -> None:
    assert choose(person(), language="fr", next=elsewhere)["Location"] == "/"


def test_an_unknown_language_changes_nothing(chosen: list[str]) -> None:
    response = choose(person(), language="eo", next="/")
    assert response.status_code == 400
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert chosen == []


def test_only_by_post(chosen: list[str]) -> None:
    request = RequestFactory().get("/language/", {"language": "de"})
    assert views.set_language(request).status_code == 405
