"""All posts of a unit and of those below it, on a day, as a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from mandate.apps.people.queries.members import NAME_KEY
from mandate.apps.posts.events import PostsTaken
from mandate.apps.posts.models import Holding, Post
from mandate.apps.posts.permissions import POSTS_VIEW
from mandate.apps.posts.queries.kinds import body_kinds, post_kinds
from mandate.apps.posts.queries.seats import Holder, seats
from mandate.apps.posts.queries.unit import posts_on
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.queries import kinds as unit_kinds
from mandate.apps.units.under import called
from mandate.core.holding import How
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can_anywhere, require, visible
from mandate.platform.access.tree import provider
from mandate.platform.database import spans
from mandate.platform.database.arrays import among
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Search, Taken, day_of, options


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a day with all who hold it."""

    id: int
    name: str
    body: str
    unit: UnitRef
    place: str
    places: int
    vacant: int
    holders: tuple[Holder, ...]

    @property
    def names(self) -> str:
        """Who holds it, in a line."""
        return ", ".join(holder.name for holder in self.holders)

    @property
    def since(self) -> date | None:
        """Since when somebody of today holds it, the longest."""
        return min((holder.starts for holder in self.holders), default=None)


@dataclass(frozen=True, slots=True)
class PostListPage:
    """A page of that list; ``unit`` None: of all posts that the reader may see."""

    unit: UnitRef | None
    day: date
    posts: Shown[PostRow]


def post_list_page(actor: Actor, code: str, day: date, query: Mapping[str, str]) -> PostListPage:
    """Of a unit and all below it; without a code of all units. Raises UnknownUnit, Forbidden. The number of
    queries does not grow."""
    unit = unit_by_code(actor, code) if code else None
    if unit is not None:
        require(actor, POSTS_VIEW, unit.id)
    elif not can_anywhere(actor, POSTS_VIEW):
        raise Forbidden(POSTS_VIEW)
    return PostListPage(unit, day, show(posts_list(actor, unit, day), query))


def posts_list(actor: Actor, unit: UnitRef | None, day: date) -> Listing[PostRow]:
    """The posts of a unit and of those below on a day, or of all units that the actor may see: unit by unit,
    each in the order of protocol."""
    source = posts_on(actor, day)
    if unit is not None:
        source = source.filter(among("unit_id", provider().with_all_below([unit.id], day)))
    held = Holding.objects.filter(spans.holds(day), post=OuterRef("pk"))

    def rows(found: Sequence[Post]) -> list[PostRow]:
        return _rows(actor, found, day)

    def narrow(posts: QuerySet[Post], words: Sequence[str]) -> QuerySet[Post]:
        holders = visible(actor, Holding.objects.filter(spans.holds(day)))
        for word in words:
            by_holder = holders.filter(holding(NAME_KEY, [word])).values("post")
            own = Q(holding("search_key", [word]))
            within = Q(holding(Coalesce("body__search_key", "search_key"), [word]))
            posts = posts.filter(own | within | called([word], day, "unit__") | Q(pk__in=by_holder))
        return posts

    def by_state(posts: QuerySet[Post], state: str) -> QuerySet[Post]:
        if state == "acting":
            return posts.filter(Exists(held.filter(how=How.ACTING.value)))
        return with_vacant(posts, day)

    return Listing(
        name="posts",
        title=gettext_lazy("Posts"),
        source=source,
        rows=rows,
        columns=(
            Column("post", gettext_lazy("Post"), lambda row: row.name, order=("kind__rank",)),
            Column("body", gettext_lazy("Body"), lambda row: row.body, order=("body__kind__position",)),
            Column("unit", gettext_lazy("Unit"), lambda row: row.place, order=("unit__code",)),
            Column("unit_code", gettext_lazy("Code"), lambda row: row.unit.code, in_file=True),
            Column("holders", gettext_lazy("Held by"), lambda row: row.names),
            Column("since", gettext_lazy("Since"), lambda row: day_of(row.since), in_file=True),
            Column("places", gettext_lazy("Places"), lambda row: row.places, ("places",), number=True),
            Column("vacant", gettext_lazy("Vacant"), lambda row: row.vacant, number=True),
        ),
        search=Search(gettext_lazy("Post, body, holder or unit"), narrow),
        filters=(
            Filter(
                "kind",
                gettext_lazy("Kind"),
                options(post_kinds()),
                lambda posts, chosen: posts.filter(kind__code=chosen),
            ),
            Filter(
                "state",
                gettext_lazy("Which"),
                options(
                    (
                        ("vacant", gettext_lazy("with vacant places")),
                        ("acting", gettext_lazy("held by somebody acting")),
                    )
                ),
                by_state,
            ),
            Filter(
                "body",
                gettext_lazy("Kind of body"),
                options(body_kinds()),
                lambda posts, chosen: posts.filter(body__kind__code=chosen),
            ),
            Filter(
                "level",
                gettext_lazy("Kind of unit"),
                options((kind.code, text_in(kind.names) or kind.code) for kind in unit_kinds()),
                lambda posts, chosen: posts.filter(unit__kind__code=chosen),
            ),
            *(() if unit is None else (_itself(unit),)),
        ),
        order=("unit__code", "kind__rank", "body__kind__position", "body_id", "search_key", "id"),
        taken=Taken(PostsTaken, POSTS_VIEW, _where(unit, day)),
    )


def _itself(unit: UnitRef) -> Filter:
    return Filter(
        "of",
        gettext_lazy("Where"),
        options((("own", gettext_lazy("in this unit itself")),)),
        lambda posts, _chosen: posts.filter(unit_id=unit.id),
    )


def _where(unit: UnitRef | None, day: date) -> tuple[tuple[str, str], ...]:
    of = () if unit is None else (("unit", unit.code),)
    return (*of, ("on", day.isoformat()))


def with_vacant(posts: QuerySet[Post], day: date) -> QuerySet[Post]:
    """Those with places that nobody holds on a day."""
    held = Count("holdings", filter=spans.holds(day, "holdings__starts", "holdings__ends"))
    return posts.annotate(held=held).filter(held__lt=F("places"))


def _rows(actor: Actor, found: Sequence[Post], day: date) -> list[PostRow]:
    by_post: dict[int, list[Holder]] = defaultdict(list)
    vacant: dict[int, int] = defaultdict(int)
    shown = {}
    for seat in seats(actor, found, day):
        shown[seat.post_id] = seat
        vacant[seat.post_id] += seat.vacant
        if seat.holder is not None:
            by_post[seat.post_id].append(seat.holder)
    return [
        PostRow(
            id=row.pk,
            name=shown[row.pk].post,
            body=shown[row.pk].body,
            unit=shown[row.pk].unit,
            place=shown[row.pk].place,
            places=row.places,
            vacant=vacant[row.pk],
            holders=tuple(by_post[row.pk]),
        )
        for row in found
    ]
