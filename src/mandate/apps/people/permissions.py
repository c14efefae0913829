"""The actions on members. Their number is a figure like any other; their names are for those who keep the
list."""

from mandate.apps.people.models import (
    Application,
    ApplicationPaper,
    ApplicationStep,
    Arrival,
    MemberKind,
    Membership,
    MemberSource,
    Transfer,
)
from mandate.platform.access.actions import Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

_KEEPERS = (Role.ADMINISTRATOR, Role.SECRETARY)

MEMBERS_VIEW = define("people.view", _KEEPERS)
MEMBERS_MANAGE = define("people.manage", _KEEPERS)
ADMISSIONS_DECIDE = define("people.decide", _KEEPERS, Where.ABOVE)
SOURCES_MANAGE = define("people.sources", (Role.ADMINISTRATOR,), Where.ORGANISATION)

serve(Membership, MEMBERS_VIEW, "unit_id")
serve(MemberKind, MEMBERS_VIEW, None)
serve(Transfer, MEMBERS_VIEW, "source_id")
serve(Arrival, MEMBERS_VIEW, "target_id")
serve(MemberSource, MEMBERS_VIEW, None)
serve(Application, MEMBERS_VIEW, "unit_id")
serve(ApplicationStep, MEMBERS_VIEW, "application__unit_id")
serve(ApplicationPaper, MEMBERS_VIEW, "unit_id")
