"""An open page hears that something came for its person, and nobody else's does."""

import json

import psycopg
import pytest
from django.db import transaction
from tests.support.organisation import NOW, acting, person, tree

from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of
from mandate.platform.database.connection import address
from mandate.platform.jobs.told import JOB_ENDED
from mandate.platform.journal.audience import Deed, Hears, audience_of
from mandate.platform.journal.events import codes, is_quiet
from mandate.platform.journal.record import CHANNEL
from mandate.platform.notices.events import NoticeCame
from mandate.platform.notices.services import notify


@pytest.mark.django_db
def test_a_notice_is_heard_by_its_person_only() -> None:
    units = tree()
    reporter = acting(Role.REPORTER, units["A1"])
    others = [acting(role, unit) for role, unit in ((Role.ADMINISTRATOR, None), (Role.SECRETARY, units["C"]))]
    came = Deed(NoticeCame.code, person_id=reporter.user_id)
    assert audience_of(reporter).hears(came) is Hears.WHOLE
    assert [audience_of(other).hears(came) for other in others] == [Hears.NOTHING] * 2
    assert is_quiet(NoticeCame.code) and NoticeCame.code not in codes(), "no list changes, no row is left"


@pytest.mark.django_db(transaction=True)
def test_it_is_told_when_the_deed_is_committed() -> None:
    user = actor_of(person(Role.REPORTER, tree()["A1"]), NOW).user_id
    with psycopg.connect(address(), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            notify(JOB_ENDED, {1: [user]}, by=None, at=NOW)
            assert list(listening.notifies(timeout=0)) == []
        (told,) = listening.notifies(timeout=30, stop_after=1)
    assert json.loads(told.payload) == {
        "id": 0, "code": "notices.came", "unit": None, "subject": ["user", user], "person": user,
        "circle": None,
    }  # fmt: skip
