"""Who sits where on a day, in the order of protocol: the rows that all pages of posts are made of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from mandate.apps.people.models import Membership
from mandate.apps.people.queries.person import known_people
from mandate.apps.posts.models import HOW_NAMES, Holding, Post
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.core.holding import How, precedence
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database import spans
from mandate.platform.i18n.languages import current


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post on a day. ``others`` are their other posts of that day; ``known``: the actor
    may open their page; ``gone``: they are no member any more."""

    holding_id: int
    user_id: int
    name: str
    how: str
    acting: bool
    starts: date
    ends: date | None
    others: tuple[str, ...]
    known: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A place, or several that are vacant together: a post and who holds it. ``holder`` None: ``vacant`` of
    its places are held by nobody."""

    post_id: int
    post: str
    places: int
    unit: UnitRef
    place: str
    body_id: int | None
    body: str
    holder: Holder | None
    vacant: int = 0


def seats(actor: Actor, posts: Iterable[Post], day: date, *, closely: bool = False) -> tuple[Seat, ...]:
    """The places of some posts that are there on a day (read with kind and body), in the order of protocol,
    those that are vacant after those that are held. ``closely``: for whoever keeps them, with who is no
    member any more. A few queries, however many posts."""
    rows = list(posts)
    held: dict[int, list[Holding]] = defaultdict(list)
    for one in held_on({row.pk for row in rows}, day):
        held[one.post_id].append(one)
    holders = _holders(actor, [one for some in held.values() for one in some], day, closely=closely)
    places = placed({row.unit_id for row in rows}, day)
    found: list[tuple[tuple[object, ...], Seat]] = []
    language = current()
    for row in rows:
        body = row.body
        there = held[row.pk]
        within = (body.kind.position, sort_key(body.called, language), body.pk) if body is not None else ()
        own = (sort_key(row.called, language), row.pk)
        shown: list[tuple[Holder | None, int, str]] = [
            (holders[one.pk], 0, sort_key(one.person.called, language)) for one in there
        ]
        if (vacant := max(row.places - len(there), 0)) > 0:
            shown.append((None, vacant, ""))
        for holder, number, name in shown:
            key = precedence(row.kind.rank, (within, *own, holder is None), name)
            place = places[row.unit_id]
            found.append(
                (
                    key,
                    Seat(
                        post_id=row.pk,
                        post=row.called,
                        places=row.places,
                        unit=place.unit,
                        place=place.name,
                        body_id=row.body_id,
                        body=body.called if body is not None else "",
                        holder=holder,
                        vacant=number,
                    ),
                )
            )
    return tuple(seat for _key, seat in sorted(found, key=lambda one: one[0]))


def held_on(post_ids: Collection[int], day: date) -> list[Holding]:
    """Who holds some posts on a day: one query."""
    rows = Holding.objects.filter(spans.holds(day), post__in=list(post_ids))
    return list(rows.select_related("person").order_by("starts", "pk"))


def _holders(actor: Actor, rows: Sequence[Holding], day: date, *, closely: bool) -> dict[int, Holder]:
    people = {row.person_id for row in rows}
    others = other_posts(actor, people, day)
    known = set(known_people(actor).filter(pk__in=people).values_list("pk", flat=True)) if people else set()
    gone = no_longer_members(people, day) if closely else set()
    return {
        row.pk: Holder(
            holding_id=row.pk,
            user_id=row.person_id,
            name=row.person.called,
            how=str(HOW_NAMES[How(row.how)]),
            acting=row.how == How.ACTING,
            starts=row.starts,
            ends=row.ends,
            others=tuple(name for post, name in others.get(row.person_id, ()) if post != row.post_id),
            known=row.person_id in known,
            gone=row.person_id in gone & known,
        )
        for row in rows
    }


def other_posts(actor: Actor, people: Collection[int], day: date) -> dict[int, list[tuple[int, str]]]:
    """All posts that people hold on a day, as far as the actor may see them: (number, name and unit)."""
    rows = list(
        visible(actor, Holding.objects.filter(spans.holds(day), person__in=list(people)))
        .select_related("post__kind")
        .order_by("post__kind__rank", "pk")
    )
    places = placed({row.post.unit_id for row in rows}, day)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        name = f"{row.post.called}, {places[row.post.unit_id].unit.name}"
        found[row.person_id].append((row.post_id, name))
    return found


def no_longer_members(people: Collection[int], day: date) -> set[int]:
    """Those of the people who were members once and are none on a day: two queries."""
    once = Membership.objects.filter(person__in=list(people), starts__lte=day)
    still = once.filter(Q(ends__isnull=True) | Q(ends__gt=day)).values_list("person_id", flat=True)
    return set(once.values_list("person_id", flat=True)) - set(still)
