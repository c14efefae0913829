"""Closing a review, and asking that it be opened again."""

from tests.apps.targets.city import City
from tests.support.organisation import NOW, person

from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.services import (
    AskedReopening,
    CloseReview,
    RefuseReopening,
    ReopenReview,
    close_review,
    reopen_review,
)
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.request import actor_of
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

YEAR = Period.parse("2023")
WHY = "A ward was forgotten"


def secretary(city: City, name: str, unit: str = "C") -> Actor:
    return actor_of(person(Role.SECRETARY, city.units[unit], f"{name}@example.org"), NOW)


def close(city: City, actor: Actor, unit: str = "C") -> Review:
    seen = Review.objects.filter(unit=city.units[unit]).values_list("version", flat=True).first() or 0
    return close_review(actor, CloseReview(city.units[unit].pk, YEAR, seen))


def ask(city: City, actor: Actor, unit: str = "C", reason: str = WHY) -> AskedReopening:
    """Ask to open a review again; what others then have before their eyes."""
    review = reopen_review(actor, ReopenReview(city.units[unit].pk, YEAR, reason))
    assert review.closed_at is not None
    return AskedReopening(city.units[unit].pk, Reopening.objects.get(review=review, answer="").pk)


def refusal(asked: AskedReopening, reason: str = "Nothing was forgotten") -> RefuseReopening:
    return RefuseReopening(asked.unit_id, asked.request_id, reason)


def is_closed(unit: str = "C") -> bool:
    return Review.objects.get(unit__code=unit).closed_at is not None


def sentences() -> list[str]:
    rows = Entry.objects.filter(
        code__in=("reviews.reopening_asked", "reviews.reopening_dropped", "reviews.reopened")
    )
    return [told.event.sentence() for told in read(list(rows.order_by("id")))]
