"""The secretary of a street as a member of it, who asks that their entry be put right."""

from dataclasses import replace
from datetime import date, timedelta

from mandate.apps.people.services.corrections import AskCorrection, ask_correction
from mandate.apps.people.services.looking import LookAt, look_at
from mandate.apps.people.services.members import Admit, ChangeMemberKind, admit, change_member_kind
from mandate.apps.people.services.persons import CorrectPerson, EnterPerson, correct_person
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of

STREET, ASKS, LOOKS = "W14755-01", "village@demo.example", "ward@demo.example"


def a_member_asks(actor: Actor) -> None:
    """A number is wrong; somebody looked at it to reach the person, who can read that."""
    user = User.objects.get(email=ASKS)
    unit = Unit.objects.get(code=STREET)
    admit(actor, Admit(user.pk, unit.pk, "probationary", date(2015, 5, 19), "88-QĐ"))
    change_member_kind(actor, ChangeMemberKind(user.pk, "full", date(2016, 5, 19)))
    named = EnterPerson(user.name)
    correct_person(
        actor, CorrectPerson(user.pk, replace(named, number="HR 0900", phone="0237 000 900"), named)
    )
    before = actor.now - timedelta(days=9)
    look_at(actor_of(User.objects.get(email=LOOKS), before), LookAt(user.pk, "contact", "reach"))
    words = "Số điện thoại đã đổi thành 0237 000 901."
    ask_correction(actor_of(user, actor.now - timedelta(days=4)), AskCorrection("phone", words))
