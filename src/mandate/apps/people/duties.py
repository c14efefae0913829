"""What people have to do about members: receive those whom other units released to theirs, bring on or decide
applications, and answer whoever asks that what is kept about them be put right. Of each a notice comes (see
notices.py), and while they wait a mail on Mondays, or as soon after as mails go out."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.applications import (
    applications_count,
    applications_shown,
    waiting_applications,
)
from mandate.apps.people.queries.arrivals import arrivals_count, arrivals_shown, waiting_arrivals
from mandate.apps.people.queries.corrections import (
    corrections_count,
    corrections_shown,
    waiting_corrections,
)
from mandate.platform.access.actor import Actor
from mandate.platform.duties import DueItem, Duty, Queue
from mandate.platform.ui.states import state_word

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


def _to_answer(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """The requests that wait for a person."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=_("%(name)s: %(what)s") % {"name": one.name, "what": one.about},
                unit=one.place,
                since=localtime(one.asked_at).date(),
                view=("people:answer", str(one.id)),
            )
            for one in waiting_corrections(actor)
        ]

    return items


def _are_asked_for(count: int) -> str:
    words = ngettext("%(count)s correction is asked for", "%(count)s corrections are asked for", count)
    return words % {"count": count}


ANSWER = Duty(
    name="corrections",
    action=MEMBERS_MANAGE,
    section="arrivals",
    lists=(Queue("corrections", "people/desk/corrections.html", 46, corrections_shown, counted=True),),
    count=corrections_count,
    words=_are_asked_for,
    read=_to_answer,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_are_asked_for,
    lead=gettext_lazy("These people ask that what is kept about them be put right:"),
)
RECEIVE = Duty(
    name="arrivals",
    action=MEMBERS_MANAGE,
    section="arrivals",
    lists=(Queue("arrivals", "people/desk/arrivals.html", 45, arrivals_shown, counted=True),),
    count=arrivals_count,
    words=_are_to_be_received,
    read=_to_receive,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_are_to_be_received,
    lead=gettext_lazy("Other units released these members to yours:"),
)


def _to_bring_on(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """The applications that wait for a person."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=f"{one.name} · {state_word(one.state)}",
                unit=one.place,
                since=one.applied,
                view=("people:application", str(one.id)),
            )
            for one in waiting_applications(actor)
        ]

    return items


def _applications_wait(count: int) -> str:
    words = ngettext("%(count)s application waits", "%(count)s applications wait", count)
    return words % {"count": count}


APPLICATIONS = Duty(
    name="applications",
    action=MEMBERS_MANAGE,
    section="applications",
    lists=(Queue("applications", "people/desk/applications.html", 46, applications_shown, counted=True),),
    count=applications_count,
    words=_applications_wait,
    read=_to_bring_on,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_applications_wait,
    lead=gettext_lazy("These applications to become a member wait for you:"),
)
