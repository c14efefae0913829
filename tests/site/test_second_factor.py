"""Roles that need a second factor: without one, nothing can be done but set it up."""

import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import URLResolver, get_resolver
from pytest_django import Settings
from tests.support.commands import CommandLine
from tests.support.organisation import PASSWORD, USUAL_MAILS, client_of, person, tree
from tests.support.server import MANDATE

from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role, roles_named
from mandate.platform.access.models import Grant, User
from mandate.platform.journal.models import Entry
from mandate.site.mail import Folder

LED = "/account/2fa/"


@pytest.fixture
def units(db: None, settings: Settings) -> dict[str, Unit]:
    settings.SECOND_FACTOR_ROLES = roles_named("administrator,secretary", "X")
    return tree()


def set_up(user: User) -> None:
    """Give a person a telephone that shows codes."""
    data = {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


@pytest.mark.parametrize(
    ("role", "led"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.SECRETARY, True),
        (Role.REPORTER, False),
        (Role.REVIEWER, False),
        (Role.OBSERVER, False),
    ],
)
def test_which_roles_are_led_there(units: dict[str, Unit], role: Role, led: bool) -> None:
    client = client_of(person(role, units["A"]))
    answer = client.get("/")
    assert (answer.status_code == 302 and answer["Location"] == LED) is led
    if led:
        assert "Set one up to go on." in client.get(LED).content.decode()


def test_a_form_that_is_stopped_is_kept_and_sent_once_more(units: dict[str, Unit]) -> None:
    somebody = person(Role.SECRETARY, units["A"])
    client = client_of(somebody)
    form = {"name": "Lan Hoa", "language": "en"} | USUAL_MAILS
    answer = client.post("/people/me/", form)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'id="kept"' in page and 'action="/people/me/"' in page and f'href="{LED}"' in page
    assert 'name="name" value="Lan Hoa"' in page and "Your role needs a second step" in page
    assert User.objects.get(pk=somebody.pk).name != "Lan Hoa"
    set_up(somebody)
    assert client.post("/people/me/", form).status_code == 302
    assert User.objects.get(pk=somebody.pk).name == "Lan Hoa"


def test_a_form_of_another_site_that_is_stopped_is_put_into_no_page_of_ours(units: dict[str, Unit]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(Role.SECRETARY, units["A"]))
    answer = client.post("/people/me/", {"name": "Lan Hoa"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and "Lan Hoa" not in answer.content.decode()


def plain_addresses(resolver: URLResolver, above: str = "/") -> Iterator[str]:
    """Every address that takes no argument."""
    for one in resolver.url_patterns:
        path = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from plain_addresses(one, path)
        elif not set("<^(") & set(path):
            yield path


def test_nothing_else_can_be_done(units: dict[str, Unit]) -> None:
    """Every address without arguments, and some actions: no page, no table, no live message."""
    client = client_of(person(Role.SECRETARY, units["A"]))
    free = ("/account/", "/language/", "/look/", "/health/")
    closed = [path for path in plain_addresses(get_resolver()) if not path.startswith(free)]
    closed += ["/unit/A/about/", "/live/", "/nowhere/"]
    assert len(closed) > 15
    for path in closed:
        answer = client.get(path)
        assert answer.status_code == 302 and answer["Location"] == LED, path
        assert client.post(path, {"x": "1"}).status_code == 403, path
        script = client.get(path, headers={"Accept": "application/json"})
        assert script.status_code == 403 and script.json()["error"] == "second_factor_missing"
        assert client.get(path, headers={"HX-Request": "true"}).status_code == 403


def test_whoever_sets_one_up_goes_on_and_the_journal_hears_of_it(units: dict[str, Unit]) -> None:
    user = person(Role.SECRETARY, units["A"], "lan@example.org")
    client = Client()
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get(answer["Location"])["Location"] == LED
    set_up(user)
    assert client.get("/").status_code == 200
    one = Authenticator.objects.get(user=user)
    answer = client.post("/account/2fa/totp/deactivate/")
    answer = client.post(answer["Location"], {"password": PASSWORD})  # asked for once more
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(pk=one.pk).exists()
    assert client.get("/")["Location"] == LED
    row = Entry.objects.get(code="signin.factor_removed")
    assert (row.user_id, row.unit_id, row.data) == (user.pk, units["A"].pk, {"factor": "totp"})


def test_recovery_codes_alone_are_no_second_factor(units: dict[str, Unit]) -> None:
    user = person(Role.SECRETARY, units["A"])
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client_of(user).get("/")["Location"] == LED


def test_an_administrator_of_all_of_a_persons_units_removes_a_lost_one(units: dict[str, Unit]) -> None:
    user = person(Role.SECRETARY, units["A"], "lan@example.org")
    Grant.objects.create(user=user, role="observer", unit=units["B"])
    for holder in (user, above := person(Role.ADMINISTRATOR, units["C"])):
        set_up(holder)
    beside = person(Role.ADMINISTRATOR, units["A"])
    set_up(beside)
    path = f"/people/{user.pk}/"
    assert "Remove the second step" not in client_of(beside).get(path).content.decode()
    assert client_of(beside).post(f"{path}second-step/").status_code == 403
    client = client_of(above)
    assert "Remove the second step" in client.get(path).content.decode()
    assert client.post(f"{path}second-step/").status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    row = Entry.objects.get(code="signin.factors_taken")
    assert (row.user_id, row.subject_id, row.unit_id) == (above.pk, user.pk, units["C"].pk)
    client.post(f"/people/{above.pk}/second-step/")  # not one's own
    assert Authenticator.objects.filter(user=above).exists()


def test_a_role_counts_while_it_is_held(units: dict[str, Unit]) -> None:
    user = User.objects.create_user("x@example.org", name="x")
    Grant.objects.create(user=user, role="administrator", unit=units["A"], ends="2020-01-01")
    Grant.objects.create(user=user, role="observer", unit=units["A"])
    assert client_of(user).get("/").status_code == 200


def test_a_guest_signs_in_as_always(units: dict[str, Unit]) -> None:
    assert Client().get("/account/login/").status_code == 200
    assert Client().get("/")["Location"].startswith("/account/login/")


@pytest.mark.django_db
def test_without_the_setting_nobody_is_led_there() -> None:
    assert client_of(person(Role.ADMINISTRATOR, tree()["C"])).get("/").status_code == 200


def test_a_role_that_is_none_is_told_in_one_line(fresh: CommandLine) -> None:
    with pytest.raises(ImproperlyConfigured, match="king"):
        roles_named("administrator,king", "X")
    environment = {**fresh.environment, "MANDATE_SECOND_FACTOR": "king"}
    done = subprocess.run([*MANDATE, "check"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "MANDATE_SECOND_FACTOR" in done.stderr and "observer" in done.stderr


def test_mails_without_a_server_are_for_the_sites_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    sent = EmailMessage("Subject", "a link", to=["lan@example.org"], connection=Folder(file_path=folder))
    assert sent.send() == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "a link" in next(folder.iterdir()).read_text()
