"""The directory: each unit with who heads it and who is in charge of what there, on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy

from mandate.apps.posts.events import DirectoryTaken
from mandate.apps.posts.models import Body
from mandate.apps.posts.permissions import POSTS_VIEW
from mandate.apps.posts.queries.charges import ChargeRow, by_name, charges_of, head_words, heads_of
from mandate.apps.posts.queries.kinds import body_kinds
from mandate.apps.posts.queries.seats import Seat
from mandate.apps.units.models import Unit
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.queries import kinds as unit_kinds
from mandate.apps.units.structure import structure_on
from mandate.apps.units.under import called
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can_anywhere, visible
from mandate.platform.access.tree import provider
from mandate.platform.charges import Charge
from mandate.platform.database import spans
from mandate.platform.database.arrays import among
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Search, Taken, options
from mandate.platform.parts import charges


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A unit, who heads it, and who is in charge of what, in the order of the charges."""

    unit: UnitRef
    place: str
    heads: tuple[Seat, ...]
    charges: tuple[ChargeRow, ...]

    @property
    def head_names(self) -> str:
        """Who heads it, in a line; a vacant post is said to be vacant."""
        return "; ".join(head_words(seat) for seat in self.heads)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """A page of the directory."""

    day: date
    units: Shown[DirectoryRow]


def directory_page(actor: Actor, day: date, query: Mapping[str, str]) -> DirectoryPage:
    """Of all units that the actor may see. Raises Forbidden. The number of queries does not grow."""
    if not can_anywhere(actor, POSTS_VIEW):
        raise Forbidden(POSTS_VIEW)
    return DirectoryPage(day, show(directory(actor, None, day), query))


def directory(actor: Actor, unit: UnitRef | None, day: date) -> Listing[DirectoryRow]:
    """The units that are open on a day, of a unit and all below or all that the actor may see."""
    units = visible(actor, Unit.objects.select_related("kind"), POSTS_VIEW)
    units = units.filter(among("pk", structure_on(day).ids))
    if unit is not None:
        units = units.filter(among("pk", provider().with_all_below([unit.id], day)))

    def rows(found: Sequence[Unit]) -> list[DirectoryRow]:
        return directory_rows(actor, [one.pk for one in found], day)

    of = () if unit is None else (("unit", unit.code),)
    return Listing(
        name="directory",
        title=gettext_lazy("Directory"),
        source=units,
        rows=rows,
        columns=(
            Column("unit", gettext_lazy("Unit"), lambda row: row.place, order=("code",)),
            Column("code", gettext_lazy("Code"), lambda row: row.unit.code, in_file=True),
            Column("level", gettext_lazy("Kind"), lambda row: row.unit.kind_name, order=("kind__code",)),
            Column("head", gettext_lazy("Headed by"), lambda row: row.head_names),
            *map(_column, charges()),
        ),
        search=Search(gettext_lazy("Unit"), lambda found, words: found.filter(called(words, day))),
        filters=(
            Filter(
                "level",
                gettext_lazy("Kind of unit"),
                options((kind.code, text_in(kind.names) or kind.code) for kind in unit_kinds()),
                lambda found, chosen: found.filter(kind__code=chosen),
            ),
            Filter(
                "body",
                gettext_lazy("Kind of body"),
                options(body_kinds()),
                lambda found, chosen: found.filter(
                    Exists(Body.objects.filter(spans.holds(day), kind__code=chosen, unit=OuterRef("pk")))
                ),
            ),
        ),
        order=("code",),
        taken=Taken(DirectoryTaken, POSTS_VIEW, (*of, ("on", day.isoformat()))),
    )


def directory_rows(actor: Actor, units: Sequence[int], day: date) -> list[DirectoryRow]:
    """Some units that the actor may see, in their order: a few queries, however many."""
    places, heads, held = placed(units, day), heads_of(actor, units, day), charges_of(actor, units, day)
    return [DirectoryRow(places[one].unit, places[one].name, heads.get(one, ()), held[one]) for one in units]


def _column(charge: Charge) -> Column[DirectoryRow]:
    return Column(charge.name, charge.label, lambda row: by_name(row.charges)[charge.name].names)
