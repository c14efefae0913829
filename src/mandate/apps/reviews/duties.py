"""What people have to do about closed reviews: answer who asks to open one again. Of a
request a notice comes (see notices.py), and then a mail on Mondays, or as soon after as mails go out."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.reviews.permissions import REVIEWS_ANSWER
from mandate.apps.reviews.requests import review_of, waiting_count, waiting_requests, waiting_shown
from mandate.platform.access.actor import Actor
from mandate.platform.duties import DueItem, Duty, Queue

MONDAY = 0


def _to_answer(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """The requests that wait for a person."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=review_of(one),
                unit=one.place,
                since=timezone.localtime(one.at, timezone.get_default_timezone()).date(),
                view=("reviews:review", one.unit.code, one.period.code),
                said=f"{one.by}: {one.reason}",
            )
            for one in waiting_requests(actor)
        ]

    return items


def _are_to_be_opened(count: int) -> str:
    words = ngettext(
        "%(count)s review is to be opened again", "%(count)s reviews are to be opened again", count
    )
    return words % {"count": count}


ANSWER = Duty(
    name="requests",
    action=REVIEWS_ANSWER,
    section="requests",
    lists=(Queue("requests", "reviews/desk/requests.html", 40, waiting_shown, counted=True),),
    count=waiting_count,
    words=_are_to_be_opened,
    read=_to_answer,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_are_to_be_opened,
    lead=gettext_lazy("You are asked to open these reviews again:"),
)
