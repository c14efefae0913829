"""Who holds a post: somebody is put into it, the holding ends, is put right, and is taken back.

A post that carries a role gives it with the holding. So whoever fills it must be allowed to grant that role
there, and nobody puts themselves into it, as nobody grants a role to themselves."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mandate.apps.people.models import Membership
from mandate.apps.people.queries.person import people_within_reach
from mandate.apps.people.services.chains import require_open
from mandate.apps.posts import events, holding_events
from mandate.apps.posts.models import NUMBER_LENGTH, Holding, Post
from mandate.apps.posts.notices import PUT_IN
from mandate.apps.posts.queries.rows import days_of
from mandate.apps.posts.services.locking import (
    lock_holding,
    lock_post,
    refuse,
    refuse_beyond,
    refuse_changed,
    refuse_crowd,
    told,
    too_long,
    wrong_days,
)
from mandate.apps.posts.services.posts import holdings_of
from mandate.core.command import Command
from mandate.core.holding import Ended, HoldingError, How, within_term
from mandate.core.membership import Ended as Left
from mandate.core.span import Span
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import require
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.stewards import somebody_stays
from mandate.platform.database import spans
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.notices.services import notify


@dataclass(frozen=True, slots=True)
class HoldingSaid(Command):
    """How somebody holds a post, from when until when (exclusive; None: with the term, or until further
    notice), by which decision."""

    how: How
    starts: date
    ends: date | None = None
    number: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class Fill(Command):
    """Somebody is put into a post."""

    post_id: int
    person_id: int
    said: HoldingSaid


@dataclass(frozen=True, slots=True)
class EndHolding(Command):
    """A holding ends on a day (exclusive); ``seen`` is its mark when it was read."""

    holding_id: int
    ends: date
    why: Ended
    number: str = ""
    decided: date | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CorrectHolding(Command):
    """A holding put right; ``seen`` is its mark when it was read."""

    holding_id: int
    said: HoldingSaid
    seen: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackEnd(Command):
    """An end that was entered is no more; before it the holding was to end on ``before``, for the reason and
    by the decision that stood there ("" and None: none)."""

    holding_id: int
    seen: str
    before: date | None = None
    why: Ended | None = None
    number: str = ""
    decided: date | None = None


@dataclass(frozen=True, slots=True)
class RemoveHolding(Command):
    """A holding that was entered by mistake; ``seen`` is its mark when it was read."""

    holding_id: int
    seen: str = ""


@transaction.atomic
def fill(actor: Actor, command: Fill) -> Holding:
    """Put somebody of whom the actor knows into a post. Errors: ValidationError by field (person, how,
    starts, ends, number, decided), User.DoesNotExist."""
    post, said = lock_post(actor, command.post_id), _fit(command.said)
    require_for_role(actor, post, command.person_id)
    if not actor.console:
        people_within_reach(actor).get(pk=command.person_id)
    person = User.objects.select_for_update(no_key=True).get(pk=command.person_id)
    if person.erased_at is not None:
        raise ValidationError({"person": _("This person was erased meanwhile.")})
    if person.same_as_id is not None:
        raise ValidationError({"person": _("This record was merged with another one.")})
    row = Holding(
        post=post,
        person=person,
        how=said.how.value,
        starts=said.starts,
        ends=said.ends,
        number=said.number,
        decided=said.decided,
    )
    _refuse_wrong(row)
    row.save(force_insert=True)
    event = holding_events.Filled(
        Person(person.pk), events.names_of(post), row.how, row.starts.isoformat(), decision(row)
    )
    record(actor, event, unit_id=post.unit_id, subject=("user", person.pk))
    notify(PUT_IN, {row.pk: [person.pk]}, by=actor.user_id, at=actor.now)
    return row


@transaction.atomic
def end_holding(actor: Actor, command: EndHolding) -> None:
    """End a holding on a day, or put another end to it. Errors: ValidationError by field (ends, number,
    decided)."""
    row = lock_holding(actor, command.holding_id)
    gains = row.ends is not None and command.ends > row.ends
    require_for_role(actor, row.post, row.person_id if gains else None)
    refuse_changed(row, command.seen)
    number = one_line(command.number)
    errors = wrong_days({"ends": command.ends, "decided": command.decided})
    refuse(errors | too_long({"number": (number, NUMBER_LENGTH)}))
    with _somebody_administers(row.post, [command.ends]):
        row.ends, row.ended = command.ends, command.why.value
        row.ending_number, row.ending_decided = number, command.decided
        _refuse_days(row)
        _refuse_number(row, row.ending_number, row.ending_decided)
        row.save(update_fields=["ends", "ended", "ending_number", "ending_decided"])
    event = holding_events.HoldingEnded(
        Person(row.person_id),
        events.names_of(row.post),
        command.why.value,
        command.ends.isoformat(),
        _written(number, command.decided),
    )
    record(actor, event, unit_id=row.post.unit_id, subject=("user", row.person_id))


@transaction.atomic
def correct_holding(actor: Actor, command: CorrectHolding) -> None:
    """Put right how somebody holds a post. Errors: ValidationError by field (how, starts, ends, number,
    decided)."""
    row, said = lock_holding(actor, command.holding_id), _fit(command.said)
    require_for_role(actor, row.post, row.person_id)
    refuse_changed(row, command.seen)
    before = _values(row)
    with _somebody_administers(row.post, [actor.today, said.ends]):
        row.how, row.starts, row.ends = said.how.value, said.starts, said.ends
        row.number, row.decided = said.number, said.decided
        _refuse_wrong(row)
        if said.ends is None:  # what ends it now is not what somebody had said
            row.ended, row.ending_number, row.ending_decided = "", "", None
        if before == (after := _values(row)):
            return
        row.save()
    event = holding_events.HoldingCorrected(Person(row.person_id), events.names_of(row.post), before, after)
    record(actor, event, unit_id=row.post.unit_id, subject=("user", row.person_id))


@transaction.atomic
def take_back_end(actor: Actor, command: TakeBackEnd) -> None:
    """Take back an end, if the holding still stands as it did then. Errors: ValidationError."""
    row = lock_holding(actor, command.holding_id)
    require_for_role(actor, row.post, row.person_id)
    refuse_changed(row, command.seen)
    day = row.ends or row.starts
    number = one_line(command.number)
    errors = wrong_days({"ends": command.before, "decided": command.decided})
    refuse(errors | too_long({"number": (number, NUMBER_LENGTH)}))
    with _somebody_administers(row.post, [command.before]):
        row.ends, row.ended = command.before, command.why.value if command.why else ""
        row.ending_number, row.ending_decided = number, command.decided
        _refuse_days(row)
        row.save(update_fields=["ends", "ended", "ending_number", "ending_decided"])
    _record_taken_back(actor, row, day)


@transaction.atomic
def remove_holding(actor: Actor, command: RemoveHolding) -> None:
    """Remove a holding, if it still stands as it did when it was read. Errors: ValidationError."""
    row = lock_holding(actor, command.holding_id)
    require_for_role(actor, row.post, None)
    refuse_changed(row, command.seen)
    with _somebody_administers(row.post, [actor.today]):
        _record_taken_back(actor, row, row.starts)
        row.delete()


def require_for_role(actor: Actor, post: Post, person_id: int | None) -> None:
    """Whoever gives or takes the role of a post may grant it there, and gives it to nobody who is themselves
    (``person_id``, who gains by it). Errors: ValidationError (person)."""
    if not post.role:
        return
    require(actor, GRANTS_MANAGE, post.unit_id)
    if person_id is not None and person_id == actor.user_id:
        told_words = _(
            "This post carries a role, and nobody grants a role to themselves; ask another administrator."
        )
        raise ValidationError({"person": told_words})


def decision(row: Holding) -> str:
    """The decision of a holding in one line, "" for none."""
    return _written(row.number, row.decided)


def still_holds(user_id: int, day: date) -> str:
    """Why somebody is not erased on a day: they hold a post, or will. "" for others, whose holdings stay
    under their number."""
    if Holding.objects.filter(spans.lasts(day), person=user_id).exists():
        return _("This person holds a post, or will. End that first.")
    return ""


def _written(number: str, decided: date | None) -> str:
    return " ".join(filter(None, (number, decided.isoformat() if decided else "")))


def _record_taken_back(actor: Actor, row: Holding, day: date) -> None:
    event = holding_events.HoldingTakenBack(Person(row.person_id), events.names_of(row.post), day.isoformat())
    record(actor, event, unit_id=row.post.unit_id, subject=("user", row.person_id))


@contextmanager
def _somebody_administers(post: Post, days: Iterable[date | None]) -> Iterator[None]:
    """What takes a role of administrator leaves somebody with it, on these days and those that follow."""
    with ExitStack() as stack:
        for day in days if post.role == Role.ADMINISTRATOR.value else ():
            if day is not None:
                stack.enter_context(somebody_stays("ends", day))
        yield


def _fit(said: HoldingSaid) -> HoldingSaid:
    """Errors: ValidationError by field."""
    number = one_line(said.number)
    errors = wrong_days({"starts": said.starts, "ends": said.ends, "decided": said.decided})
    refuse(errors | too_long({"number": (number, NUMBER_LENGTH)}))
    return HoldingSaid(said.how, said.starts, said.ends, number, said.decided)


def _refuse_wrong(row: Holding) -> None:
    """Errors: ValidationError by field."""
    _refuse_days(row)
    _refuse_dead(row)
    require_open(row.post.unit_id, row.starts, "starts")
    _refuse_number(row, row.number, row.decided)


def _refuse_days(row: Holding) -> None:
    """The days fit those of the post, its body and a term, the person holds it once, and there is a place.
    An end that nobody said is the first of those of term, post and body. Errors: ValidationError."""
    terms = [days_of(one) for one in row.post.body.terms.all()] if row.post.body is not None else []
    span = Span(row.starts, row.ends)
    try:
        if not span.is_empty:  # what ends before it begins is told as that
            span = within_term(span, terms)
    except HoldingError as error:
        raise told(error) from None
    if row.ends is None:
        known = [span.ends, row.post.ends, row.post.body.ends if row.post.body is not None else None]
        span = Span(row.starts, min((day for day in known if day is not None), default=None))
    refuse_beyond(row.post, span)
    row.ends = span.ends
    others = [one for one in holdings_of(row.post) if one.pk != row.pk]
    if any(one.person_id == row.person_id and span.meets(days_of(one)) for one in others):
        raise ValidationError({"starts": _("This person holds this post on some of these days already.")})
    refuse_crowd(row.post, [*others, row])


def _refuse_dead(row: Holding) -> None:
    died = Membership.objects.filter(person=row.person_id, ended=Left.DIED.value).first()
    if died is None or died.ends is None:
        return
    if row.starts >= died.ends:
        words = _("This person died on %(day)s.") % {"day": date_long(died.ends, current())}
        raise ValidationError({"starts": words})


def _refuse_number(row: Holding, number: str, decided: date | None) -> None:
    """A decision has one date: its number is not that of another, by which somebody else came into a post of
    the unit or left it. Errors: ValidationError (number)."""
    if not number or decided is None:
        return
    began = Q(number__iexact=number, decided__isnull=False) & ~Q(decided=decided)
    ended = Q(ending_number__iexact=number, ending_decided__isnull=False) & ~Q(ending_decided=decided)
    others = Holding.objects.filter(began | ended, post__unit=row.post.unit_id).exclude(person=row.person_id)
    other = others.first()
    if other is None:
        return
    same = other.number.casefold() == number.casefold() and other.decided not in (None, decided)
    day = other.decided if same else other.ending_decided
    assert day is not None, "both are asked for with their day"
    words = _("The decision %(number)s is known here with the date %(day)s; which is right?")
    raise ValidationError({"number": words % {"number": number, "day": date_long(day, current())}})


def _values(row: Holding) -> dict[str, str]:
    return {
        "how": row.how,
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat() if row.ends else "",
        "number": row.number,
        "decided": row.decided.isoformat() if row.decided else "",
    }
