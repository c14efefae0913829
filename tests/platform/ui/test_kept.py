"""A form that comes too late is kept: nothing of what was typed is lost with an ended session."""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.support.organisation import PASSWORD, USUAL_MAILS, person, tree

from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}
NAME = 'Lan "<Hoa>" Phạm'


@pytest.fixture
def lan() -> User:
    return person(Role.SECRETARY, tree()["A"], "lan@example.org")


def token(client: Client) -> dict[str, str]:
    return {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}


def sign_in(client: Client) -> None:
    client.get("/account/login/")
    form = {"login": "lan@example.org", "password": PASSWORD}
    assert client.post("/account/login/", form | token(client), headers=OURS).status_code == 302


def fields(page: str) -> dict[str, str]:
    """What a page would send."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_a_form_of_an_ended_session_is_kept_and_sent_once_more(lan):
    client = Client(enforce_csrf_checks=True)
    sign_in(client)
    form = {"name": NAME, "language": "en"} | USUAL_MAILS | token(client)
    Session.objects.all().delete()

    answer = client.post("/people/me/?a=b", form, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Your session has ended" in page and 'action="/people/me/?a=b"' in page
    kept = fields(page)
    assert {name: kept[name] for name in form if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in form.items() if name != "csrfmiddlewaretoken"
    }

    sign_in(client)  # in another tab, which makes the token of this page an old one
    answer = client.post("/people/me/", kept, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This form had expired" in page and "Sign in" not in page
    assert client.post("/people/me/", fields(page), headers=OURS).status_code == 302
    assert User.objects.get(pk=lan.pk).name == NAME


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_a_form_that_another_site_sends_is_put_into_no_page_of_ours(lan, headers):
    client = Client(enforce_csrf_checks=True)
    sign_in(client)
    answer = client.post("/people/me/", {"name": NAME, "language": "en"}, headers=headers)
    assert answer.status_code == 403
    assert not fields(answer.content.decode())


def test_a_password_is_written_into_no_page(lan):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "x@example.org", "password": "kept?"}, headers=OURS)
    assert answer.status_code == 403
    assert "kept?" not in answer.content.decode()


def test_a_code_by_which_somebody_signs_in_is_written_into_no_page():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/2fa/authenticate/", {"code": "a1b2c3d4"}, headers=OURS)
    assert answer.status_code == 403 and "a1b2c3d4" not in answer.content.decode()


def test_a_guest_who_opens_a_page_is_asked_to_sign_in_and_sent_there(lan):
    answer = Client().get("/people/me/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/people/me/"


def test_files_are_not_kept_and_this_is_said(lan, tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("code\n")
    with file.open("rb") as opened:
        page = Client().post("/exchange/units/", {"file": opened, "mode": "all"}).content.decode()
    assert "Files are not kept" in page
    assert fields(page)["mode"] == "all"
