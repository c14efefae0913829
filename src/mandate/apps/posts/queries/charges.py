"""Who heads a unit, and who is in charge of what there, each with post and unit.

The callers ask for units that the actor may see. Of whoever stands above these, where the actor sees nothing,
the office and the unit are told and not the name (decision 0039).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.apps.people.queries.person import known_people
from mandate.apps.posts.models import Holding, Post
from mandate.apps.posts.permissions import POSTS_VIEW
from mandate.apps.posts.queries.rows import there_on
from mandate.apps.posts.queries.seats import Seat, seats
from mandate.apps.units.placed import placed
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import covered_units
from mandate.platform.access.models import ROLE_NAMES, User
from mandate.platform.access.nearest import Nearest, nearest
from mandate.platform.database import spans
from mandate.platform.i18n.languages import current
from mandate.platform.parts import charges


@dataclass(frozen=True, slots=True)
class InCharge:
    """Somebody, the post or else the role by which they are in charge, and its unit; ``known``: the actor may
    open their page. ``name`` is empty where the actor may not know who it is."""

    user_id: int
    name: str
    office: str
    place: str
    known: bool


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """Something that somebody is in charge of. ``people`` is empty where nobody is."""

    name: str
    label: str
    people: tuple[InCharge, ...]

    @property
    def names(self) -> str:
        """Who, in a line, with post and unit."""
        said = ((one.name, f"{one.office}, {one.place}") for one in self.people)
        return "; ".join(f"{name} ({office})" if name else office for name, office in said)


def heads_of(actor: Actor, unit_ids: Collection[int], day: date) -> dict[int, tuple[Seat, ...]]:
    """Who heads units, by the rank of posts: whoever holds the first post of each; where that is vacant, so
    it says, and who holds the next one. A few queries, however many units."""
    posts = Post.objects.filter(there_on(day), unit__in=list(unit_ids)).select_related("kind", "body__kind")
    by_unit: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats(actor, posts, day):
        by_unit[seat.unit.id].append(seat)
    return {unit: first_of(found) for unit, found in by_unit.items()}


def first_of(found: Sequence[Seat]) -> tuple[Seat, ...]:
    """Of the places of a unit, in the order of protocol, those of whoever heads it."""
    if not found:
        return ()
    first = tuple(seat for seat in found if seat.post_id == found[0].post_id)
    if any(seat.holder for seat in first):
        return tuple(seat for seat in first if seat.holder)
    return (first[0], *[seat for seat in found if seat.holder][:1])


def head_words(seat: Seat) -> str:
    """Who heads a unit, with the post: "Nguyễn Văn An (Secretary)"."""
    held = seat.holder.name if seat.holder is not None else _("vacant")
    acting = ", " + _("acting") if seat.holder is not None and seat.holder.acting else ""
    return f"{held} ({seat.post}{acting})"


def heads_in_words(actor: Actor, unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Who heads units, in a line each; nothing of one without posts."""
    found = heads_of(actor, unit_ids, day)
    return {unit: "; ".join(map(head_words, seats)) for unit, seats in found.items()}


def charges_of(actor: Actor, unit_ids: Collection[int], day: date) -> dict[int, tuple[ChargeRow, ...]]:
    """Who is in charge of what in units: a few queries, however many units."""
    found = {charge.name: nearest(charge.action, unit_ids, day) for charge in charges()}
    names = _Names(actor, [one for by_unit in found.values() for one in by_unit.values()], day)
    return {
        unit: tuple(
            ChargeRow(charge.name, str(charge.label), names.of(found[charge.name][unit]))
            for charge in charges()
        )
        for unit in unit_ids
    }


class _Names:
    """The people of some answers, read at once."""

    def __init__(self, actor: Actor, found: Iterable[Nearest], day: date) -> None:
        answers = list(found)
        people = {user for one in answers for user in one.people}
        units = {one.unit_id for one in answers if one.unit_id is not None}
        self.users = {user.pk: user for user in User.objects.filter(pk__in=people)}
        self.known = set(known_people(actor).filter(pk__in=people).values_list("pk", flat=True))
        self.places = placed(units, day)
        self.seen = covered_units(actor, POSTS_VIEW)
        self.posts: dict[tuple[int, int], list[Post]] = defaultdict(list)
        rows = Holding.objects.filter(spans.holds(day), person__in=people, post__unit__in=units)
        for row in rows.select_related("post__kind").order_by("post__kind__rank", "post_id"):
            self.posts[row.person_id, row.post.unit_id].append(row.post)

    def of(self, found: Nearest) -> tuple[InCharge, ...]:
        """By name."""
        unit = found.unit_id
        place = self.places[unit].name if unit is not None else _("the whole organisation")
        open_to = self.seen is None or (unit is not None and unit in self.seen)
        people = {
            InCharge(
                user_id=user if open_to else 0,
                name=self.users[user].called if open_to else "",
                office=self._office(user, unit, roles),
                place=place,
                known=open_to and user in self.known,
            )
            for user, roles in found.people.items()
        }
        language = current()
        return tuple(sorted(people, key=lambda one: (sort_key(one.name, language), one.office, one.user_id)))

    def _office(self, user: int, unit: int | None, roles: tuple[Role, ...]) -> str:
        """The post that carries the role, else one of that unit, else what the role is called."""
        there = self.posts.get((user, unit), []) if unit is not None else []
        post = next((one for one in there if one.role in roles), next(iter(there), None))
        return post.called if post is not None else capfirst(str(ROLE_NAMES[roles[0]]))


def by_name(rows: Iterable[ChargeRow]) -> Mapping[str, ChargeRow]:
    """Charges by their names."""
    return {row.name: row for row in rows}
