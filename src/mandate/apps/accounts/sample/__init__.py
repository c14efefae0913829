"""The people of the sample, all made up."""

from mandate.apps.accounts.sample.people import LOGINS, PASSWORD
from mandate.apps.accounts.sample.staff import OPEN, ROLES, staff
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, add_user
from mandate.platform.sample import SET_UP, SampleStep


def _fill(actor: Actor) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    named = {login.email for login in LOGINS}
    for login in (*LOGINS, *staff()):
        add_user(
            actor,
            AddUser(
                email=login.email,
                name=login.name,
                role=login.role,
                unit_id=units[login.unit] if login.unit else None,
                language=login.language,
                password=PASSWORD if login.email in named or login.unit in OPEN else None,
            ),
        )


STEPS = (
    SampleStep(
        60,
        _fill,
        ago=SET_UP,
        there=User.objects.filter(email=LOGINS[0].email).exists,
        told=(
            f"Sign in with one of these (password for all: {PASSWORD}):",
            *(f"  {login.email:<28} {login.about}" for login in LOGINS),
            f"and the {', '.join(ROLES)} of the wards {', '.join(OPEN)},",
            f"each by role and ward, such as {ROLES[-1]}.{OPEN[-1].lower()}@demo.example",
        ),
    ),
)
