"""The members of the sample, all made up: a few in every street of one ward, one of them on the way, those
admitted in two years in the whole city, and applications at different steps."""

from datetime import date, timedelta

from mandate.apps.people.sample.admitted import admit_of_the_years
from mandate.apps.people.sample.applying import fill_applications
from mandate.apps.people.sample.asking import a_member_asks
from mandate.apps.people.sample.names import name_of
from mandate.apps.people.services.members import (
    AdmitPerson,
    ChangeMemberKind,
    EndMembership,
    admit_person,
    change_member_kind,
    end_membership,
)
from mandate.apps.people.services.persons import EnterPerson
from mandate.apps.people.services.transfers import Release, release
from mandate.apps.units.models import Unit
from mandate.core.membership import Ended
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SampleStep

WARD = "W14755"
EACH = 6  # members of a street
FIRST = date(2019, 2, 3)


def _fill(actor: Actor) -> None:
    streets = list(Unit.objects.filter(code__startswith=f"{WARD}-").order_by("code"))
    for place, street in enumerate(streets):
        for number in range(EACH):
            _member(actor, street, place * EACH + number)
    _newest(actor, streets[0], len(streets) * EACH)
    _leaves(actor, streets[1], len(streets) * EACH + 1)
    _moves(actor, streets[2], streets[0], len(streets) * EACH + 2)
    admit_of_the_years(actor)
    fill_applications(actor, streets)


def _member(actor: Actor, street: Unit, number: int) -> None:
    """Somebody admitted before the years of which the sample knows how many were, full after a year."""
    begun = FIRST + timedelta(days=37 * (number % 28))
    person = _admit(actor, street, number, begun)
    change_member_kind(actor, ChangeMemberKind(person, "full", begun.replace(year=begun.year + 1)))


def _newest(actor: Actor, street: Unit, number: int) -> None:
    """Somebody who is still on probation."""
    _admit(actor, street, number, actor.today - timedelta(days=200))


def _leaves(actor: Actor, street: Unit, number: int) -> None:
    begun = FIRST.replace(year=2020)
    person = _admit(actor, street, number, begun)
    end_membership(actor, EndMembership(person, Ended.LEFT, date(2022, 6, 1), "41-QĐ"))


def _moves(actor: Actor, street: Unit, target: Unit, number: int) -> None:
    """Somebody released to another street, which has not decided."""
    person = _admit(actor, street, number, FIRST.replace(year=2021))
    release(actor, Release(person, target.pk, actor.today - timedelta(days=6), "15-GT"))


def _admit(actor: Actor, street: Unit, number: int, day: date) -> int:
    person = EnterPerson(name_of(number), f"HR {number + 1:04}")
    return admit_person(actor, AdmitPerson(person, street.pk, "probationary", day)).pk


STEPS = (SampleStep(65, _fill), SampleStep(67, a_member_asks))
