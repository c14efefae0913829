"""What the templates of reviews need beside the review itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.forms import BoundField

from mandate.apps.reviews.content import SECTIONS, Notes
from mandate.apps.reviews.documents.worded import Block, NoteSection, Worded
from mandate.apps.reviews.documents.wording import blocks, notes_of, worded
from mandate.apps.reviews.queries import NotesState, ReviewPage
from mandate.apps.reviews.requests import Request
from mandate.apps.reviews.web.forms import NotesForm, ReopenForm
from mandate.apps.units.queries import UnitRef
from mandate.core.period import Period
from mandate.platform.documents import FORMATS
from mandate.platform.i18n.languages import LANGUAGES, current


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review on its page. ``known`` is the end of the address of a source: of a closed review, the moment
    as of which it opens."""

    review: Worded
    known: str
    notes_by: str
    notes_at: datetime | None
    version: int
    top: bool
    may_edit: bool
    may_close: bool
    may_reopen: bool
    takes_two: bool
    others: Sequence[str]
    role_on: str
    request: Request | None
    reopen: ReopenForm
    refuse: ReopenForm
    languages: Sequence[tuple[str, str]] = LANGUAGES
    formats: Sequence[tuple[str, str]] = tuple((key, format.name) for key, format in FORMATS.items())


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes being written. ``fields`` are the form's, each with what another editor saved meanwhile
    (None where it is the same); ``theirs`` tells that there is a conflict."""

    unit: UnitRef
    period: Period
    form: NotesForm
    fields: Sequence[tuple[BoundField, Sequence[Block] | None]]
    seen: int
    theirs: bool
    theirs_by: str
    theirs_at: datetime | None
    previewed: bool
    preview: Sequence[NoteSection]
    language: str
    keep_key: str


def review_view(
    page: ReviewPage, reopen: ReopenForm | None = None, refuse: ReopenForm | None = None
) -> ReviewView:
    """The page in the reader's language; a form that was refused comes back on it."""
    closed_at = page.content.closed_at
    return ReviewView(
        review=worded(page.content, current()),
        known=f"?{urlencode({'known': closed_at.isoformat()})}" if closed_at else "",
        notes_by=page.notes.by,
        notes_at=page.notes.at,
        version=page.notes.version,
        top=page.top,
        may_edit=page.may_edit,
        may_close=page.may_close,
        may_reopen=page.may_reopen,
        takes_two=page.takes_two,
        others=page.others,
        role_on=page.role_on,
        request=page.request,
        reopen=reopen or ReopenForm(),
        refuse=refuse or ReopenForm(),
    )


def notes_view(
    page: ReviewPage,
    form: NotesForm,
    *,
    seen: int,
    theirs: NotesState | None = None,
    preview: Mapping[str, str] | None = None,
) -> NotesView:
    """The form with what was typed; with ``theirs`` beside it, or a preview under it."""
    fields = []
    for section in SECTIONS:
        field = form[section]
        other = theirs.sections.get(section, "") if theirs else ""
        differs = theirs is not None and other.split() != (field.value() or "").split()
        fields.append((field, tuple(blocks(other)) if differs else None))
    return NotesView(
        unit=page.unit,
        period=page.period,
        form=form,
        fields=fields,
        seen=seen,
        theirs=theirs is not None,
        theirs_by=theirs.by if theirs else "",
        theirs_at=theirs.at if theirs else None,
        previewed=preview is not None,
        preview=tuple(notes_of(Notes(preview, ""))) if preview is not None else (),
        language=current(),
        keep_key=f"review-{page.unit.code}-{page.period.code}-{seen}",
    )
