"""Closing a review, and opening it again."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting.services.locks import freeze_counting
from mandate.apps.reviews.building import build
from mandate.apps.reviews.codec import to_json
from mandate.apps.reviews.events import (
    ReopeningAsked,
    ReopeningDropped,
    ReviewClosed,
    ReviewReopened,
)
from mandate.apps.reviews.frozen import frozen
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.notices import ANSWERED, ASKED
from mandate.apps.reviews.permissions import (
    REVIEWS_ANSWER,
    REVIEWS_CLOSE,
    REVIEWS_REOPEN,
    REVIEWS_WITHDRAW,
)
from mandate.apps.reviews.queries import is_over, require_existing
from mandate.apps.reviews.reopening import may_answer, takes_two
from mandate.apps.reviews.services.locks import locked, require_open
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnknownUnit
from mandate.core.command import Command
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, require, who_can
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.notices.services import notify
from mandate.platform.periods import period_of

REASON_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class CloseReview(Command):
    """Freeze a review; ``seen`` is the version of the notes that the closer has read."""

    unit_id: int
    period: Period
    seen: int


@dataclass(frozen=True, slots=True)
class ReopenReview(Command):
    """Take the closing back, for a reason."""

    unit_id: int
    period: Period
    reason: str


@dataclass(frozen=True, slots=True)
class AskedReopening(Command):
    """The request that somebody has read, to open a closed review again."""

    unit_id: int
    request_id: int


@dataclass(frozen=True, slots=True)
class RefuseReopening(Command):
    """Leave a review closed, and tell who asked why."""

    unit_id: int
    request_id: int
    reason: str


@transaction.atomic
def close_review(actor: Actor, command: CloseReview) -> Review:
    """Keep the whole review as it is now: nothing that is accepted, renamed, moved or set later changes it.

    Waits for whoever is accepting reports, so that the stored totals are those known at ``closed_at``.
    Errors: ValidationError for a period that has not ended, for notes changed since, and for a closed review.
    """
    require(actor, REVIEWS_CLOSE, command.unit_id)
    review = locked(actor, command.unit_id, command.period)
    require_open(review)
    if not is_over(actor, command.period):
        raise ValidationError(_("The period has not ended yet, so its review cannot be closed."))
    if review.version != command.seen:
        raise ValidationError(_("The notes were changed meanwhile. Read them before you close the review."))
    moment = freeze_counting(actor)
    content = build(actor, review.unit, command.period, review)
    content = replace(content, told_at=moment, closed_at=moment, closed_by=actor.name)
    review.content = to_json(frozen(content))
    review.closed_at, review.closed_by_id = moment, actor.user_id
    review.save()
    event = ReviewClosed(command.period.code, content.met_or_exceeded, content.judged, moment.isoformat())
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    return review


@transaction.atomic
def reopen_review(actor: Actor, command: ReopenReview) -> Review:
    """Open a closed review again, as the level above may. Where it takes two people (see reopening.py), it is
    only asked for: the review stays closed until another opens it. Errors: ValidationError by field (reason),
    or without a field for a review that is not closed and for a unit that is not there on its day."""
    require(actor, REVIEWS_REOPEN, command.unit_id)
    review = locked(actor, command.unit_id, command.period)
    _require_reopenable(actor, review)
    reason = _reason(command.reason)
    waiting = Reopening.objects.select_related("asked_by").filter(review=review, answer="").first()
    if not takes_two(actor, review):
        return _reopen(actor, review, reason, waiting)
    if waiting is not None:
        name = waiting.asked_by.called
        raise ValidationError(_("%(name)s has asked for it already.") % {"name": name}, code="asked")
    assert actor.user_id is not None
    request = Reopening.objects.create(
        review=review, asked_by_id=actor.user_id, asked_at=actor.now, reason=reason
    )
    event = ReopeningAsked(command.period.code, reason)
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    others = who_can(REVIEWS_ANSWER, command.unit_id, actor.today, request)
    notify(ASKED, {request.pk: [other.pk for other in others]}, by=actor.user_id, at=actor.now)
    return review


@transaction.atomic
def confirm_reopening(actor: Actor, command: AskedReopening) -> Review:
    """Open a review again, as somebody else asked. Errors: ValidationError, with the code ``own`` for whoever
    asked, and for a unit that is not there on the review's day."""
    require(actor, REVIEWS_REOPEN, command.unit_id)
    request = _waiting(command)
    _require_other(actor, request)
    _require_reopenable(actor, request.review)
    return _reopen(actor, request.review, request.reason, request)


@transaction.atomic
def refuse_reopening(actor: Actor, command: RefuseReopening) -> Reopening:
    """Leave a review closed, for a reason. Errors: ValidationError by field (reason), or without a field,
    with the code ``own`` for whoever asked."""
    require(actor, REVIEWS_REOPEN, command.unit_id)
    request = _waiting(command)
    _require_other(actor, request)
    _answer(actor, request, Reopening.Answer.REFUSED, _reason(command.reason))
    event = ReopeningDropped(request.review.period, Person(request.asked_by_id), reason=request.answer_reason)
    record(actor, event, unit_id=command.unit_id, subject=("review", request.review_id))
    return request


@transaction.atomic
def withdraw_reopening(actor: Actor, command: AskedReopening) -> Reopening:
    """Take back what one asked oneself, also where one could not ask it any more. Errors:
    ValidationError."""
    require(actor, REVIEWS_WITHDRAW, command.unit_id)
    request = _waiting(command)
    if request.asked_by_id != actor.user_id:
        raise Forbidden(REVIEWS_WITHDRAW)
    _answer(actor, request, Reopening.Answer.WITHDRAWN)
    event = ReopeningDropped(request.review.period, Person(request.asked_by_id), taken_back=True)
    record(actor, event, unit_id=command.unit_id, subject=("review", request.review_id))
    return request


def _waiting(command: AskedReopening | RefuseReopening) -> Reopening:
    """The request with its review, both locked, while it waits. The review comes first, as wherever both are
    changed."""
    of_unit = Review.objects.filter(unit_id=command.unit_id, reopenings=command.request_id)
    review = of_unit.select_for_update().first()
    request = None
    if review is not None:
        waiting = Reopening.objects.select_for_update(of=["self"]).select_related("asked_by")
        request = waiting.filter(pk=command.request_id, answer="").first()
    if review is None or request is None:
        raise ValidationError(_("This request was answered or taken back meanwhile."), code="answered")
    review.unit = Unit.objects.get(pk=review.unit_id)
    request.review = review
    return request


def _require_other(actor: Actor, request: Reopening) -> None:
    if not may_answer(actor, request):
        raise ValidationError(
            _("You asked for it yourself, so somebody else opens the review again."), code="own"
        )


def _answer(actor: Actor, request: Reopening, answer: Reopening.Answer, reason: str = "") -> None:
    request.answer, request.answer_reason = answer, reason
    request.answered_by_id, request.answered_at = actor.user_id, actor.now
    request.save()
    notify(ANSWERED, {request.pk: [request.asked_by_id]}, by=actor.user_id, at=actor.now)


def _require_reopenable(actor: Actor, review: Review) -> None:
    """A closed review of a unit that is there to be reviewed again."""
    if review.closed_at is None:
        raise ValidationError(_("This review is open."))
    try:
        require_existing(review.unit, period_of(review.period), actor)
    except UnknownUnit as error:
        raise ValidationError(str(error)) from None


def _reopen(actor: Actor, review: Review, reason: str, request: Reopening | None) -> Review:
    assert review.closed_at is not None
    event = ReviewReopened(
        review.period,
        reason,
        review.closed_at.isoformat(),
        Person(review.closed_by_id),
        Person(request.asked_by_id) if request else None,
    )
    if request is not None:
        _answer(actor, request, Reopening.Answer.OPENED)
    review.content = review.closed_at = review.closed_by = None
    review.save()
    record(actor, event, unit_id=review.unit_id, subject=("review", review.pk))
    return review


def _reason(reason: str) -> str:
    if not reason:
        raise ValidationError({"reason": _("Give a reason.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("At most %(limit)s characters.") % {"limit": REASON_LENGTH}})
    return reason
