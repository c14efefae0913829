"""People who sign in and are no members yet, so that nobody is entered twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.person import without_membership
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.models import User
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Listing, Search


@dataclass(frozen=True, slots=True)
class KnownRow:
    """Somebody who signs in."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of them, for admitting one to the unit."""

    unit: UnitRef
    people: Shown[KnownRow]


def known_page(actor: Actor, code: str, query: Mapping[str, str]) -> KnownPage:
    """Raises UnknownUnit, Forbidden."""
    unit = unit_by_code(actor, code)
    require(actor, MEMBERS_MANAGE, unit.id)
    return KnownPage(unit, show(_list(actor), query))


def _list(actor: Actor) -> Listing[KnownRow]:
    def rows(found: Sequence[User]) -> list[KnownRow]:
        return [KnownRow(one.pk, one.called, one.address) for one in found]

    return Listing(
        name="known",
        title=gettext_lazy("People who sign in"),
        source=without_membership(actor),
        rows=rows,
        columns=(
            Column("name", gettext_lazy("Name"), order=(by_name(current()), "name")),
            Column("email", gettext_lazy("Email"), order=("email",)),
            Column("admit", gettext_lazy("Admit")),
        ),
        search=Search(
            gettext_lazy("Name or email"), lambda people, words: people.filter(holding("search_key", words))
        ),
        order=(by_name(current()), "name", "id"),
    )
