"""What people have to do about members: receive those whom other units released to theirs. Of each a notice
comes (see notices.py), and while they wait a mail on Mondays, or as soon after as mails go out."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.arrivals import arrivals_count, arrivals_shown, waiting_arrivals
from mandate.platform.access.actor import Actor
from mandate.platform.duties import DueItem, Duty, Queue

MONDAY = 0


def _to_receive(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """Those who wait for a person."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=_("%(name)s, from %(unit)s") % {"name": one.name, "unit": one.source},
                unit=one.target,
                since=one.released,
                view=("people:receive", str(one.id)),
            )
            for one in waiting_arrivals(actor)
        ]

    return items


def _are_to_be_received(count: int) -> str:
    words = ngettext("%(count)s member is to be received", "%(count)s members are to be received", count)
    return words % {"count": count}


RECEIVE = Duty(
    name="arrivals",
    action=MEMBERS_MANAGE,
    section="arrivals",
    lists=(Queue("arrivals", "people/desk/arrivals.html", 45, arrivals_shown),),
    count=arrivals_count,
    words=_are_to_be_received,
    read=_to_receive,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_are_to_be_received,
    lead=gettext_lazy("Other units released these members to yours:"),
)
