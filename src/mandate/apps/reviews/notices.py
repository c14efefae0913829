"""What is told of requests to open a closed review again, to those who may answer, and then to who asked; and
to those whom the notes of a review mention."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.accounts.mentions import MENTIONS
from mandate.apps.reviews.events import ReviewNotesSaved
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.permissions import REVIEWS_ANSWER
from mandate.apps.reviews.requests import Request, named, review_of, review_title
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import writers
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said
from mandate.platform.periods import reader

REQUESTS = Group("requests", gettext_lazy("Reviews to be opened again"), Choice.AT_ONCE)


def _to_answer(actor: Actor) -> QuerySet[Reopening]:
    """Those that wait for the actor: what somebody else has answered is told to nobody any more."""
    return visible(actor, Reopening.objects.all(), REVIEWS_ANSWER)


def _asked(actor: Actor) -> QuerySet[Reopening]:
    """The actor's own, on reviews that they still see."""
    reviews = visible(actor, Review.objects.all()).values("pk")
    return Reopening.objects.filter(asked_by_id=actor.user_id or 0, review_id__in=reviews)


def _ask(actor: Actor, requests: Sequence[int]) -> Mapping[int, Said]:
    return {
        one.id: Said(
            _("%(name)s asks to open again: %(review)s, %(unit)s") % _words(one, one.by),
            _view(one),
            quote=one.reason,
        )
        for one in named(actor, requests)
    }


def _answer(actor: Actor, requests: Sequence[int]) -> Mapping[int, Said]:
    said = {}
    for one in named(actor, requests):
        opened = one.answer == Reopening.Answer.OPENED
        if opened:
            text = _("%(review)s, %(unit)s: %(name)s opened it again, as you asked.")
        else:
            text = _("%(review)s, %(unit)s: %(name)s left it closed, though you asked to open it again.")
        words = _words(one, one.answered_by or "–")
        said[one.id] = Said(text % words, _view(one), quote=one.answer_reason, good=opened)
    return said


def _words(one: Request, name: str) -> dict[str, str]:
    return {"review": review_of(one), "unit": one.place, "name": name}


def _view(one: Request) -> tuple[str, ...]:
    return ("reviews:review", one.unit.code, one.period.code)


def _mentions(actor: Actor) -> QuerySet[Entry]:
    """The writings of notes of reviews that the actor may see, each a row of the journal."""
    reviews = visible(actor, Review.objects.all()).values("pk")
    return Entry.objects.filter(code=ReviewNotesSaved.code, subject_id__in=reviews)


def _mentioned(actor: Actor, entries: Sequence[int]) -> Mapping[int, Said]:
    rows = list(Entry.objects.filter(pk__in=entries))
    reviews = Review.objects.in_bulk({row.subject_id for row in rows if row.subject_id is not None})
    by, read = writers(rows), reader()
    units = placed({one.unit_id for one in reviews.values()}, actor.today)
    said = {}
    for row in rows:
        if review := reviews.get(row.subject_id or 0):
            unit = units[review.unit_id]
            words = {
                "name": by[row.pk] or "–",
                "review": review_title(read(review.period)),
                "unit": unit.name,
            }
            address = ("reviews:review", unit.unit.code, review.period)
            said[row.pk] = Said(_("%(name)s mentions you: %(review)s, %(unit)s") % words, address)
    return said


ASKED = NoticeKind("reviews.asked", REQUESTS, seen=_to_answer, tell=_ask)
ANSWERED = NoticeKind("reviews.answered", REQUESTS, seen=_asked, tell=_answer)
MENTIONED = NoticeKind("reviews.mentioned", MENTIONS, seen=_mentions, tell=_mentioned)
