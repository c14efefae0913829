"""The actions on members. Their number is a figure like any other; their names are for those who keep the
list."""

from django.utils.translation import gettext_lazy as _

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
from mandate.platform.access.fields import group_fields

_KEEPERS = (Role.ADMINISTRATOR, Role.SECRETARY)

MEMBERS_VIEW = define("people.view", _KEEPERS)
MEMBERS_MANAGE = define("people.manage", _KEEPERS)
ADMISSIONS_DECIDE = define("people.decide", _KEEPERS, Where.ABOVE)
SOURCES_MANAGE = define("people.sources", (Role.ADMINISTRATOR,), Where.ORGANISATION)

CONTACT = group_fields(
    "contact",
    _("Telephone"),
    define("people.contact", _KEEPERS),
    (
        ("reach", _("to reach the person")),
        ("invite", _("to invite to a meeting")),
        ("check", _("to check the entry")),
    ),
)
BIRTH = group_fields(
    "birth",
    _("Date of birth"),
    define("people.birth", _KEEPERS),
    (
        ("age", _("to check an age limit or an anniversary")),
        ("apart", _("to tell people of one name apart")),
        ("check", _("to check the entry")),
    ),
)
HISTORY = group_fields("history", _("Earlier memberships"), define("people.history", _KEEPERS))

serve(Membership, MEMBERS_VIEW, "unit_id")
serve(MemberKind, MEMBERS_VIEW, None)
serve(Transfer, MEMBERS_VIEW, "source_id")
serve(Arrival, MEMBERS_VIEW, "target_id")
serve(MemberSource, MEMBERS_VIEW, None)
serve(Application, MEMBERS_VIEW, "unit_id")
serve(ApplicationStep, MEMBERS_VIEW, "application__unit_id")
serve(ApplicationPaper, MEMBERS_VIEW, "unit_id")
