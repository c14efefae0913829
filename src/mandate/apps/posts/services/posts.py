"""Posts: opened, put right, closed, and removed if they were a mistake."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.services.chains import require_open
from mandate.apps.posts import events
from mandate.apps.posts.models import MOST_PLACES, NAME_LENGTH, Body, Holding, Post, PostKind
from mandate.apps.posts.services.locking import (
    lock_post,
    lock_unit,
    refuse,
    refuse_beyond,
    refuse_changed,
    refuse_crowd,
    refuse_outside,
    too_long,
    wrong_days,
)
from mandate.core.command import Command
from mandate.core.span import Span
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor, Role
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class PostSaid(Command):
    """What is said of a post."""

    name: str
    places: int
    starts: date


@dataclass(frozen=True, slots=True)
class OpenPost(Command):
    """A new post of a unit, or of one of its bodies, of a kind (by code). ``role`` is what its holders may do
    on the unit."""

    unit_id: int
    kind: str
    said: PostSaid
    body_id: int | None = None
    role: Role | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class ChangePost(Command):
    """What is said of a post, put right; ``seen`` is its mark when it was read."""

    post_id: int
    said: PostSaid
    seen: str = ""


@dataclass(frozen=True, slots=True)
class ClosePost(Command):
    """A post ends on a day (exclusive); None takes its closing back."""

    post_id: int
    ends: date | None


@dataclass(frozen=True, slots=True)
class RemovePost(Command):
    """A post that was entered by mistake."""

    post_id: int


@transaction.atomic
def open_post(actor: Actor, command: OpenPost) -> Post:
    """Open a post. Errors: ValidationError by field (kind, body, name, places, starts, ends)."""
    lock_unit(actor, command.unit_id)
    said = _fit(command.said, command.ends)
    kind = PostKind.objects.filter(code=command.kind).first()
    if kind is None:
        raise ValidationError({"kind": _("There is no such kind of post.")})
    body = None
    if command.body_id is not None:
        body = Body.objects.filter(pk=command.body_id, unit=command.unit_id).first()
        if body is None:
            raise ValidationError({"body": _("This unit has no such body.")})
    post = Post(
        unit_id=command.unit_id,
        body=body,
        kind=kind,
        name=said.name,
        places=said.places,
        role=command.role.value if command.role else "",
        starts=said.starts,
        ends=command.ends,
    )
    _refuse_beyond_body(post, command.ends)
    require_open(command.unit_id, said.starts, "starts")
    post.save()
    event = events.PostOpened(events.names_of(post), post.places, said.starts.isoformat())
    record(actor, event, unit_id=post.unit_id, subject=("post", post.pk))
    return post


@transaction.atomic
def change_post(actor: Actor, command: ChangePost) -> None:
    """Put right what is kept of a post. Errors: ValidationError by field (name, places, starts)."""
    post = lock_post(actor, command.post_id)
    refuse_changed(post, command.seen)
    said = _fit(command.said, post.ends)
    holdings = holdings_of(post)
    refuse_outside(post, Span(said.starts, post.ends), holdings)
    before = _values(post)
    earlier = said.starts < post.starts
    post.name, post.places, post.starts = said.name, said.places, said.starts
    _refuse_beyond_body(post, post.ends)
    refuse_crowd(post, holdings, "places")
    if earlier:
        require_open(post.unit_id, said.starts, "starts")
    if before == (after := _values(post)):
        return
    post.save(update_fields=["name", "places", "starts"])
    event = events.PostChanged(events.names_of(post), before, after)
    record(actor, event, unit_id=post.unit_id, subject=("post", post.pk))


@transaction.atomic
def close_post(actor: Actor, command: ClosePost) -> None:
    """Close a post on a day, or take that back. Errors: ValidationError (ends), also where somebody holds it
    longer."""
    post = lock_post(actor, command.post_id)
    refuse(wrong_days({"ends": command.ends}))
    span = Span(post.starts, command.ends)
    _refuse_beyond_body(Post(body=post.body, starts=post.starts, ends=command.ends), command.ends)
    refuse_outside(post, span, holdings_of(post))
    post.ends = command.ends
    post.save(update_fields=["ends"])
    event = events.PostClosed(events.names_of(post), command.ends.isoformat() if command.ends else "")
    record(actor, event, unit_id=post.unit_id, subject=("post", post.pk))


@transaction.atomic
def remove_post(actor: Actor, command: RemovePost) -> None:
    """Remove a post that nobody ever held. Errors: ValidationError."""
    post = lock_post(actor, command.post_id)
    if post.holdings.exists():
        raise ValidationError(_("Somebody holds or held this post. Close it on a day instead."))
    event = events.PostRemoved(events.names_of(post))
    record(actor, event, unit_id=post.unit_id, subject=("post", post.pk))
    post.delete()


def holdings_of(post: Post) -> list[Holding]:
    """Who holds or held it, the first first."""
    rows = Holding.objects.filter(post=post).select_related("person", "post__kind")
    return list(rows.order_by("starts", "pk"))


def _refuse_beyond_body(post: Post, ends: date | None) -> None:
    """A post without an end of its own goes on as long as its body."""
    if ends is None and post.body is not None:
        ends = post.body.ends
    itself = Post(body=post.body, starts=post.starts, ends=ends)
    refuse_beyond(itself, Span(post.starts, ends))


def _fit(said: PostSaid, ends: date | None) -> PostSaid:
    """Errors: ValidationError by field."""
    name = one_line(said.name)
    errors = too_long({"name": (name, NAME_LENGTH)}) | wrong_days({"starts": said.starts, "ends": ends})
    if not 1 <= said.places <= MOST_PLACES:
        errors["places"] = _("Write a number from 1 to %(most)s.") % {"most": MOST_PLACES}
    refuse(errors)
    return PostSaid(name, said.places, said.starts)


def _values(post: Post) -> dict[str, str]:
    return {"name": post.name, "places": str(post.places), "starts": post.starts.isoformat()}
