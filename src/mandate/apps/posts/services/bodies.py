"""Bodies: opened, put right, closed, and removed if they were a mistake."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.people.services.chains import require_open
from mandate.apps.posts import events
from mandate.apps.posts.models import MOST_PLACES, NAME_LENGTH, REMIT_LENGTH, Body, BodyKind, Holding
from mandate.apps.posts.queries.rows import days_of
from mandate.apps.posts.services.locking import (
    lock_body,
    lock_unit,
    refuse,
    refuse_changed,
    refuse_outside,
    told,
    too_long,
    wrong_days,
)
from mandate.core.command import Command
from mandate.core.holding import HoldingError, within
from mandate.core.span import Span
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class BodySaid(Command):
    """What is said of a body. ``size`` None: as many as there are."""

    name: str
    size: int | None
    remit: str
    starts: date


@dataclass(frozen=True, slots=True)
class OpenBody(Command):
    """A new body of a unit, of a kind (by code)."""

    unit_id: int
    kind: str
    said: BodySaid
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeBody(Command):
    """What is said of a body, put right; ``seen`` is its mark when it was read."""

    body_id: int
    said: BodySaid
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CloseBody(Command):
    """A body ends on a day (exclusive); None takes its closing back."""

    body_id: int
    ends: date | None


@dataclass(frozen=True, slots=True)
class RemoveBody(Command):
    """A body that was entered by mistake."""

    body_id: int


@transaction.atomic
def open_body(actor: Actor, command: OpenBody) -> Body:
    """Open a body. Errors: ValidationError by field (kind, name, size, remit, starts, ends)."""
    lock_unit(actor, command.unit_id)
    said = _fit(command.said, command.ends)
    kind = BodyKind.objects.filter(code=command.kind).first()
    if kind is None:
        raise ValidationError({"kind": _("There is no such kind of body.")})
    require_open(command.unit_id, said.starts, "starts")
    body = Body.objects.create(
        unit_id=command.unit_id,
        kind=kind,
        name=said.name,
        size=said.size,
        remit=said.remit,
        starts=said.starts,
        ends=command.ends,
    )
    event = events.BodyOpened(events.names_of(body), said.starts.isoformat())
    record(actor, event, unit_id=body.unit_id, subject=("body", body.pk))
    return body


@transaction.atomic
def change_body(actor: Actor, command: ChangeBody) -> None:
    """Put right what is kept of a body. Errors: ValidationError by field."""
    body = lock_body(actor, command.body_id)
    refuse_changed(body, command.seen)
    said = _fit(command.said, body.ends)
    span = Span(said.starts, body.ends)
    refuse_outside(body, span, holdings_in(body))
    early = body.posts.filter(starts__lt=said.starts).select_related("kind").first()
    if early is not None:
        words = _("Its post “%(post)s” begins earlier.") % {"post": early.called}
        raise ValidationError({"starts": words})
    if said.starts < body.starts:
        require_open(body.unit_id, said.starts, "starts")
    before = _values(body)
    body.name, body.size, body.remit, body.starts = said.name, said.size, said.remit, said.starts
    if before == (after := _values(body)):
        return
    body.save(update_fields=["name", "size", "remit", "starts"])
    event = events.BodyChanged(events.names_of(body), before, after)
    record(actor, event, unit_id=body.unit_id, subject=("body", body.pk))


@transaction.atomic
def close_body(actor: Actor, command: CloseBody) -> None:
    """Close a body on a day, and with it its posts, or take that back. Errors: ValidationError (ends), also
    where somebody holds one of its posts longer."""
    body = lock_body(actor, command.body_id)
    refuse(wrong_days({"ends": command.ends}))
    _in_order(Span(body.starts, command.ends))
    refuse_outside(body, Span(body.starts, command.ends), holdings_in(body))
    if command.ends is not None:
        later = body.posts.filter(starts__gte=command.ends).select_related("kind").first()
        if later is not None:
            words = _("“%(name)s” begins only on that day or later; remove it first.")
            raise ValidationError({"ends": words % {"name": later.called}})
    body.ends = command.ends
    body.save(update_fields=["ends"])
    event = events.BodyClosed(events.names_of(body), command.ends.isoformat() if command.ends else "")
    record(actor, event, unit_id=body.unit_id, subject=("body", body.pk))


@transaction.atomic
def remove_body(actor: Actor, command: RemoveBody) -> None:
    """Remove a body that has no posts, with its terms. Errors: ValidationError."""
    body = lock_body(actor, command.body_id)
    if body.posts.exists():
        raise ValidationError(_("This body has posts. Remove them first, or close the body on a day."))
    record(
        actor,
        events.BodyRemoved(events.names_of(body)),
        unit_id=body.unit_id,
        subject=("body", body.pk),
    )
    body.delete()


def holdings_in(body: Body) -> list[Holding]:
    """Who holds or held its posts, the first first."""
    rows = Holding.objects.filter(post__body=body).select_related("person", "post__kind")
    return list(rows.order_by("starts", "pk"))


def _fit(said: BodySaid, ends: date | None) -> BodySaid:
    """Errors: ValidationError by field."""
    name = one_line(said.name)
    errors = too_long({"name": (name, NAME_LENGTH), "remit": (said.remit, REMIT_LENGTH)})
    errors |= wrong_days({"starts": said.starts, "ends": ends})
    if said.size is not None and not 1 <= said.size <= MOST_PLACES:
        errors["size"] = _("Write a number from 1 to %(most)s.") % {"most": MOST_PLACES}
    refuse(errors)
    _in_order(Span(said.starts, ends))
    return BodySaid(name, said.size, said.remit, said.starts)


def _in_order(span: Span[date]) -> None:
    try:
        within(span, [])
    except HoldingError as error:
        raise told(error) from None


def _values(body: Body) -> dict[str, str]:
    size = str(body.size) if body.size else ""
    span = days_of(body)
    starts = span.starts.isoformat() if span.starts else ""
    return {"name": body.name, "size": size, "remit": body.remit, "starts": starts}
