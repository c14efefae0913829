"""The one write of the desk: that somebody has taken a tour, which concerns nobody but themself."""

from dataclasses import dataclass

from django.db import transaction

from mandate.apps.desk.models import Toured
from mandate.core.command import Command
from mandate.platform.access.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class EndTour(Command):
    """Not to be shown the tour of a role any more."""

    role: Role


@transaction.atomic
def end_tour(actor: Actor, command: EndTour) -> None:
    """Keep that the person has taken the tour of a role, or left it out. Twice is as once."""
    if actor.user_id is not None:
        Toured.objects.get_or_create(user_id=actor.user_id, role=command.role.value)
