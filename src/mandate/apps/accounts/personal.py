"""What is kept of whoever signs in, for themself: the account, former names, roles, and what they did."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, Min
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Role
from mandate.platform.access.fields import field_groups, purpose_in_words
from mandate.platform.access.models import ROLE_NAMES, FormerName, Grant, Look, User
from mandate.platform.i18n.languages import own_name
from mandate.platform.journal.models import Entry
from mandate.platform.mydata.kinds import PersonalTable, Value

Rows = Sequence[tuple[Value, ...]]

MOST = 500  # looks, the last first: what a page holds


def _account(user_id: int, today: date) -> Rows:
    user = User.objects.get(pk=user_id)
    return [(user.name, user.address, own_name(user.language), user.is_active, user.date_joined)]


def _former_names(user_id: int, today: date) -> Rows:
    return list(FormerName.objects.filter(user=user_id).order_by("until").values_list("name", "until"))


def _roles(user_id: int, today: date) -> Rows:
    grants = list(Grant.objects.filter(user=user_id).order_by("starts", "pk").select_related("unit"))
    places = placed({one.unit_id for one in grants if one.unit_id}, today)
    return [
        (
            capfirst(str(ROLE_NAMES[Role(one.role)])),
            places[one.unit_id].name if one.unit_id else _("the whole organisation"),
            one.starts,
            one.ends,
        )
        for one in grants
    ]


def _done(user_id: int, today: date) -> Rows:
    done = Entry.objects.filter(user=user_id).aggregate(number=Count("pk"), first=Min("at"), last=Max("at"))
    return [(done["number"], done["first"], done["last"])] if done["number"] else []


def _looks(user_id: int, today: date) -> Rows:
    labels = {group.name: group.label for group in field_groups()}
    return [
        (
            look.at,
            str(labels.get(look.field_group, look.field_group)),
            capfirst(purpose_in_words(look.field_group, look.purpose)),
            look.by.called if look.by else _("whoever runs the server"),
        )
        for look in Look.objects.filter(person=user_id).select_related("by").order_by("-at", "-pk")[:MOST]
    ]


ACCOUNT = PersonalTable(
    "account",
    gettext_lazy("Account"),
    (
        ("name", gettext_lazy("Name")),
        ("email", gettext_lazy("Email")),
        ("language", gettext_lazy("Language")),
        ("may_sign_in", gettext_lazy("May sign in")),
        ("since", gettext_lazy("Since")),
    ),
    _account,
)
FORMER_NAMES = PersonalTable(
    "former_names",
    gettext_lazy("Former names"),
    (("name", gettext_lazy("Name")), ("until", gettext_lazy("Until"))),
    _former_names,
)
ROLES = PersonalTable(
    "roles",
    gettext_lazy("Roles"),
    (
        ("role", gettext_lazy("Role")),
        ("unit", gettext_lazy("Unit")),
        ("from", gettext_lazy("From")),
        ("until", gettext_lazy("Until")),
    ),
    _roles,
)
DONE = PersonalTable(
    "journal",
    gettext_lazy("In the journal, under my name"),
    (
        ("entries", gettext_lazy("Entries")),
        ("first", gettext_lazy("The first")),
        ("last", gettext_lazy("The last")),
    ),
    _done,
)
LOOKS = PersonalTable(
    "looks",
    gettext_lazy("Who looked at restricted details"),
    (
        ("at", gettext_lazy("When")),
        ("what", gettext_lazy("What")),
        ("purpose", gettext_lazy("Purpose")),
        ("by", gettext_lazy("By whom")),
    ),
    _looks,
)
PERSONAL = (ACCOUNT, FORMER_NAMES, ROLES, DONE, LOOKS)
