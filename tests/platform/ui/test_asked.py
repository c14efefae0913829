"""What a request carries: only texts that can be kept come in, and a refusal is a calm page and one line."""

import json
import logging

import pytest
from django.test import Client, RequestFactory
from tests.support.organisation import USUAL_MAILS, client_of, person, tree

from mandate.platform.access.actor import Role
from mandate.platform.access.log import OneLine
from mandate.platform.access.models import User
from mandate.platform.ui.asked import json_of, number_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    tree()
    return client_of(person(Role.ADMINISTRATOR, None))


@pytest.fixture
def lines() -> list[str]:
    """What stands in the log, as it is written."""
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(logging.Formatter("%(message)s").format(record))

    keeper = Keeper()
    keeper.addFilter(OneLine())
    logging.getLogger().addHandler(keeper)
    yield kept
    logging.getLogger().removeHandler(keeper)


@pytest.mark.parametrize("text", ["", None, "²", "١٢", "-1", "1.0", " 1", "9" * 19, "9" * 5000, "1\n"])
def test_what_is_no_number_of_ours_is_none(text):
    assert number_of(text) is None
    assert number_of("9" * 18) == 10**18 - 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"NaN", b"[Infinity]", b"[1e400]", b"[" * 100_000, b"\xff", b"[" + b"9" * 5000 + b"]"]
)
def test_what_is_no_json_is_a_value_error(body):
    with pytest.raises(ValueError):
        json_of(body)


def test_texts_in_json_are_made_fit_to_be_kept():
    assert json_of(json.dumps({"a\x01": ["b\x0bc", {"d": "\ud800"}], "e": 1.5})) == {
        "a ": ["b c", {"d": "\ufffd"}],
        "e": 1.5,
    }


def test_control_characters_in_a_form_become_spaces_and_a_password_stays_as_typed(administrator):
    administrator.post("/people/me/", {"name": "Nguyễn\x0bAn\ufffe", "language": "en"} | USUAL_MAILS)
    assert User.objects.get().name == "Nguyễn An"


def test_a_nul_is_typed_by_nobody(administrator):
    assert administrator.post("/people/me/", {"name": "Nguyễn\0An", "language": "en"}).status_code == 400
    assert administrator.get("/units/?q=%00").status_code == 400


@pytest.mark.parametrize(
    "sent",
    [
        {"path": "/people/me/", "data": b"a=b", "content_type": "text/plain; charset=utf-16"},
        {
            "path": "/people/me/?q=a",
            "data": b"a",
            "content_type": "multipart/form-data; boundary=b; charset=latin-1",
        },
        {"path": "/units/A%00/", "data": b""},
    ],
)
def test_what_is_not_utf_8_is_refused_calmly(administrator, sent):
    response = administrator.generic("POST", **sent)
    assert response.status_code == 400
    assert "This request cannot be read" in response.content.decode()


def test_a_cookie_that_is_no_text_is_as_good_as_none(administrator):
    administrator.cookies["sessionid"] = "a\\000b"
    response = administrator.generic("GET", "/units/", HTTP_COOKIE='theme="a\\000b"; sessionid="\\000"')
    assert response.status_code == 302


def test_a_way_that_is_not_open_is_a_calm_page(administrator):
    response = administrator.put("/units/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert "Nothing was changed." in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/units/-/new/", "/unit/A/about/names/", "/unit/A/about/close/", "/people/add/", "/people/me/"]
)
def test_head_answers_wherever_get_does(administrator, path):
    assert administrator.get(path).status_code == 200
    answer = administrator.head(path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_refusal_is_one_line_that_says_who_asked_for_what(lines):
    observer = person(Role.OBSERVER, tree()["A"])
    assert client_of(observer).get("/unit/A/about/names/").status_code == 403
    assert Client().post("/account/login/", {f"a{number}": "" for number in range(20_001)}).status_code == 413
    assert lines[0] == f"403 GET /unit/A/about/names/ by person {observer.pk}: units.manage"
    assert lines[1].startswith("413 POST /account/login/ by a guest: ")
    assert len(lines) == 2
    assert not any("Traceback" in line for line in lines)


@pytest.mark.parametrize(
    ("status", "short"), [(399, False), (400, True), (403, True), (499, True), (500, False), (503, False)]
)
def test_what_is_no_fault_of_ours_is_one_line_in_the_log(lines, status, short):
    try:
        raise ValueError("why not")
    except ValueError:
        asked = {"status_code": status, "request": RequestFactory().get("/units/")}
        logging.getLogger("django.request").error("Failed", exc_info=True, extra=asked)
    (line,) = lines
    assert (line == f"{status} GET /units/ by a guest: why not") == short
    assert ("Traceback" in line) != short
