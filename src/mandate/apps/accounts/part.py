"""What people and their roles bring to the frame."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandate.apps.accounts.finding import PEOPLE
from mandate.apps.accounts.notices import GRANTED
from mandate.apps.accounts.personal import PERSONAL
from mandate.platform.access.actor import Role
from mandate.platform.access.models import Grant, Look
from mandate.platform.access.owned import Owned
from mandate.platform.access.permissions import GRANTS_MANAGE, GRANTS_VIEW
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import FirstStep, OwnPage, Part
from mandate.platform.places import ORGANISATION, Leaf

PART = Part(
    urls="mandate.apps.accounts.web.urls",
    prefix="people/",
    leaves=(Leaf(ORGANISATION, "people", _("People"), "accounts:people", 20, (GRANTS_VIEW,)),),
    own_pages=(OwnPage(_("My account"), "accounts:me", 10),),
    choices="accounts:me",
    steps=(
        FirstStep(
            _("Add people"),
            _("Each gets a role on a unit: to report, to accept, or to read."),
            GRANTS_MANAGE,
            ("accounts:people",),
            50,
            Grant.objects.exclude(role=Role.ADMINISTRATOR.value).exists,
        ),
    ),
    notices=(GRANTED,),
    owned=(
        Owned(Grant, "user", _("a role")),
        # who looks at somebody changes nothing about them
        Owned(Look, "person", _("a look"), beside=("by", "field_group", "purpose", "day"), only=Q()),
    ),
    finders=(PEOPLE,),
    personal=PERSONAL,
    errands=(Errand(_("Add a person"), "accounts:add", GRANTS_MANAGE, _("invite a person, new person")),),
    helps=(
        Help("me", "observer", "language-and-look"),
        Help("", "observer", "language-and-look", pages=("accounts:me",)),
        Help("people", "administrator", "people-and-roles", GRANTS_MANAGE),
        Help("people", "secretary", "see-how-your-unit-stands"),
    ),
)
