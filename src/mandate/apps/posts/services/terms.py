"""Terms of bodies: added, put right, removed."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.posts import events
from mandate.apps.posts.models import MOST_ORDINAL, Body, Holding, Term
from mandate.apps.posts.queries.rows import days_of
from mandate.apps.posts.services.bodies import holdings_in
from mandate.apps.posts.services.locking import (
    lock_body,
    lock_term,
    refuse,
    refuse_changed,
    told,
    wrong_days,
)
from mandate.core.command import Command
from mandate.core.holding import Bound, HoldingError, within
from mandate.core.span import Span
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class TermSaid(Command):
    """The number of a term and its days, the end exclusive."""

    ordinal: int
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class AddTerm(Command):
    """A term of a body."""

    body_id: int
    said: TermSaid


@dataclass(frozen=True, slots=True)
class ChangeTerm(Command):
    """A term put right; ``seen`` is its mark when it was read."""

    term_id: int
    said: TermSaid
    seen: str = ""


@dataclass(frozen=True, slots=True)
class RemoveTerm(Command):
    """A term that was entered by mistake."""

    term_id: int


@transaction.atomic
def add_term(actor: Actor, command: AddTerm) -> Term:
    """Add a term. Errors: ValidationError by field (ordinal, starts, ends)."""
    body, said = lock_body(actor, command.body_id), command.said
    _refuse_wrong(body, said, None)
    term = Term.objects.create(body=body, ordinal=said.ordinal, starts=said.starts, ends=said.ends)
    event = events.TermAdded(
        events.names_of(body), term.ordinal, term.starts.isoformat(), term.ends.isoformat()
    )
    record(actor, event, unit_id=body.unit_id, subject=("body", body.pk))
    return term


@transaction.atomic
def change_term(actor: Actor, command: ChangeTerm) -> None:
    """Put a term right. Errors: ValidationError by field (ordinal, starts, ends)."""
    term, said = lock_term(actor, command.term_id), command.said
    refuse_changed(term, command.seen)
    _refuse_wrong(term.body, said, term)
    before = _values(term)
    term.ordinal, term.starts, term.ends = said.ordinal, said.starts, said.ends
    if before == (after := _values(term)):
        return
    term.save(update_fields=["ordinal", "starts", "ends"])
    event = events.TermChanged(events.names_of(term.body), term.ordinal, before, after)
    record(actor, event, unit_id=term.body.unit_id, subject=("body", term.body_id))


@transaction.atomic
def remove_term(actor: Actor, command: RemoveTerm) -> None:
    """Remove a term in which nobody holds a post. Errors: ValidationError."""
    term = lock_term(actor, command.term_id)
    span = days_of(term)
    for one in holdings_in(term.body):
        if span.meets(days_of(one)):
            raise ValidationError(_beyond(one))
    event = events.TermRemoved(events.names_of(term.body), term.ordinal)
    record(actor, event, unit_id=term.body.unit_id, subject=("body", term.body_id))
    term.delete()


def _refuse_wrong(body: Body, said: TermSaid, itself: Term | None) -> None:
    errors = wrong_days({"starts": said.starts, "ends": said.ends})
    if not 1 <= said.ordinal <= MOST_ORDINAL:
        errors["ordinal"] = _("Write a number from 1 to %(most)s.") % {"most": MOST_ORDINAL}
    refuse(errors)
    span = Span(said.starts, said.ends)
    try:
        within(span, [Bound("body", days_of(body))])
    except HoldingError as error:
        raise told(error) from None
    for other in body.terms.all():
        if itself is not None and other.pk == itself.pk:
            continue
        if other.ordinal == said.ordinal:
            raise ValidationError({"ordinal": _("This body has a term of that number already.")})
        if span.meets(days_of(other)):
            words = _("Term no. %(number)s goes from %(day)s until %(end)s; two terms share no day.")
            days = {"day": date_long(other.starts, current()), "end": date_long(other.ends, current())}
            raise ValidationError({"starts": words % {"number": other.ordinal, **days}})
    old = days_of(itself) if itself is not None else None
    for one in holdings_in(body):
        held = days_of(one)
        touched = span.meets(held) or (old is not None and old.meets(held))
        if touched and (one.starts < said.starts or one.ends is None or one.ends > said.ends):
            raise ValidationError({"starts" if one.starts < said.starts else "ends": _beyond(one)})


def _beyond(one: Holding) -> str:
    words = _("%(name)s holds the post “%(post)s” on other days; end that first.")
    return words % {"name": one.person.called, "post": one.post.called}


def _values(term: Term) -> dict[str, str]:
    return {
        "ordinal": str(term.ordinal),
        "starts": term.starts.isoformat(),
        "ends": term.ends.isoformat(),
    }
