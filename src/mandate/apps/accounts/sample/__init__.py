"""The people of the sample, all made up."""

from mandate.apps.accounts.sample.people import LOGINS, PASSWORD
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, add_user
from mandate.platform.sample import SampleStep


def _fill(actor: Actor) -> None:
    units = dict(Unit.objects.values_list("code", "pk"))
    for login in LOGINS:
        add_user(
            actor,
            AddUser(
                email=login.email,
                name=login.name,
                role=login.role,
                unit_id=units[login.unit] if login.unit else None,
                language=login.language,
                password=PASSWORD,
            ),
        )


STEPS = (
    SampleStep(
        60,
        _fill,
        there=User.objects.filter(email=LOGINS[0].email).exists,
        told=(
            f"Sign in with one of these (password for all: {PASSWORD}):",
            *(f"  {login.email:<28} {login.about}" for login in LOGINS),
        ),
    ),
)
