"""The list of people, to be narrowed to a unit with all below it, and to a role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.accounts.events import PeopleTaken
from mandate.apps.accounts.inviting import offered
from mandate.apps.accounts.queries import PersonRow, granted, person_row, roles_today
from mandate.apps.units.models import Unit
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import top_units
from mandate.apps.units.structure import structure_on, with_all_below
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, visible
from mandate.platform.access.models import ROLE_NAMES, User
from mandate.platform.access.permissions import GRANTS_MANAGE, GRANTS_VIEW
from mandate.platform.access.sight import visible_people
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Option, Search, Taken, options

UNIT = "unit"
OFFERED = 200  # units to choose from; any other stands in the address


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People by name, a page of them. ``unit`` is the code of the one to whose people it is narrowed, "" for
    none; ``invites``: some of the page can be invited."""

    people: Shown[PersonRow]
    may_add: bool
    unit: str
    invites: bool


def people_list(actor: Actor, query: Mapping[str, str] = MappingProxyType({})) -> Listing[PersonRow]:
    """The people whom the actor may see and who sign in, or once did, those who still may first. By a unit it
    can be narrowed to one of the highest that the actor sees, one right below these, or the one that
    ``query`` names."""

    def rows(users: Sequence[User]) -> list[PersonRow]:
        roles, invited = roles_today(actor, [user.pk for user in users]), offered(actor, users)
        return [person_row(user, roles.get(user.pk, ()), user.pk in invited) for user in users]

    choose: Column[PersonRow] = Column("choose", gettext_lazy("Choose"), unseen=True)
    return Listing(
        name="people",
        title=gettext_lazy("People"),
        source=visible_people(actor).filter(email__isnull=False),
        rows=rows,
        columns=(
            *((choose,) if can_anywhere(actor, GRANTS_MANAGE) else ()),
            Column("name", gettext_lazy("Name"), lambda row: row.name, order=(by_name(current()), "name")),
            Column("email", gettext_lazy("Email"), lambda row: row.email, order=("email",)),
            Column("roles", gettext_lazy("Roles today"), lambda row: "; ".join(map(str, row.roles))),
            Column("signs_in", gettext_lazy("may sign in"), _signs_in, in_file=True),
        ),
        search=Search(gettext_lazy("Name or email"), _called),
        filters=(
            Filter(
                UNIT, gettext_lazy("Unit, with all below it"), _units(actor, query), partial(_in_unit, actor)
            ),
            Filter("role", gettext_lazy("Role"), options(ROLE_NAMES.items()), partial(_in_role, actor)),
            Filter(
                "signs_in",
                gettext_lazy("May sign in"),
                options((("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))),
                lambda users, chosen: users.filter(is_active=chosen == "yes"),
            ),
            Filter(
                "signed_in",
                gettext_lazy("Has ever signed in"),
                options((("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))),
                lambda users, chosen: users.filter(last_login__isnull=chosen == "no"),
            ),
        ),
        order=("-is_active", by_name(current()), "name", "id"),
        taken=Taken(PeopleTaken, GRANTS_VIEW),
    )


def people_page(actor: Actor, query: Mapping[str, str]) -> PeoplePage:
    """A page of them."""
    listed = show(people_list(actor, query), query)
    unit = next(field.chosen for field in listed.fields if field.filter.name == UNIT)
    return PeoplePage(listed, can_anywhere(actor, GRANTS_MANAGE), unit, any(row.invites for row in listed))


def _called(users: QuerySet[User], words: Sequence[str]) -> QuerySet[User]:
    """Those in whose name or address all words stand, with or without diacritics."""
    return users.filter(holding("search_key", words))


def _signs_in(row: PersonRow) -> str:
    return _("yes") if row.is_active else _("no")


def _units(actor: Actor, query: Mapping[str, str]) -> tuple[Option, ...]:
    tops, structure = top_units(actor, actor.today), structure_on(actor.today)
    offered = [*tops, *(unit for top in tops for unit in structure.children(top).tolist())][:OFFERED]
    asked = visible(actor, Unit.objects.filter(code=query.get(UNIT, "")))
    units = placed({*offered, *asked.values_list("pk", flat=True)}, actor.today)
    first = [units.pop(unit) for unit in tops[:OFFERED]]
    return options((one.unit.code, one.name) for one in (*first, *units.values()))


def _in_unit(actor: Actor, users: QuerySet[User], code: str) -> QuerySet[User]:
    """Those with a role today on the unit or one below it, as far as the actor may see it."""
    below = with_all_below(Unit.objects.filter(code=code).values_list("pk", flat=True), actor.today)
    held = granted(actor).in_force(actor.today).filter(among("unit_id", below))
    return users.filter(pk__in=held.values("user_id"))


def _in_role(actor: Actor, users: QuerySet[User], role: str) -> QuerySet[User]:
    """Those with this role today, as far as the actor may see it."""
    return users.filter(pk__in=granted(actor).in_force(actor.today).filter(role=role).values("user_id"))
