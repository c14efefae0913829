"""Writing the notes of a review, going back to earlier ones, and what is not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.accounts.mentions import newly_mentioned, people_to_mention, with_links
from mandate.apps.reviews.content import SECTIONS
from mandate.apps.reviews.events import ReviewNotesRestored, ReviewNotesSaved
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.notices import MENTIONED
from mandate.apps.reviews.permissions import REVIEWS_EDIT, REVIEWS_VIEW
from mandate.apps.reviews.queries import NotesState, draft_place, notes_state, subject_of
from mandate.apps.reviews.services.locks import locked, require_open
from mandate.core.command import Command
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require, who_can
from mandate.platform.i18n import languages
from mandate.platform.journal.record import record
from mandate.platform.notices.services import notify
from mandate.platform.text.drafts import DropDraft, KeepDraft, Outcome, Typing, drop_draft, keep_draft
from mandate.platform.text.troubles import words_of
from mandate.platform.text.versions import add_version, numbered


@dataclass(frozen=True, slots=True)
class SaveNotes(Command):
    """The secretary's text by section, in Markdown; ``seen`` is the version of the notes that the writer had
    before their eyes, ``typing`` the page in which they wrote."""

    unit_id: int
    period: Period
    seen: int
    sections: Mapping[str, str]
    typing: Typing = field(default_factory=Typing)


@dataclass(frozen=True, slots=True)
class NotesSaved:
    """The notes as they are now. ``conflict``: somebody else wrote since, or the writer did (``own``), in
    another window, so nothing was saved and these are theirs."""

    notes: NotesState
    conflict: bool
    own: bool = False


@dataclass(frozen=True, slots=True)
class NotesDraft(Command):
    """What somebody has typed into the notes, to the letter; ``seen`` is the version that they began from."""

    TO_THE_LETTER = frozenset({"sections"})

    unit_id: int
    period: Period
    seen: int
    sections: Mapping[str, str]
    typing: Typing = field(default_factory=Typing)


@dataclass(frozen=True, slots=True)
class GiveUpNotes(Command):
    """Discard what was typed into the notes in a page, or in the one whose draft it was opened with."""

    unit_id: int
    period: Period
    typing: Typing = field(default_factory=Typing)


@dataclass(frozen=True, slots=True)
class RestoreNotes(Command):
    """Take up an earlier version of the notes again; ``seen`` is the version that the writer
    had before their eyes."""

    unit_id: int
    period: Period
    seen: int
    number: int


@transaction.atomic
def save_notes(actor: Actor, command: SaveNotes) -> NotesSaved:
    """Save the notes as a new version unless somebody else wrote meanwhile, and tell whom they mention now.
    Errors: ValidationError by section, or without a field for a closed review."""
    require(actor, REVIEWS_EDIT, command.unit_id)
    review = locked(actor, command.unit_id, command.period)
    require_open(review)
    typed, before = _sections(command.sections), _sections(review.notes)
    _refuse_troubles(typed)  # before anybody is looked for in a text without end
    people = people_to_mention(actor, who_can(REVIEWS_VIEW, command.unit_id, actor.today))
    after = {section: with_links(text, people) for section, text in typed.items()}
    _refuse_troubles(after)
    if after != before and review.version != command.seen:
        newest = numbered(subject_of(review), [review.version]).get(review.version)
        own = newest is not None and newest.user_id is not None and newest.user_id == actor.user_id
        return NotesSaved(notes_state(review), conflict=True, own=own)
    if after != before:
        _write(actor, review, after, languages.current())
        event = ReviewNotesSaved(command.period.code, *_changed(before, after))
        entry = record(actor, event, unit_id=command.unit_id, subject=subject_of(review))
        told = newly_mentioned(before.values(), after.values(), people)
        notify(MENTIONED, {entry.pk: told}, by=actor.user_id, at=actor.now)
    drop_draft(actor, DropDraft(draft_place(command.unit_id, command.period), command.typing))
    return NotesSaved(notes_state(review), conflict=False)


def _refuse_troubles(sections: Mapping[str, str]) -> None:
    """Errors: ValidationError by section."""
    troubles = {section: words for section, text in sections.items() if (words := words_of(text))}
    if troubles:
        raise ValidationError(troubles)


@transaction.atomic
def restore_notes(actor: Actor, command: RestoreNotes) -> NotesState:
    """Write the notes as they were in an earlier version, as a new one; none is lost by it. Errors:
    ValidationError for a closed review, notes changed since, and a version that there is not."""
    require(actor, REVIEWS_EDIT, command.unit_id)
    review = locked(actor, command.unit_id, command.period)
    require_open(review)
    if review.version != command.seen:
        raise ValidationError(_("The notes were changed meanwhile. Read them before you go back."))
    version = numbered(subject_of(review), [command.number]).get(command.number)
    if version is None:
        raise ValidationError(_("There is no such version."))
    before, after = _sections(review.notes), _sections(version.parts)
    if before == after:
        return notes_state(review)
    _write(actor, review, after, version.language, version.number)
    event = ReviewNotesRestored(command.period.code, version.number, *_changed(before, after))
    record(actor, event, unit_id=command.unit_id, subject=subject_of(review))
    return notes_state(review)


def keep_notes_draft(actor: Actor, command: NotesDraft) -> Outcome:
    """Keep what is typed for its writer alone, until it is saved; what became of it (see drafts.py). A text
    that is saved already is no draft."""
    require(actor, REVIEWS_EDIT, command.unit_id)
    texts = _sections(command.sections)
    place = draft_place(command.unit_id, command.period)
    with transaction.atomic():
        written = Review.objects.select_for_update(of=["self"])
        review = written.filter(unit_id=command.unit_id, period=command.period.code).first()
        if review is not None and texts == _sections(review.notes):
            drop_draft(actor, DropDraft(place, command.typing))
            return Outcome.KEPT
        return keep_draft(actor, KeepDraft(place, command.seen, texts, command.typing))


def drop_notes_draft(actor: Actor, command: GiveUpNotes) -> bool:
    """Give up what was typed; whether nothing else is left that was not saved."""
    require(actor, REVIEWS_EDIT, command.unit_id)
    return drop_draft(actor, DropDraft(draft_place(command.unit_id, command.period), command.typing))


def _sections(texts: Mapping[str, str]) -> dict[str, str]:
    return {section: texts.get(section, "") for section in SECTIONS}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts that are others, as they were and as they are."""
    names = [section for section in SECTIONS if before[section] != after[section]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _write(
    actor: Actor, review: Review, after: Mapping[str, str], language: str, back_to: int | None = None
) -> None:
    """The notes as they are from now on, and their version."""
    review.notes, review.notes_language = dict(after), language
    review.notes_by_id, review.notes_at = actor.user_id, actor.now
    review.version = add_version(actor, subject_of(review), after, language, back_to).number
    review.save()
