"""What was worked out holds until the next deed, and no longer."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.support.organisation import NOW, acting, client_of, console, person, tree

from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.services import EndRole, end_role
from mandate.platform.database.reading import reading_once
from mandate.platform.journal.models import Entry
from mandate.platform.live.still import KEPT, still
from mandate.platform.mine import counts_of, leaves_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def times() -> list[int]:
    return []


@pytest.fixture
def value(times: list[int]) -> Callable[..., int]:
    """The number of times that a value was worked out."""

    def work_out() -> int:
        times.append(1)
        return len(times)

    return lambda key="key": still(key, work_out)


def test_it_is_worked_out_once_until_somebody_does_something(value: Callable[..., int]) -> None:
    units = tree()
    assert [value(), value(), value("another"), value()] == [1, 1, 2, 1]
    rename_unit(console(), RenameUnit(units["A"].pk, {"en": "Other"}))
    assert [value(), value()] == [3, 3]


def test_within_a_request_a_deed_counts_at_once(value: Callable[..., int]) -> None:
    units = tree()
    with reading_once():
        assert [value(), value()] == [1, 1]
        rename_unit(console(), RenameUnit(units["A"].pk, {"en": "Other"}))
        assert value() == 2


def test_of_very_many_the_last_ones_are_kept(value: Callable[..., int]) -> None:
    with reading_once():
        for number in range(KEPT + 1):
            value(number)
        assert value(KEPT) == KEPT + 1
        assert value(0) == KEPT + 2


def test_the_side_counts_what_changed_by_a_deed_and_asks_nothing_else_between(
    django_assert_num_queries: Callable[..., object],
) -> None:
    unit = tree()["A"]
    actor = acting(Role.SECRETARY, unit)
    mine = leaves_of(actor), counts_of(actor)
    with django_assert_num_queries(2):  # what of the journal is new
        assert (leaves_of(actor), counts_of(actor)) == mine
    assert leaves_of(Actor(actor.user_id, actor.name, NOW)) != mine[0], "without the role"


def test_who_loses_a_role_sees_less_on_the_next_page() -> None:
    secretary = person(Role.SECRETARY, tree()["A"])
    client: Client = client_of(secretary)
    assert 'href="/queues/reports/"' in client.get("/").content.decode()
    grant = User.objects.get(pk=secretary.pk).grants.get()
    end_role(console(timezone.now()), EndRole(grant.pk, timezone.localdate()))
    assert 'href="/queues/reports/"' not in client.get("/").content.decode()


def test_a_deed_that_becomes_visible_late_counts_behind_however_many_others(
    value: Callable[..., int],
) -> None:
    unit = tree()["A"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('journal_entry', 'id'), max(id) + 100) FROM journal_entry"
        )
    rename_unit(console(), RenameUnit(unit.pk, {"en": "Other"}))
    assert [value(), value()] == [1, 1]
    last = Entry.objects.latest("pk")
    last.pk -= 90  # of a transaction that took long
    last.save(force_insert=True)
    assert [value(), value()] == [2, 2]
