"""What the templates of reviews need beside the review itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import ngettext

from mandate.apps.reviews.content import SECTIONS, Notes
from mandate.apps.reviews.documents.worded import NoteSection, Worded
from mandate.apps.reviews.documents.wording import notes_of, worded
from mandate.apps.reviews.queries import NotesDraftState, NotesState, ReviewPage
from mandate.apps.reviews.requests import Request
from mandate.apps.reviews.web.forms import NotesForm, ReopenForm
from mandate.apps.units.queries import UnitRef
from mandate.core.period import Period
from mandate.core.text import kept
from mandate.core.worddiff import Piece, difference
from mandate.platform.documents import FORMATS
from mandate.platform.documents.kinds import Reach
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
    reaches: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]] = LANGUAGES
    formats: Sequence[tuple[str, str]] = tuple((key, format.name) for key, format in FORMATS.items())


@dataclass(frozen=True, slots=True)
class Theirs:
    """What another editor saved in a section meanwhile: their text, and how it differs from the one that is
    being written."""

    text: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class NotesView:
    """The notes being written. ``fields`` are the form's, each with what another editor saved meanwhile
    (None where it is the same); ``theirs`` tells that there is a conflict, ``own`` that the writer saved that
    in another window. ``drafted_at``: the form holds what was typed then and not saved; ``behind``: others
    have saved since it was begun. ``sheet`` is the name of this page and ``known`` the mark of the draft that
    it knows; ``another``: one of another page stands (platform/text/drafts.py). ``version`` is that of the
    notes as they are saved."""

    unit: UnitRef
    period: Period
    form: NotesForm
    fields: Sequence[tuple[BoundField, Theirs | None]]
    seen: int
    version: int
    closed: bool
    theirs: bool
    own: bool
    theirs_by: str
    theirs_at: datetime | None
    drafted_at: datetime | None
    behind: bool
    sheet: str
    known: str
    another: NotesDraftState | None
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
        reaches=_reaches(page.below),
    )


def _reaches(below: Mapping[Reach, int]) -> Sequence[tuple[str, str]]:
    """Of which units the reviews can be had at once, if there are any below; the same units once."""
    children, every = below.get(Reach.CHILDREN, 0), below.get(Reach.ALL, 0)
    found = []
    if children:
        text = ngettext(
            "this unit and the %(number)s right below", "this unit and the %(number)s right below", children
        )
        found.append((Reach.CHILDREN.value, text % {"number": children}))
    if every > children:
        text = ngettext("this unit and all %(number)s below", "this unit and all %(number)s below", every)
        found.append((Reach.ALL.value, text % {"number": every}))
    return found


def notes_view(
    page: ReviewPage,
    form: NotesForm,
    *,
    seen: int,
    theirs: NotesState | None = None,
    own: bool = False,
    preview: Mapping[str, str] | None = None,
    drafted_at: datetime | None = None,
    known: str = "",
    another: NotesDraftState | None = None,
) -> NotesView:
    """The form with what was typed; with ``theirs`` beside it, or a preview under it."""
    return NotesView(
        unit=page.unit,
        period=page.period,
        form=form,
        fields=[(form[section], _theirs(form[section], section, theirs)) for section in SECTIONS],
        seen=seen,
        version=page.notes.version,
        closed=page.closed,
        theirs=theirs is not None,
        own=own,
        theirs_by=theirs.by if theirs else "",
        theirs_at=theirs.at if theirs else None,
        drafted_at=drafted_at,
        behind=drafted_at is not None and seen != page.notes.version,
        sheet=token_hex(8),
        known=known,
        another=another,
        previewed=preview is not None,
        preview=tuple(notes_of(Notes(preview, ""))) if preview is not None else (),
        language=current(),
        keep_key=f"review-{page.reader}-{page.unit.code}-{page.period.code}",
    )


def _theirs(field: BoundField, section: str, theirs: NotesState | None) -> Theirs | None:
    """Their text where it says something else."""
    if theirs is None:
        return None
    other, mine = theirs.sections.get(section, ""), kept(field.value() or "")
    return Theirs(other, difference(mine, other)) if other != mine else None
