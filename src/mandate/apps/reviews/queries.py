"""Every read of reviews, for an actor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reviews.building import build
from mandate.apps.reviews.codec import from_json
from mandate.apps.reviews.content import Content
from mandate.apps.reviews.corrections import corrections_of
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.moves import moved_since
from mandate.apps.reviews.permissions import REVIEWS_CLOSE, REVIEWS_EDIT, REVIEWS_REOPEN, REVIEWS_VIEW
from mandate.apps.reviews.reopening import answerers, at_the_top, takes_two
from mandate.apps.reviews.requests import Request, latest, reopened_at, waiting_requests
from mandate.apps.targets.models import Target
from mandate.apps.targets.scoreboard import Board, boards_of
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnitRef, UnknownUnit, names_of, unit_by_code
from mandate.apps.units.structure import lineage, standing_day, structure_on
from mandate.core.period import Frequency, Period, PeriodError
from mandate.core.text import kept
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.access.names import people_names
from mandate.platform.documents.kinds import Reach
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, moment_of, options
from mandate.platform.periods import period_of, reader
from mandate.platform.text.drafts import draft_at

#: How a review stands.
STANDS: Mapping[str, Promise] = {
    "closed": pgettext_lazy("state of a review", "closed"),
    "open": pgettext_lazy("state of a review", "open"),
    "under_way": gettext_lazy("the period is under way"),
}


class UnknownReview(Http404, LookupError):  # noqa: N818 -- it is the absence of a review
    """There is no such period, or the actor may not see the unit's reviews."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A period in the list of a unit's reviews. Of a closed one ``met_or_exceeded`` of ``targets`` are as
    they were then, of an open one as they stand now; ``under_way`` targets are not judged yet."""

    period: Period
    over: bool
    noted_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    met_or_exceeded: int
    targets: int
    under_way: int = 0

    @property
    def stands(self) -> str:
        """One of :data:`STANDS`."""
        return "closed" if self.closed_at else "open" if self.over else "under_way"


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The reviews of a unit, the newest period first; ``requests`` to open one again, of the unit or one
    below, wait for the actor."""

    unit: UnitRef
    rows: Shown[ReviewRow]
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class NotesState:
    """The notes as an editor must know them: the text by section, the number of its version, and when and by
    whom it was written."""

    sections: Mapping[str, str]
    version: int
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class NotesDraftState:
    """What somebody has typed and not saved: by section, from which version of the notes on, when, and its
    mark (platform/text/drafts.py)."""

    sections: Mapping[str, str]
    seen: int
    at: datetime
    mark: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review with what the actor may do about it. ``over``: the period has ended, so it can be closed.
    ``top``: nobody stands above the unit. ``takes_two``: to open it again the actor can only ask a second
    person, one of ``others``, for their role on ``role_on``. ``request`` is the newest one to open it again,
    for those whom it concerns; ``reader`` is the actor's number; ``below`` says how many units there are."""

    unit: UnitRef
    period: Period
    content: Content
    notes: NotesState
    over: bool
    top: bool
    may_edit: bool
    may_close: bool
    may_reopen: bool
    takes_two: bool
    others: tuple[str, ...]
    role_on: str
    request: Request | None
    reader: int
    below: Mapping[Reach, int]

    @property
    def closed(self) -> bool:
        """Its figures are frozen."""
        return self.content.closed_at is not None


def review_content(actor: Actor, unit_code: str, period: Period) -> Content:
    """The review: of a closed one what was stored, with what was corrected since; of an open one the totals
    as they are. Raises UnknownUnit, UnknownReview."""
    return _content(actor, _unit(actor, unit_code), period)[0]


def units_below(unit_id: int, period: Period, today: date) -> Mapping[Reach, Sequence[int]]:
    """The units right below a unit, and all below it, on the structure by which its review is told."""
    structure = structure_on(standing_day(unit_id, period, today))
    if unit_id not in structure:
        return {}
    return {
        Reach.CHILDREN: structure.children(unit_id).tolist(),
        Reach.ALL: structure.subtree(unit_id)[1:].tolist(),
    }


def review_page(actor: Actor, unit_code: str, period_code: str) -> ReviewPage:
    """The page of a review. Raises UnknownUnit, UnknownReview."""
    ref, period = unit_by_code(actor, unit_code), period_called(period_code)
    content, review = _content(actor, _unit(actor, unit_code), period)
    closed, over = content.closed_at is not None, is_over(actor, period)
    may_reopen = closed and can(actor, REVIEWS_REOPEN, ref.id)
    two = may_reopen and review is not None and takes_two(actor, review)
    request = _request(actor, review)
    return ReviewPage(
        unit=ref,
        period=period,
        content=content,
        notes=notes_state(review),
        over=over,
        top=at_the_top(actor, ref.id),
        may_edit=not closed and can(actor, REVIEWS_EDIT, ref.id),
        may_close=not closed and over and can(actor, REVIEWS_CLOSE, ref.id),
        may_reopen=may_reopen and (request is None or bool(request.answer)),
        takes_two=two,
        others=answerers(actor, ref.id, actor.user_id) if two else (),
        role_on=_role_on(actor, ref) if two else "",
        request=request,
        reader=actor.user_id or 0,
        below={reach: len(ids) for reach, ids in units_below(ref.id, period, actor.today).items()},
    )


def _role_on(actor: Actor, unit: UnitRef) -> str:
    """The unit on which a role opens the reviews of a unit again: the one above it, or the top."""
    way = lineage(unit.id, actor.today)
    return names_of(way[-2:])[way[-2]].name if len(way) > 1 else unit.name


def _request(actor: Actor, review: Review | None) -> Request | None:
    """The request that waits, or what came of the last one as long as the review is that; for whoever asked
    or may answer it."""
    request = latest(actor, review.pk) if review is not None else None
    if review is None or request is None:
        return None
    if not (request.mine or can(actor, REVIEWS_REOPEN, request.unit.id)):
        return None
    return request if not request.answer or _still_so(review, request) else None


def _still_so(review: Review, request: Request) -> bool:
    """Whether the review is what came of the request, rather than closed or opened again since."""
    if request.answered_at is None:
        return False
    if review.closed_at is not None:
        return request.answer == "refused" and request.answered_at >= review.closed_at
    return request.answer == "opened" and request.answered_at == reopened_at(review)


def reviews_list(actor: Actor, unit_code: str) -> Listing[ReviewRow]:
    """The periods that a unit can review, the newest first: those with reports, targets or a review, and the
    years they lie in. Raises UnknownUnit, UnknownReview."""
    return _listing(actor, unit_by_code(actor, unit_code))


def _listing(actor: Actor, ref: UnitRef) -> Listing[ReviewRow]:
    _require_view(actor, ref.id)
    kept = {
        row.period: row
        for row in Review.objects.filter(unit_id=ref.id)
        .defer("notes", "content")
        .annotate(lines=KeyTransform("lines", "content"), closer=KeyTextTransform("closed_by", "content"))
    }
    codes = {
        *kept,
        *FormPeriod.objects.order_by().values_list("period", flat=True).distinct(),
        *Target.objects.filter(unit_id=ref.id).order_by().values_list("period", flat=True).distinct(),
    }
    read = reader()
    periods = {read(code) for code in codes}
    periods |= {Period.containing(period.start, Frequency.YEARLY) for period in periods}
    begun = [period for period in periods if period.start <= actor.today or period.code in kept]
    begun.sort(key=lambda period: (period.end, -period.start.toordinal()), reverse=True)
    rows = [review_row(actor, period, kept.get(period.code)) for period in begun]
    return Listing(
        name="reviews",
        title=_("Reviews"),
        source=rows,
        rows=lambda found: _as_they_stand(actor, ref.id, found),
        columns=(
            Column("period", _("Period"), lambda row: row.period.code),
            Column("state", _("State"), lambda row: str(STANDS[row.stands])),
            Column(
                "met", _("Targets met or exceeded"), lambda row: row.met_or_exceeded if row.targets else None
            ),
            Column("targets", _("Targets"), lambda row: row.targets or None, in_file=True),
            Column("noted", _("Notes written"), lambda row: moment_of(row.noted_at)),
            Column("closed", _("Closed on"), lambda row: moment_of(row.closed_at), in_file=True),
            Column("by", _("Closed by"), lambda row: row.closed_by, in_file=True),
        ),
        filters=(
            Filter(
                "state",
                _("State"),
                options(STANDS.items()),
                lambda found, state: [row for row in found if row.stands == state],
            ),
        ),
    )


def _as_they_stand(actor: Actor, unit_id: int, rows: Sequence[ReviewRow]) -> list[ReviewRow]:
    """The rows of a page, the open ones with the score that they would be closed with now."""
    boards = boards_of(unit_id, [row.period for row in rows if not row.closed_at], actor.today)
    return [_scored(row, boards[row.period.code]) if not row.closed_at else row for row in rows]


def _scored(row: ReviewRow, board: Board) -> ReviewRow:
    return replace(row, met_or_exceeded=board.met_or_exceeded, targets=board.total, under_way=board.under_way)


def reviews_page(actor: Actor, unit_code: str, query: Mapping[str, str]) -> ReviewsPage:
    """A page of them. Raises UnknownUnit, UnknownReview."""
    ref = unit_by_code(actor, unit_code)
    return ReviewsPage(ref, show(_listing(actor, ref), query), waiting_requests(actor, ref.id))


def period_called(code: str) -> Period:
    """The period of an address. Raises UnknownReview."""
    try:
        return period_of(code)
    except PeriodError as error:
        raise UnknownReview(str(error)) from error


def is_over(actor: Actor, period: Period) -> bool:
    """The period's last day has passed."""
    return period.end <= actor.today


def notes_state(review: Review | None) -> NotesState:
    """The notes as stored; a review that nobody has touched has none."""
    if review is None:
        return NotesState({}, 0, "", None)
    by = people_names([review.notes_by_id]).at(review.notes_by_id, review.notes_at) if review.notes_at else ""
    return NotesState(review.notes, review.version, by, review.notes_at)


def notes_draft(actor: Actor, unit_id: int, period: Period, notes: NotesState) -> NotesDraftState | None:
    """What the actor has typed into the notes and not saved, where it is another text than theirs."""
    draft = standing_draft(actor, unit_id, period)
    names = {*notes.sections, *(draft.sections if draft else ())}
    if draft is None or all(
        kept(draft.sections.get(one, "")) == notes.sections.get(one, "") for one in names
    ):
        return None
    return draft


def standing_draft(actor: Actor, unit_id: int, period: Period) -> NotesDraftState | None:
    """What the actor has typed into the notes and not saved, whatever it says."""
    draft = draft_at(actor, draft_place(unit_id, period))
    return NotesDraftState(draft.parts, draft.seen, draft.at, draft.mark) if draft else None


def subject_of(review: Review) -> tuple[str, int]:
    """A review as journal and versions name it."""
    return "review", review.pk


def draft_place(unit_id: int, period: Period) -> str:
    """The form of the notes as drafts name it; a review need not be there yet."""
    return f"review-notes:{unit_id}:{period.code}"


def require_existing(unit: Unit, period: Period, actor: Actor) -> None:
    """Raise UnknownUnit if the unit was not there on the day by whose structure the period is told."""
    if unit.pk not in structure_on(period.told_on(actor.today)):
        raise UnknownUnit(_("The unit %(unit)s did not exist then.") % {"unit": unit.code})


def _content(actor: Actor, unit: Unit, period: Period) -> tuple[Content, Review | None]:
    _require_view(actor, unit.pk)
    review = Review.objects.filter(unit=unit, period=period.code).first()
    if review is not None and review.content is not None:
        stored = from_json(review.content)
        corrections = corrections_of(unit, stored, actor.today)
        return replace(stored, corrections=corrections, moved=moved_since(unit, stored)), review
    require_existing(unit, period, actor)
    return build(actor, unit, period, review), review


def _unit(actor: Actor, code: str) -> Unit:
    return Unit.objects.select_related("kind").get(pk=unit_by_code(actor, code).id)


def _require_view(actor: Actor, unit_id: int) -> None:
    if not can(actor, REVIEWS_VIEW, unit_id):
        raise UnknownReview(_("There is no such review."))


def review_row(actor: Actor, period: Period, review: Any) -> ReviewRow:
    """``review`` has the stored ``lines`` and ``closer`` beside its fields; None where there is none."""
    lines = (review.lines if review else None) or ()
    goals = [line["goal"] for line in lines if line["goal"] and line["goal"]["state"] != "under_way"]
    return ReviewRow(
        period=period,
        over=is_over(actor, period),
        noted_at=review.notes_at if review else None,
        closed_at=review.closed_at if review else None,
        closed_by=(review.closer or "") if review else "",
        met_or_exceeded=sum(goal["state"] in ("met", "exceeded") for goal in goals),
        targets=len(goals),
    )
