"""People who are members and people who sign in are one and the same."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from tests.apps.people.members import member
from tests.support.organisation import acting, client_of, person, tree

from mandate.apps.people.models import Membership
from mandate.apps.people.services.members import Admit, admit
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def administrator(units: dict[str, Unit]) -> Client:
    """Of ward A."""
    return client_of(person(Role.ADMINISTRATOR, units["A"], "admin@example.org"))


def test_somebody_who_signs_in_is_admitted_without_being_entered_again(
    units: dict[str, Unit], administrator: Client
) -> None:
    reporter = person(Role.REPORTER, units["A1"], "reporter@example.org")
    hidden = person(Role.REPORTER, units["B1"], "hidden@example.org")
    page = administrator.get("/unit/A1/people/admit/known/?q=reporter").content.decode()
    address = f"/unit/A1/people/admit/{reporter.pk}/"
    assert f'href="{address}"' in page and "hidden@example.org" not in page
    done = administrator.post(address, {"kind": "full", "day": "2023-05-01"})
    assert done["Location"] == f"/members/{reporter.pk}/"
    row = Membership.objects.get()
    assert (row.person_id, row.unit, row.starts) == (reporter.pk, units["A1"], date(2023, 5, 1))
    for gone in (reporter, hidden):  # a member already, and one of whom nobody here knows
        assert administrator.get(f"/unit/A1/people/admit/{gone.pk}/").status_code == 404


def test_somebody_of_whom_nobody_here_knows_is_not_admitted_by_number(
    units: dict[str, Unit], administrator: Client
) -> None:

    hidden = person(Role.REPORTER, units["B1"], "hidden@example.org")
    keeper = acting(Role.SECRETARY, units["A"])
    with pytest.raises(User.DoesNotExist):
        admit(keeper, Admit(hidden.pk, units["A1"].pk, "full", date(2023, 5, 1)))
    assert not Membership.objects.exists()


def test_a_member_is_let_in_by_mail_and_stays_one_person(
    units: dict[str, Unit], administrator: Client
) -> None:
    user = member(units["A1"])
    address = f"/members/{user.pk}/sign-in/"
    assert f'href="{address}"' in administrator.get(f"/members/{user.pk}/").content.decode()
    person(Role.REPORTER, units["B1"], "taken@example.org")
    for email, told in (("no address", "address"), ("Taken@example.org", "Somebody else has this address.")):
        refused = administrator.post(address, {"email": email})
        assert refused.status_code == 422 and told in refused.content.decode()
    assert administrator.post(address, {"email": "Tam@example.org"}).status_code == 302
    user.refresh_from_db()
    assert (user.email, user.is_active) == ("tam@example.org", True)
    assert [one.to for one in mail.outbox] == [["tam@example.org"]]
    assert f'href="{address}"' not in administrator.get(f"/members/{user.pk}/").content.decode()
    assert administrator.get(address).status_code == 403


def test_only_who_manages_people_lets_a_member_in(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    secretary = client_of(person(Role.SECRETARY, units["A1"], "secretary@example.org"))
    assert "/sign-in/" not in secretary.get(f"/members/{user.pk}/").content.decode()
    assert secretary.post(f"/members/{user.pk}/sign-in/", {"email": "x@example.org"}).status_code == 403


def test_members_who_do_not_sign_in_are_not_among_those_who_do(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    top = client_of(person(Role.ADMINISTRATOR, None, "top@example.org"))
    page = top.get("/people/").content.decode()
    assert "Lê Văn Tám" not in page and "top@example.org" in page
    assert f'href="/people/{user.pk}/"' in top.get(f"/members/{user.pk}/").content.decode()
