"""What reviews bring to the frame."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandate.apps.reviews.letters import answers, requests_to_answer
from mandate.apps.reviews.requests import requests_shown, waiting_count
from mandate.platform.parts import Counter, Part, Queue, Tab


def _requests(count: int) -> str:
    words = ngettext(
        "%(count)s review is to be opened again", "%(count)s reviews are to be opened again", count
    )
    return words % {"count": count}


PART = Part(
    urls="mandate.apps.reviews.web.urls",
    tabs=(Tab("review", _("Reviews"), "reviews:reviews", 40, Counter("requests", waiting_count, _requests)),),
    queues=(Queue("requests", "reviews/desk/requests.html", 40, requests_shown),),
    reminders=(requests_to_answer, answers),
)
