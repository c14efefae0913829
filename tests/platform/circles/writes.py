"""Arguments for the services of circles that would be right for whoever runs the site."""

from typing import Any

from tests.support.organisation import acting
from tests.support.reporting import World

from mandate.platform.access.actor import Role
from mandate.platform.circles.models import Circle, Member
from mandate.platform.circles.services import HandOver


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    user = acting(Role.SECRETARY, city.units["B"]).user_id or 0
    circle = Circle.objects.create()
    gone = acting(Role.REPORTER, city.units["B1"]).user_id or 0
    Member.objects.create(circle=circle, user_id=gone)
    return {"hand_over": (HandOver(circle.pk, user),)}
