"""The actions on members. Their number is a figure like any other; their names are for those who keep the
list."""

from mandate.apps.people.models import Arrival, MemberKind, Membership, Transfer
from mandate.platform.access.actions import define
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import serve

_KEEPERS = (Role.ADMINISTRATOR, Role.SECRETARY)

MEMBERS_VIEW = define("people.view", _KEEPERS)
MEMBERS_MANAGE = define("people.manage", _KEEPERS)

serve(Membership, MEMBERS_VIEW, "unit_id")
serve(MemberKind, MEMBERS_VIEW, None)
serve(Transfer, MEMBERS_VIEW, "source_id")
serve(Arrival, MEMBERS_VIEW, "target_id")
