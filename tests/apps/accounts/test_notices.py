"""Whoever is here already is told of a role that they are granted, in their language."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.support.organisation import NOW, client_of, console, person, tree

from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import (
    AddUser,
    EndRole,
    GrantRole,
    add_user,
    bring_in,
    end_role,
    grant_role,
)
from mandate.platform.notices.models import Notice
from mandate.platform.notices.queries import inbox

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def user(units: dict[str, Unit]) -> User:
    return person(Role.REPORTER, units["A1"])


def told(user: User) -> list[str]:
    return [row.said.sentence for row in inbox(actor_of(user, NOW), {}).notices]


def test_the_sentence_names_role_and_place_and_the_day_where_it_is_to_come(
    units: dict[str, Unit], user: User
) -> None:
    grant_role(console(), GrantRole(user.pk, Role.REVIEWER, units["A"].pk, TODAY))
    grant_role(console(), GrantRole(user.pk, Role.OBSERVER, None, TODAY + timedelta(days=1)))
    assert told(user) == [
        "From 6 January 2024 you have the role “observer”: the whole organisation",
        "You have the role “reviewer” now: Phường A, Thành phố",
    ]
    with translation.override("vi"):
        assert "Phường A" in told(user)[1] and "now" not in told(user)[1]


def test_somebody_new_gets_the_invitation_instead(units: dict[str, Unit]) -> None:
    new = AddUser("new@example.org", "New", Role.REPORTER, units["A1"].pk)
    add_user(console(), new)
    assert not Notice.objects.exists()
    bring_in(console(), AddUser("new@example.org", "New", Role.REPORTER, units["A2"].pk))
    assert told(User.objects.get(email="new@example.org")) == [
        "You have the role “reporter” now: Phố 2, Phường A"
    ]


def test_a_role_that_was_taken_away_before_it_began_is_told_no_more(
    units: dict[str, Unit], user: User
) -> None:
    starts = TODAY + timedelta(days=5)
    grant = grant_role(console(), GrantRole(user.pk, Role.REVIEWER, units["A"].pk, starts))
    end_role(console(), EndRole(grant.pk, starts))
    assert told(user) == []


def test_the_inbox_leads_to_ones_own_page(units: dict[str, Unit], user: User) -> None:
    grant_role(console(), GrantRole(user.pk, Role.REVIEWER, units["A"].pk))
    notice = Notice.objects.get()
    answer = client_of(user).get(f"/inbox/{notice.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/me/")
