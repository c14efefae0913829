"""People and roles at the edges: two at once, the last administrator, the first and the last day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from tests.support.organisation import PASSWORD, acting, client_of, console, person, tree

from mandate.apps.accounts.queries import my_page
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import who_can
from mandate.platform.access.models import Grant, User
from mandate.platform.access.services import (
    AddUser,
    ChangeSelf,
    ChangeUser,
    EndRole,
    GrantRole,
    add_user,
    bring_in,
    change_self,
    change_user,
    end_role,
    grant_role,
)

FIRST, LAST = date.min, date.max


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Do them at the same moment, each in a thread of its own; what each was told, empty where done."""
    together = Barrier(len(actions))

    def work(action: Callable[[], object]) -> str:
        try:
            together.wait(30)
            action()
        except ValidationError as error:
            return " ".join(error.messages)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return sorted(threads.map(work, actions))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("add", [add_user, bring_in])
def test_two_who_add_one_person_at_once(add: Callable[..., object]) -> None:
    """In every order one is added, and the other hears so or grants the role; nobody sees an error page."""
    units = tree()
    for number in range(8):
        email = f"new{number}@example.org"
        command = AddUser(email, "New Person", Role.REPORTER, units["A1"].pk)
        told = at_once(*[partial(add, console(), command)] * 4)
        assert told[0] == "" and all("already" in one for one in told[1:]), told
        assert User.objects.filter(email=email).count() == 1
        assert Grant.objects.filter(user__email=email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other_at_once() -> None:
    units = tree()
    one, other = (acting(Role.ADMINISTRATOR, unit) for unit in (units["C"], None))
    grants = [Grant.objects.get(user_id=actor.user_id).pk for actor in (one, other)]
    day = one.today
    told = at_once(
        lambda: end_role(one, EndRole(grants[1], day)), lambda: end_role(other, EndRole(grants[0], day))
    )
    assert told[0] == "" and "Nobody would administer" in told[1]
    assert len(who_can("access.manage", None, day)) == 1


@pytest.mark.django_db
def test_somebody_administers_the_organisation_always() -> None:
    units = tree()
    one, other = acting(Role.ADMINISTRATOR, units["C"]), acting(Role.ADMINISTRATOR, None)
    ward = acting(Role.ADMINISTRATOR, units["A"])
    grant = Grant.objects.get(user_id=one.user_id)
    ends = one.today + timedelta(days=30)
    end_role(other, EndRole(grant.pk, ends))  # the other stays
    last = Grant.objects.get(user_id=other.user_id)
    with pytest.raises(ValidationError, match="Nobody would administer"):
        end_role(one, EndRole(last.pk, ends))
    end_role(one, EndRole(Grant.objects.get(user_id=ward.user_id).pk, one.today))  # of a ward is not of all
    with pytest.raises(ValidationError, match="Nobody would administer"):
        # from the day on which the first role ends, nobody would be left
        change_user(console(), ChangeUser(other.user_id or 0, "x", is_active=False))
    grant_role(other, GrantRole(one.user_id or 0, Role.ADMINISTRATOR, None, starts=ends))
    change_user(console(), ChangeUser(other.user_id or 0, "x", is_active=False))
    with pytest.raises(ValidationError, match="Nobody would administer"):
        change_user(console(), ChangeUser(one.user_id or 0, "x", is_active=False))
    assert who_can("access.manage", None, ends)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends"), [(FIRST, LAST), (LAST, None), (FIRST, None), (FIRST, FIRST + timedelta(days=1))]
)
def test_a_role_of_the_first_or_the_last_day(starts: date, ends: date | None) -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    said = {"role": "reporter", "unit": "A1", "starts": starts.isoformat()}
    said |= {"email": "x@example.org", "name": "X", "language": "en"}
    said |= {"ends": ends.isoformat()} if ends else {}
    answer = client.post("/people/add/", said)
    assert answer.status_code == 302
    user = User.objects.get(email="x@example.org")
    assert user.grants.get().starts == starts
    for path in (f"/people/{user.pk}/", "/people/"):
        assert client.get(path).status_code == 200
    mine = client_of(user)
    assert mine.get("/people/me/").status_code == 200
    assert mine.get("/").status_code == 200
    grant = user.grants.get()
    for day in (LAST, FIRST):
        answer = client.post(f"/people/{user.pk}/roles/{grant.pk}/end/", {"ends": day.isoformat()})
        assert answer.status_code in (302, 404)
    assert not user.grants.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "since=0001-01-01",
        "until=0001-01-01",
        "since=9999-12-31",
        "until=9999-12-31",
        "since=0001-01-01&until=9999-12-31",
        "since=10000-01-01",
        "since=0000-00-00",
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Ho_Chi_Minh", "America/Anchorage"])
def test_the_journal_from_the_first_day_to_the_last(query: str, zone: str, settings: object) -> None:
    settings.TIME_ZONE = zone  # type: ignore[attr-defined]
    tree()
    client = client_of(person(Role.ADMINISTRATOR, None))
    assert client.get(f"/journal/?{query}").status_code == 200


@pytest.mark.django_db
def test_a_name_is_kept_in_one_line_without_what_xml_forbids() -> None:
    units = tree()
    command = AddUser("x@example.org", "  Lan\x0b\nAnh\u2028", Role.REPORTER, units["A1"].pk)
    user = add_user(console(), command)
    assert user.name == "Lan Anh"
    for name, email in (("x" * 201, "y@example.org"), ("y", "y" * 250 + "@example.org")):
        with pytest.raises(ValidationError):
            add_user(console(), AddUser(email, name, Role.REPORTER, units["A1"].pk))


@pytest.mark.django_db
def test_long_and_odd_values_are_told_not_a_500() -> None:
    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    fine = {"email": "x@example.org", "name": "X", "language": "en", "role": "reporter", "unit": "A1"}
    fine |= {"starts": "2024-01-01"}
    for name, value in [
        ("email", "a" * 300 + "@example.org"),
        ("email", "a\x00b@example.org"),
        ("name", "x" * 5000),
        ("name", "a\x00b"),
        ("starts", "0000-01-01"),
        ("starts", "99999-01-01"),
        ("unit", "\x00"),
        ("language", "xx"),
    ]:
        answer = client.post("/people/add/", {**fine, name: value})
        assert answer.status_code in (400, 422), (name, value[:10])
    for path in ("/people/99999999999999999999/", f"/people/{2**63}/", "/people/?page=" + "9" * 5000):
        assert client.get(path).status_code in (200, 404)
    guest = Client()
    for login in ("a\x00b@example.org", "x" * 10_000 + "@example.org", "é@é"):
        said = {"login": login, "password": PASSWORD}
        assert guest.post("/account/login/", said).status_code in (200, 400)
        assert guest.post("/account/password/reset/", {"email": login}).status_code in (200, 302, 400)


@pytest.mark.django_db
def test_the_operator_is_nobody_not_even_the_first_who_was_entered() -> None:
    User.objects.create(pk=1, email="first@example.org", name="First")
    for deed in (lambda: my_page(console()), lambda: change_self(console(), ChangeSelf("Other", "en"))):
        with pytest.raises(User.DoesNotExist):
            deed()
