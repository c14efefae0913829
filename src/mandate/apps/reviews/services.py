"""Every write to reviews."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting.services.locks import freeze_counting
from mandate.apps.reviews.building import build
from mandate.apps.reviews.codec import to_json
from mandate.apps.reviews.content import SECTIONS
from mandate.apps.reviews.events import (
    ReopeningAsked,
    ReopeningDropped,
    ReviewClosed,
    ReviewNotesSaved,
    ReviewReopened,
)
from mandate.apps.reviews.frozen import frozen
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.permissions import REVIEWS_CLOSE, REVIEWS_EDIT, REVIEWS_REOPEN
from mandate.apps.reviews.queries import NotesState, is_over, notes_state, require_existing
from mandate.apps.reviews.reopening import may_confirm, takes_two
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnknownUnit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n import languages
from mandate.platform.journal.record import record

NOTE_LENGTH = 20_000
REASON_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class SaveNotes:
    """The secretary's text by section; ``seen`` is the version that the writer had before their eyes."""

    unit_id: int
    period: Period
    seen: int
    sections: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NotesSaved:
    """The notes as they are now. ``conflict``: somebody else wrote since, so nothing was saved and these are
    theirs."""

    notes: NotesState
    conflict: bool


@dataclass(frozen=True, slots=True)
class CloseReview:
    """Freeze a review; ``seen`` is the version of the notes that the closer has read."""

    unit_id: int
    period: Period
    seen: int


@dataclass(frozen=True, slots=True)
class ReopenReview:
    """Take the closing back, for a reason."""

    unit_id: int
    period: Period
    reason: str


@dataclass(frozen=True, slots=True)
class AskedReopening:
    """The review that somebody asked to open again."""

    unit_id: int
    period: Period


@transaction.atomic
def save_notes(actor: Actor, command: SaveNotes) -> NotesSaved:
    """Save the notes unless somebody else wrote meanwhile. Errors: ValidationError by section, or without a
    field for a closed review."""
    require(actor, REVIEWS_EDIT, command.unit_id)
    review = _locked(actor, command.unit_id, command.period)
    _require_open(review)
    after = {section: _text(command.sections.get(section, "")) for section in SECTIONS}
    long = {section: _too_long() for section, text in after.items() if len(text) > NOTE_LENGTH}
    if long:
        raise ValidationError(long)
    before = {section: review.notes.get(section, "") for section in SECTIONS}
    if after == before:
        return NotesSaved(notes_state(review), conflict=False)
    if review.version != command.seen:
        return NotesSaved(notes_state(review), conflict=True)
    review.notes, review.notes_language = after, languages.current()
    review.notes_by, review.notes_at = actor.name, actor.now
    review.version += 1
    review.save()
    changed = [section for section in SECTIONS if before[section] != after[section]]
    event = ReviewNotesSaved(
        command.period.code, {name: before[name] for name in changed}, {name: after[name] for name in changed}
    )
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    return NotesSaved(notes_state(review), conflict=False)


@transaction.atomic
def close_review(actor: Actor, command: CloseReview) -> Review:
    """Keep the whole review as it is now: nothing that is accepted, renamed, moved or set later changes it.

    Waits for whoever is accepting reports, so that the stored totals are those known at ``closed_at``.
    Errors: ValidationError for a period that has not ended, for notes changed since, and for a closed review.
    """
    require(actor, REVIEWS_CLOSE, command.unit_id)
    review = _locked(actor, command.unit_id, command.period)
    _require_open(review)
    if not is_over(actor, command.period):
        raise ValidationError(_("The period has not ended yet, so its review cannot be closed."))
    if review.version != command.seen:
        raise ValidationError(_("The notes were changed meanwhile. Read them before you close the review."))
    moment = freeze_counting(actor)
    content = build(actor, review.unit, command.period, review)
    content = replace(content, told_at=moment, closed_at=moment, closed_by=actor.name)
    review.content = to_json(frozen(content))
    review.closed_at, review.closed_by_id = moment, actor.user_id
    review.version += 1
    review.save()
    event = ReviewClosed(command.period.code, content.met_or_exceeded, content.judged, moment.isoformat())
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    return review


@transaction.atomic
def reopen_review(actor: Actor, command: ReopenReview) -> Review:
    """Open a closed review again, as the level above may. Where it takes two people (see reopening.py), it is
    only asked for: the review stays closed until another opens it. Errors: ValidationError by field (reason),
    or without a field for a review that is not closed and for a unit that is not there on its day."""
    review = _to_reopen(actor, command.unit_id, command.period)
    reason = command.reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Give a reason.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("At most %(limit)s characters.") % {"limit": REASON_LENGTH}})
    if not takes_two(actor, review):
        return _reopen(actor, review, reason)
    review.asked_by_id, review.asked_at, review.asked_reason = actor.user_id, actor.now, reason
    review.save()
    event = ReopeningAsked(command.period.code, reason)
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    return review


@transaction.atomic
def confirm_reopening(actor: Actor, command: AskedReopening) -> Review:
    """Open a review again, as somebody else asked. Errors: ValidationError, with the code ``own`` for whoever
    asked."""
    review = _asked(actor, command)
    if not may_confirm(actor, review):
        raise ValidationError(
            _("You asked for it yourself, so somebody else opens the review again."), code="own"
        )
    return _reopen(actor, review, review.asked_reason)


@transaction.atomic
def drop_reopening(actor: Actor, command: AskedReopening) -> Review:
    """Leave a review closed: whoever asked takes it back, or another turns it down. Errors:
    ValidationError."""
    review = _asked(actor, command)
    event = ReopeningDropped(command.period.code, review.asked_by.name if review.asked_by else "")
    review.asked_by = review.asked_at = None
    review.asked_reason = ""
    review.save()
    record(actor, event, unit_id=command.unit_id, subject=("review", review.pk))
    return review


def _asked(actor: Actor, command: AskedReopening) -> Review:
    review = _to_reopen(actor, command.unit_id, command.period)
    if review.asked_at is None:
        raise ValidationError(_("Nobody asks any more to open this review again."))
    return review


def _to_reopen(actor: Actor, unit_id: int, period: Period) -> Review:
    """A closed review, locked, of a unit that is there to be reviewed again."""
    require(actor, REVIEWS_REOPEN, unit_id)
    review = _locked(actor, unit_id, period)
    if review.closed_at is None:
        raise ValidationError(_("This review is open."))
    try:
        require_existing(review.unit, period, actor)
    except UnknownUnit as error:
        raise ValidationError(str(error)) from None
    return review


def _reopen(actor: Actor, review: Review, reason: str) -> Review:
    assert review.closed_at is not None
    event = ReviewReopened(
        review.period,
        reason,
        review.closed_at.isoformat(),
        (review.content or {}).get("closed_by", ""),
        review.asked_by.name if review.asked_by else "",
    )
    review.content = review.closed_at = review.closed_by = review.asked_by = review.asked_at = None
    review.asked_reason = ""
    review.version += 1
    review.save()
    record(actor, event, unit_id=review.unit_id, subject=("review", review.pk))
    return review


def _locked(actor: Actor, unit_id: int, period: Period) -> Review:
    """The review's row, made if this is its first deed, for the only writer at this time."""
    unit = Unit.objects.select_related("kind").get(pk=unit_id)
    if not Review.objects.filter(unit=unit, period=period.code).exists():
        require_existing(unit, period, actor)
        Review.objects.get_or_create(
            unit=unit, period=period.code, defaults={"starts": period.start, "ends": period.end}
        )
    review = Review.objects.select_for_update().get(unit=unit, period=period.code)
    review.unit = unit
    return review


def _require_open(review: Review) -> None:
    if review.closed_at is not None:
        raise ValidationError(_("This review is closed."))


def _text(typed: str) -> str:
    """A text as it is kept: one sort of line end, no blanks at line ends."""
    return "\n".join(line.rstrip() for line in typed.strip().splitlines())


def _too_long() -> str:
    return _("At most %(limit)s characters.") % {"limit": NOTE_LENGTH}
