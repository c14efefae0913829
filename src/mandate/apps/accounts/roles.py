"""What each role is for, in one sentence."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mandate.platform.access.actor import Role
from mandate.platform.access.models import ROLE_NAMES

EXPLANATIONS: dict[Role, str | Promise] = {
    Role.ADMINISTRATOR: _(
        "sets up units, indicators, forms, targets and people, and reads everything in the unit and below it."
    ),
    Role.SECRETARY: _(
        "fills in and submits reports, accepts those from below, sets targets and writes the review."
    ),
    Role.REPORTER: _("fills in and submits the reports of the unit and of those below it."),
    Role.REVIEWER: _("accepts or returns the reports that come from below."),
    Role.OBSERVER: _("reads figures, targets and reviews and changes nothing."),
}


def role_choices() -> list[tuple[str, str]]:
    """Each role with its sentence, the least powerful first, so that more is given on purpose."""
    return [
        (role.value, f"{capfirst(str(ROLE_NAMES[role]))}: {EXPLANATIONS[role]}") for role in reversed(Role)
    ]
