"""What people are told by mail of what came of their own requests to open a closed review again, on the day
after the answer. Where no mails go out on that day, it is the next on which they do."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.apps.reviews.requests import Request, own_requests
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import period_name
from mandate.platform.parts import Passage, Wording
from mandate.platform.ui.addresses import whole_address


def answers(today: date) -> Wording:
    """What came of a person's own requests and was not told yet."""

    def passage(actor: Actor, days: Sequence[date]) -> Passage | None:
        answered = [
            one for one in own_requests(actor) if one.answered_at and _told_on(one.answered_at) in days
        ]
        if not answered:
            return None
        return Passage(True, _("What came of your request"), tuple(map(_answer, answered)))

    return passage


def _told_on(moment: datetime) -> date:
    """The day on which it is told what happened at a moment: the day after."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date() + timedelta(days=1)


def _answer(one: Request) -> str:
    """What came of one's own request, and where the review is."""
    told = {"review": review_of(one), "unit": one.place, "name": one.answered_by or "–"}
    if one.answer == "opened":
        text = _("%(review)s, %(unit)s: %(name)s opened it again, as you asked.") % told
    else:
        text = _("%(review)s, %(unit)s: %(name)s left it closed, though you asked to open it again.") % told
    return "\n".join(filter(None, [text, one.answer_reason, _address_of(one)]))


def review_of(one: Request) -> str:
    """The review that is to be opened again, in a mail."""
    return _("Review for %(period)s") % {"period": period_name(one.period, current(), "sentence")}


def _address_of(one: Request) -> str:
    return whole_address("reviews:review", one.unit.code, one.period.code)
