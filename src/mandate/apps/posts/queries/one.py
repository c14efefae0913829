"""One body, one post, one holding, as the actor may see them."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.apps.people.queries.person import known_people
from mandate.apps.posts.models import ENDED_NAMES, HOW_NAMES, Body, Holding, Post, Term
from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.rows import days_of, held, mark
from mandate.apps.posts.queries.seats import Seat, seats
from mandate.apps.posts.queries.unit import TermRow, posts_on
from mandate.apps.posts.queries.warnings import warnings_of
from mandate.apps.units.queries import UnitRef, names_of
from mandate.core.holding import Ended, How, stretches
from mandate.core.span import Span
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can, visible
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.access.permissions import GRANTS_MANAGE


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with its terms, the newest first, and its places on a day. ``over``: it is closed by today.
    ``seen`` is its mark."""

    id: int
    unit: UnitRef
    name: str
    own_name: str
    kind: str
    size: int | None
    remit: str
    starts: date
    ends: date | None
    terms: tuple[TermRow, ...]
    day: date
    seats: tuple[Seat, ...]
    people: int
    seen: str
    over: bool
    may_manage: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """A holding of a post, past, present or to come. ``seen`` is its mark."""

    id: int
    user_id: int
    name: str
    known: bool
    how: str
    how_code: str
    starts: date
    ends: date | None
    ended: str
    ended_code: str
    number: str
    decided: date | None
    ending_number: str
    ending_decided: date | None
    over: bool
    to_come: bool
    warnings: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class VacantRow:
    """Days on which places are vacant."""

    number: int
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class PostPage:
    """A post with all who hold, held or will hold it, the newest first, and when places are vacant from today
    on. ``over``: nobody can be put into it any more. ``role`` is in words; ``may_fill`` asks for the right to
    grant it as well. ``ends`` is the day on which it ends, with its body or before, ``own_ends`` the one on
    which it was closed itself."""

    id: int
    unit: UnitRef
    body_id: int | None
    body: str
    name: str
    own_name: str
    kind: str
    places: int
    role: str
    starts: date
    ends: date | None
    own_ends: date | None
    holdings: tuple[HoldingRow, ...]
    vacant: tuple[VacantRow, ...]
    vacant_now: int
    seen: str
    over: bool
    may_manage: bool
    may_fill: bool
    may_remove: bool


def body_page(actor: Actor, body_id: int, day: date) -> BodyPage:
    """Raises Http404, also of one that the actor may not see."""
    body = visible(actor, Body.objects.select_related("kind").filter(pk=body_id)).first()
    if body is None:
        raise Http404(_("There is no such body."))
    manages = can(actor, POSTS_MANAGE, body.unit_id)
    shown = seats(actor, posts_on(actor, day).filter(body=body), day, closely=manages)
    return BodyPage(
        id=body.pk,
        unit=names_of([body.unit_id])[body.unit_id],
        name=body.called,
        own_name=body.name,
        kind=body.kind_name,
        size=body.size,
        remit=body.remit,
        starts=body.starts,
        ends=body.ends,
        terms=tuple(
            TermRow(one.pk, one.ordinal, one.starts, one.ends) for one in body.terms.order_by("-starts")
        ),
        day=day,
        seats=shown,
        people=len({seat.holder.user_id for seat in shown if seat.holder is not None}),
        seen=mark(body),
        over=Span(body.starts, body.ends).over(actor.today),
        may_manage=manages,
        may_remove=manages and not body.posts.exists(),
    )


def term_of(actor: Actor, term_id: int) -> tuple[BodyPage, TermRow, str]:
    """A term with the page of its body, and its mark. Raises Http404."""
    term = visible(actor, Term.objects.filter(pk=term_id)).first()
    if term is None:
        raise Http404(_("There is no such term."))
    row = TermRow(term.pk, term.ordinal, term.starts, term.ends)
    return body_page(actor, term.body_id, actor.today), row, mark(term)


def post_page(actor: Actor, post_id: int) -> PostPage:
    """Raises Http404, also of one that the actor may not see."""
    rows = visible(actor, Post.objects.filter(pk=post_id))
    post = rows.select_related("kind", "body__kind").first()
    if post is None:
        raise Http404(_("There is no such post."))
    manages = can(actor, POSTS_MANAGE, post.unit_id)
    holdings = list(
        visible(actor, Holding.objects.filter(post=post))
        .select_related("person", "post__kind", "post__body")
        .order_by("-starts", "-pk")
    )
    shown = holding_rows(actor, holdings, closely=manages)
    ends = min((day for day in (post.ends, post.body.ends if post.body else None) if day), default=None)
    free = [
        one
        for one in stretches(post.places, Span(post.starts, ends), held(holdings))
        if one.vacant and not one.span.over(actor.today)
    ]
    return PostPage(
        id=post.pk,
        unit=names_of([post.unit_id])[post.unit_id],
        body_id=post.body_id,
        body=post.body.called if post.body is not None else "",
        name=post.called,
        own_name=post.name,
        kind=post.kind_name,
        places=post.places,
        role=capfirst(str(ROLE_NAMES[Role(post.role)])) if post.role else "",
        starts=post.starts,
        ends=ends,
        own_ends=post.ends,
        holdings=shown,
        vacant=tuple(
            VacantRow(one.vacant, max(one.span.starts or actor.today, actor.today), one.span.ends)
            for one in free
        ),
        vacant_now=next((one.vacant for one in free if one.span.holds(actor.today)), 0),
        seen=mark(post),
        over=Span(post.starts, ends).over(actor.today),
        may_manage=manages,
        may_fill=manages and (not post.role or can(actor, GRANTS_MANAGE, post.unit_id)),
        may_remove=manages and not holdings,
    )


def holding_rows(actor: Actor, holdings: list[Holding], *, closely: bool) -> tuple[HoldingRow, ...]:
    """Holdings of one post as they are shown; ``closely`` with what rules warn of,
    which tells of ages: only of people whom the actor knows."""
    people = {one.person_id for one in holdings}
    known = set(known_people(actor).filter(pk__in=people).values_list("pk", flat=True)) if people else set()
    warned = warnings_of(holdings) if closely else {}
    return tuple(
        HoldingRow(
            id=one.pk,
            user_id=one.person_id,
            name=one.person.called,
            known=one.person_id in known,
            how=str(HOW_NAMES[How(one.how)]),
            how_code=one.how,
            starts=one.starts,
            ends=one.ends,
            ended=str(ENDED_NAMES[Ended(one.ended)]) if one.ended else "",
            ended_code=one.ended,
            number=one.number,
            decided=one.decided,
            ending_number=one.ending_number,
            ending_decided=one.ending_decided,
            over=days_of(one).over(actor.today),
            to_come=not days_of(one).begun(actor.today),
            warnings=warned.get(one.pk, ()) if one.person_id in known else (),
            seen=mark(one),
        )
        for one in holdings
    )


def holding_of(actor: Actor, holding_id: int) -> tuple[PostPage, HoldingRow]:
    """A holding with the page of its post. Raises Http404."""
    row = visible(actor, Holding.objects.filter(pk=holding_id)).values_list("post_id", flat=True).first()
    if row is None:
        raise Http404(_("There is no such holding."))
    page = post_page(actor, row)
    return page, next(one for one in page.holdings if one.id == holding_id)
