"""Naming the people of a circle. The part that a matter belongs to asks for the right and locks the matter,
then calls this in its transaction."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import User
from mandate.platform.circles.events import BroughtIn, LetGo
from mandate.platform.circles.models import Circle, Member
from mandate.platform.journal.models import Entry
from mandate.platform.journal.record import record


def name_people(actor: Actor, circle: Circle | None, unit_id: int | None, people: Collection[int]) -> Circle:
    """Let the circle (None: a new one) of a matter on a unit be just these people, by the ids of their users.
    Raises ValidationError (people) where nobody would be left in it who may sign in, or
    somebody new may not."""
    wanted = set(people)
    if not wanted:
        raise ValidationError({"people": _("Somebody must belong to the circle.")})
    members = Member.objects.select_for_update().filter(circle=circle)
    there = set(members.values_list("user_id", flat=True)) if circle else set[int]()
    fresh = wanted - there
    if User.objects.filter(pk__in=fresh, is_active=True).count() != len(fresh):
        raise ValidationError({"people": _("Choose people who may sign in.")})
    if not User.objects.filter(pk__in=wanted, is_active=True).exists():
        raise ValidationError({"people": _("Choose people who may sign in.")})
    circle = circle or Circle.objects.create()
    Member.objects.bulk_create([Member(circle=circle, user_id=user) for user in sorted(fresh)])
    Member.objects.filter(circle=circle, user__in=there - wanted).delete()
    for event, changed in ((BroughtIn(), fresh), (LetGo(), there - wanted)):
        for user in sorted(changed):
            record(actor, event, unit_id=unit_id, subject=("user", user), circle_id=circle.pk)
    return circle


@dataclass(frozen=True, slots=True)
class HandOver(Command):
    """Give a circle in which nobody is left to somebody, by the id of their user."""

    circle_id: int
    user_id: int


class StillThereError(ValueError):
    """Somebody who may sign in is in the circle, so it is for them to bring in others."""


@transaction.atomic
def hand_over(actor: Actor, command: HandOver) -> None:
    """For whoever runs the site, who sees everything anyway. Raises Circle.DoesNotExist, StillThereError, and
    ValidationError for somebody who may not sign in."""
    if not actor.console:
        raise Forbidden("circles.hand_over")
    circle = Circle.objects.select_for_update().get(pk=command.circle_id)
    if circle.people.filter(is_active=True).exists():
        raise StillThereError
    there = circle.people.values_list("pk", flat=True)
    first = Entry.objects.filter(circle=circle).order_by("pk").values_list("unit_id", flat=True).first()
    name_people(actor, circle, first, {*there, command.user_id})
