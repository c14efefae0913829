"""The bodies and posts of a unit itself, on a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from mandate.apps.posts.models import Body, Holding, Post, Term
from mandate.apps.posts.permissions import POSTS_MANAGE, POSTS_VIEW
from mandate.apps.posts.queries.charges import ChargeRow, charges_of, first_of
from mandate.apps.posts.queries.rows import there_on
from mandate.apps.posts.queries.seats import Seat, seats
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, require, visible
from mandate.platform.database import spans
from mandate.platform.i18n.languages import current


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of a body."""

    id: int
    ordinal: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body on a day: its ``term`` of that day, how many people sit in it, each counted once, and how many
    places of its posts are vacant."""

    id: int
    name: str
    kind: str
    size: int | None
    term: TermRow | None
    people: int
    vacant: int


@dataclass(frozen=True, slots=True)
class PostsPage:
    """The bodies and the places of a unit on a day. ``left_behind``: how many bodies and posts a unit that is
    closed on the day still has, which the actor ``may_close``. ``gone``: how many people hold a post and are
    no members any more. ``heads`` it, and the ``charges``, are told of a unit that is open."""

    unit: UnitRef
    day: date
    bodies: tuple[BodyRow, ...]
    seats: tuple[Seat, ...]
    heads: tuple[Seat, ...]
    charges: tuple[ChargeRow, ...]
    people: int
    vacant: int
    concurrent: int
    gone: int
    may_manage: bool
    left_behind: int
    may_close: bool


def posts_page(actor: Actor, code: str, day: date) -> PostsPage:
    """Raises UnknownUnit, Forbidden. The number of queries does not grow."""
    unit = unit_by_code(actor, code)
    require(actor, POSTS_VIEW, unit.id)
    manages = can(actor, POSTS_MANAGE, unit.id)
    posts = posts_on(actor, day).filter(unit=unit.id)
    shown = seats(actor, posts, day, closely=manages)
    open_then = open_on(open_times([unit.id])[unit.id], day)
    holders = {seat.holder.user_id: seat.holder for seat in shown if seat.holder is not None}
    return PostsPage(
        unit=unit,
        day=day,
        bodies=_bodies(actor, unit, day, shown),
        seats=shown,
        heads=first_of(shown),
        charges=charges_of(actor, [unit.id], day)[unit.id] if open_then else (),
        people=len(holders),
        vacant=sum(seat.vacant for seat in shown),
        concurrent=sum(bool(holder.others) for holder in holders.values()),
        gone=sum(holder.gone for holder in holders.values()),
        may_manage=open_then and manages,
        left_behind=0 if open_then else _left(actor, unit.id, day),
        may_close=manages,
    )


def posts_on(actor: Actor, day: date) -> QuerySet[Post]:
    """The posts of a day that the actor may see, with what they are shown by."""
    return visible(actor, Post.objects.filter(there_on(day))).select_related("kind", "body__kind")


def has_posts(actor: Actor, unit_id: int) -> bool:
    """Whether the actor has use for the posts of a unit: some are there, or could be."""
    return can(actor, POSTS_MANAGE, unit_id) or (
        can(actor, POSTS_VIEW, unit_id) and Post.objects.filter(unit=unit_id).exists()
    )


def _bodies(actor: Actor, unit: UnitRef, day: date, shown: tuple[Seat, ...]) -> tuple[BodyRow, ...]:
    rows = list(visible(actor, Body.objects.filter(spans.holds(day), unit=unit.id)).select_related("kind"))
    terms = {
        one.body_id: TermRow(one.pk, one.ordinal, one.starts, one.ends)
        for one in Term.objects.filter(spans.holds(day), body__in=rows)
    }
    people = Counter(body for body, _person in {(s.body_id, s.holder.user_id) for s in shown if s.holder})
    vacant: Counter[int | None] = Counter()
    for seat in shown:
        vacant[seat.body_id] += seat.vacant
    language = current()
    rows.sort(key=lambda one: (one.kind.position, sort_key(one.called, language), one.pk))
    return tuple(
        BodyRow(
            id=row.pk,
            name=row.called,
            kind=row.kind_name,
            size=row.size,
            term=terms.get(row.pk),
            people=people[row.pk],
            vacant=vacant[row.pk],
        )
        for row in rows
    )


def _left(actor: Actor, unit_id: int, day: date) -> int:
    """What a closed unit still has: bodies and posts that last, and people in posts."""
    return sum(
        (
            visible(actor, Body.objects.filter(spans.lasts(day), unit=unit_id)).count(),
            visible(actor, Post.objects.filter(spans.lasts(day), unit=unit_id)).count(),
            visible(actor, Holding.objects.filter(spans.lasts(day), post__unit=unit_id)).count(),
        )
    )
