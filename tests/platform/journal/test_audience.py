"""Who may learn of a deed: each kind of deed for each role at each place, and every way of asking agrees."""

from datetime import date

import pytest
from django.db import transaction
from tests.support.organisation import NOW, acting, console, person, tree

from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CreateUnit, SaveKind, create_unit, save_kind
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can
from mandate.platform.access.request import actor_of
from mandate.platform.journal.audience import Deed, Hears, audience_of
from mandate.platform.journal.events import audience_of_code, audiences, codes, touching_codes
from mandate.platform.journal.models import Entry, Touched

pytestmark = pytest.mark.django_db

PLACES = ("C", "A", "A1", "B", "")  # above, own, below, beside, the whole organisation: as seen from A


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def holders(units: dict[str, Unit]) -> list[tuple[Role, str, Actor]]:
    held = [(role, place) for role in Role for place in ("A", "C", "")]
    return [(role, place, acting(role, units.get(place))) for role, place in held]


def deed_of(row: Entry) -> Deed:
    person = row.subject_id if row.subject_kind == "user" else None
    touched = list(row.touched.values_list("unit_id", flat=True))
    return Deed(row.code, row.unit_id, person, row.user_id, touched)


def test_every_kind_of_deed_has_an_audience_that_is_an_action() -> None:
    assert all(action(audience_of_code(code)) for code in codes())
    assert sorted(code for told in audiences().values() for code in told) == sorted(codes())
    assert audience_of_code("nothing.known") == ""


def test_live_messages_follow_the_right_to_the_deed(units: dict[str, Unit]) -> None:
    for role, held, actor in holders(units):
        audience = audience_of(actor)
        for code in codes():
            for place in PLACES[:-1]:
                unit = units[place].pk
                may = can(actor, audience_of_code(code), unit)
                assert bool(audience.hears(Deed(code, unit))) is may, (role, held, code, place)
            asked = action(audience_of_code(code))
            # a role on the only root counts for what concerns the whole organisation
            whole = role in asked.roles and held in ("", "C")
            assert bool(audience.hears(Deed(code))) is whole is can(actor, asked.name), (role, held, code)


def test_rows_and_messages_agree(units: dict[str, Unit]) -> None:
    """For every role, place and kind: what is narrowed in the database is what is decided for one message."""
    someone = person(Role.REPORTER, units["A1"])
    with transaction.atomic():
        entries = Entry.objects.bulk_create(
            Entry(
                at=NOW,
                user=by,
                code=code,
                unit_id=units[place].pk if place else None,
                subject_kind="user",
                subject_id=someone.pk,
            )
            for code in codes()
            for place in PLACES
            for by in (None, someone)
        )
        touching = {code for kinds in touching_codes().values() for code in kinds}
        Touched.objects.bulk_create(
            Touched(entry=entry, unit=units[place])
            for entry in entries
            if entry.code in touching
            for place in ("A1", "B")
        )
    readers = [actor for _role, _place, actor in holders(units)]
    deeds = {row.pk: deed_of(row) for row in Entry.objects.all()}
    for actor in [*readers, actor_of(someone, NOW), console()]:
        for also in (None, JOURNAL_VIEW):
            audience = audience_of(actor, also)
            told = set(audience.narrow(Entry.objects.all()).values_list("pk", flat=True))
            heard = {pk: audience.hears(deed) for pk, deed in deeds.items()}
            assert told == {pk for pk, how in heard.items() if how}, (actor, also)
            whole = set(Entry.objects.filter(audience.whole()).values_list("pk", flat=True))
            assert whole == {pk for pk, how in heard.items() if how == Hears.WHOLE}, (actor, also)


def test_the_journal_asks_for_its_own_right_besides(units: dict[str, Unit]) -> None:
    observer, submitted = acting(Role.OBSERVER, units["A"]), Deed("reporting.submitted", units["A1"].pk)
    assert audience_of(observer).hears(submitted)
    assert not audience_of(observer, JOURNAL_VIEW).hears(submitted)
    reviewer = acting(Role.REVIEWER, units["A"])
    assert audience_of(reviewer, JOURNAL_VIEW).hears(submitted)
    assert not audience_of(reviewer, JOURNAL_VIEW).hears(Deed("access.role_granted", units["A1"].pk))


def test_deeds_of_the_whole_organisation_need_a_role_on_it(units: dict[str, Unit]) -> None:
    save_kind(console(), SaveKind("ward", {"en": "quarter"}, {"en": "quarters"}))
    rows = Entry.objects.filter(code="units.kind_renamed")
    assert audience_of(acting(Role.SECRETARY, None), JOURNAL_VIEW).narrow(rows).exists()
    assert not audience_of(acting(Role.SECRETARY, units["A"]), JOURNAL_VIEW).narrow(rows).exists()
    assert audience_of(acting(Role.SECRETARY, units["C"]), JOURNAL_VIEW).narrow(rows).exists()
    create_unit(console(), CreateUnit("D", "city", {"vi": "D"}, None, date(2020, 1, 1)))
    assert not audience_of(acting(Role.SECRETARY, units["C"]), JOURNAL_VIEW).narrow(rows).exists()
    assert not audience_of(acting(Role.OBSERVER, None), JOURNAL_VIEW).narrow(rows).exists()
