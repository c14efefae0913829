"""Which people an actor may see: those who hold, or once held, a role on a unit whose people are the actor's
to see. The one answer for lists, searches, the journal's filter and the adding of people."""

from django.db.models import QuerySet

from mandate.platform.access import sources
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can_anywhere, covered_units, has_role_for
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_VIEW


def visible_people(actor: Actor) -> QuerySet[User]:
    """The people whose entry, with name and address, the actor may see."""
    if not can_anywhere(actor, GRANTS_VIEW):
        return User.objects.none()
    units = covered_units(actor, GRANTS_VIEW)
    if units is None:
        return User.objects.all()
    whole = [None] if has_role_for(actor, GRANTS_VIEW) else []
    return User.objects.filter(sources.holding(frozenset(Role), [*units.tolist(), *whole], None))
