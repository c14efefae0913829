"""Arguments for the services of people and roles that would be right for somebody who may."""

from datetime import date
from typing import Any

from tests.support.organisation import acting
from tests.support.reporting import World

from mandate.platform.access.actor import Role
from mandate.platform.access.erasing import ErasePerson
from mandate.platform.access.models import Grant
from mandate.platform.access.services import (
    AddUser,
    ChangeUser,
    EndRole,
    GrantRole,
    NoteInvited,
    RemoveSecondStep,
)

#: What a person does to nobody but themself needs no role; it has tests of its own.
APART = {"mandate.platform.access.services.change_self"}


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """By the name of the service."""
    unit = city.units["A"].pk
    user = acting(Role.REPORTER, city.units["B"]).user_id or 0
    grant = Grant.objects.get(user=user).pk
    return {
        "add_user": (AddUser("new@example.org", "New", Role.OBSERVER, unit),),
        "grant_role": (GrantRole(user, Role.OBSERVER, unit),),
        "end_role": (EndRole(grant, date(2024, 2, 1)),),
        "note_invited": (NoteInvited(user),),
        "remove_second_step": (RemoveSecondStep(user),),
        "erase_person": (ErasePerson(user),),
        "change_user": (ChangeUser(user, "X", is_active=False),),
        "bring_in": (AddUser("new@example.org", "New", Role.OBSERVER, unit),),
    }
