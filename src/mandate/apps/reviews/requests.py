"""The requests to open closed reviews again: those that wait for an actor, and the actor's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from mandate.apps.reviews.events import ReviewReopened
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.permissions import REVIEWS_ANSWER
from mandate.apps.reviews.reopening import answerers, may_answer
from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import lineage, with_all_below
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere, visible
from mandate.platform.database.arrays import among
from mandate.platform.duties import Asked
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.journal.models import Entry
from mandate.platform.periods import reader

#: So long what came of a request is told on the desk of whoever asked.
TOLD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to open a review again. ``place`` is the unit's name with that of the one above; ``mine``:
    the actor asked; ``others`` are the names of those who may answer the actor's own, for their role on
    ``role_on``. ``answer`` is empty while it waits, else opened, refused or withdrawn."""

    id: int
    unit: UnitRef
    place: str
    role_on: str
    period: Period
    by: str
    at: datetime
    reason: str
    mine: bool
    may_answer: bool
    others: tuple[str, ...]
    answer: str
    answered_by: str
    answered_at: datetime | None
    answer_reason: str


def waiting_requests(actor: Actor, unit_id: int | None = None) -> tuple[Request, ...]:
    """Those that wait for the actor's answer, the longest waiting first; with ``unit_id`` of the unit and
    those below it. A few queries, however many wait, and none for whoever answers nowhere."""
    return told(actor, _waiting(actor, unit_id))


def waiting_shown(actor: Actor, asked: Asked) -> tuple[Request, ...] | None:
    """The requests that wait for the actor, for the desk; None where there are none."""
    return waiting_requests(actor) or None


def asked_shown(actor: Actor, asked: Asked) -> tuple[Request, ...] | None:
    """The actor's own requests, for the desk; None where there are none."""
    return own_requests(actor) or None


def waiting_count(actor: Actor) -> int:
    """How many :func:`waiting_requests` there are: one query."""
    return len(_waiting(actor, None))


def own_requests(actor: Actor) -> tuple[Request, ...]:
    """What the actor has asked and still sees: what waits, and what others made of it lately."""
    if actor.user_id is None:
        return ()
    lately = Q(answered_at__gt=actor.now - TOLD) & ~Q(answered_by_id=actor.user_id)
    seen = visible(actor, Review.objects.filter(reopenings__asked_by_id=actor.user_id)).values("pk")
    asked = _read(Reopening.objects.filter(asked_by_id=actor.user_id, review__in=seen))
    return told(actor, list(asked.filter(Q(answer="") | lately)))


def told(actor: Actor, requests: Iterable[Reopening]) -> tuple[Request, ...]:
    """Requests as they are told to somebody."""
    requests, read = list(requests), reader()
    ways = {unit: lineage(unit, actor.today)[-2:] for unit in {one.review.unit_id for one in requests}}
    refs = names_of(unit for way in ways.values() for unit in way) if requests else {}
    names = {unit: [refs[one].name for one in reversed(way)] for unit, way in ways.items()}
    return tuple(
        Request(
            id=request.pk,
            unit=refs[request.review.unit_id],
            place=", ".join(names[request.review.unit_id]),
            role_on=names[request.review.unit_id][-1],
            period=read(request.review.period),
            by=request.asked_by.called,
            at=request.asked_at,
            reason=request.reason,
            mine=request.asked_by_id == actor.user_id,
            may_answer=not request.answer and may_answer(actor, request),
            others=_others(actor, request),
            answer=request.answer,
            answered_by=request.answered_by.called if request.answered_by else "",
            answered_at=request.answered_at,
            answer_reason=request.answer_reason,
        )
        for request in requests
    )


def named(actor: Actor, request_ids: Iterable[int]) -> tuple[Request, ...]:
    """Requests by their numbers, that are known to be the actor's to see."""
    return told(actor, _read(Reopening.objects.filter(pk__in=request_ids)))


def review_of(one: Request) -> str:
    """The review that is to be opened again, within a sentence."""
    return review_title(one.period)


def review_title(period: Period) -> str:
    """The review of a period, within a sentence."""
    return _("Review for %(period)s") % {"period": period_name(period, current(), "sentence")}


def _others(actor: Actor, request: Reopening) -> tuple[str, ...]:
    """Who may answer, for whoever asked and waits."""
    if request.answer or request.asked_by_id != actor.user_id:
        return ()
    return answerers(actor, request.review.unit_id, request.asked_by_id)


def latest(actor: Actor, review_id: int) -> Request | None:
    """The request on a review that waits, else the newest."""
    requests = _read(Reopening.objects.filter(review_id=review_id))
    newest = requests.order_by(F("answered_at").desc(nulls_first=True), "-pk").first()
    return told(actor, [newest])[0] if newest else None


def reopened_at(review: Review) -> datetime | None:
    """When the review was opened again last, as the journal has it."""
    reopened = Entry.objects.filter(code=ReviewReopened.code, subject_kind="review", subject_id=review.pk)
    return reopened.order_by("-pk").values_list("at", flat=True).first()


def _waiting(actor: Actor, unit_id: int | None) -> list[Reopening]:
    if not can_anywhere(actor, REVIEWS_ANSWER):
        return []
    requests = visible(actor, Reopening.objects.filter(answer=""), REVIEWS_ANSWER)
    if unit_id is not None:
        requests = requests.filter(among("review__unit_id", with_all_below([unit_id], actor.today)))
    return list(_read(requests))


def _read(requests: "QuerySet[Reopening]") -> "QuerySet[Reopening]":
    return (
        requests.select_related("review", "asked_by", "answered_by")
        .defer("review__content", "review__notes")
        .order_by("asked_at", "pk")
    )
