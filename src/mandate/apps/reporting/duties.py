"""What people have to do about reports: write those they owe, accept those that wait for them.

Of a report a mail comes three days before it is due, on the day itself, on the day after, and from then on
every week; it lists everything that is then due within three days or overdue. Of those that wait for a
person, one comes on Mondays. Where no mails go out on such a day, it is the next on which they do.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.outstanding import UNSUBMITTED, outstanding, own_units
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT
from mandate.apps.reporting.queries.tasks import (
    decides,
    due,
    due_count,
    returned,
    sent_waiting,
    waiting,
    waiting_count,
    waiting_reports,
)
from mandate.apps.units.placed import placed
from mandate.core.period import Period
from mandate.core.textkey import sort_key
from mandate.platform.access.actor import Actor
from mandate.platform.duties import DueItem, Duty, Queue
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import reader
from mandate.platform.ui.states import state_word

AHEAD = 3
MONDAY = 0


def calls(days: int) -> bool:
    """Whether a report that is due in so many days (negative: overdue) calls for a mail today."""
    return days in (AHEAD, 0) or (days < 0 and (-days - 1) % 7 == 0)


def _to_write(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """The reports that a person still owes and that are due within the days ahead, or overdue."""
    soon = outstanding().filter(UNSUBMITTED, form_period__due__lte=today + timedelta(days=AHEAD))
    by_unit: dict[int, list[Report]] = {}
    for report in soon.select_related("form_period__form"):
        by_unit.setdefault(report.unit_id, []).append(report)

    def items(actor: Actor) -> Sequence[DueItem]:
        mine = [report for unit in own_units(actor) for report in by_unit.get(unit, ())]
        if not mine:
            return ()
        units, read = placed({report.unit_id for report in mine}, actor.today), reader()
        keys = {unit: sort_key(one.name, current()) for unit, one in units.items()}
        mine.sort(key=lambda one: (one.form_period.due, one.form_period_id, keys[one.unit_id]))
        return [
            DueItem(
                what=title(text_in(opened.form.names) or opened.form.code, read(opened.period)),
                unit=units[report.unit_id].name,
                day=opened.due,
                view=("reporting:report", str(report.pk)),
                note=state_word(report.state),
            )
            for report in mine
            for opened in [report.form_period]
        ]

    return items


def _to_accept(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """The reports that wait for a person, by form and unit."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=title(one.form, one.period),
                unit=one.unit.name,
                count=one.count,
                note=ngettext("%(count)s report", "%(count)s reports", one.count) % {"count": one.count},
            )
            for one in (waiting(actor) if decides(actor) else ())
        ]

    return items


def title(form: str, period: Period) -> str:
    """A report in words: "Yearly figures for 2023"."""
    return _("%(form)s for %(period)s") % {"form": form, "period": period_name(period, current(), "sentence")}


def _due(count: int) -> str:
    return ngettext("%(count)s report due", "%(count)s reports due", count) % {"count": count}


def _are_to_be_submitted(count: int) -> str:
    words = ngettext("%(count)s report is to be submitted", "%(count)s reports are to be submitted", count)
    return words % {"count": count}


def _wait(count: int) -> str:
    words = ngettext("%(count)s report waits for acceptance", "%(count)s reports wait for acceptance", count)
    return words % {"count": count}


def _wait_for_you(count: int) -> str:
    words = ngettext(
        "%(count)s report waits for your acceptance", "%(count)s reports wait for your acceptance", count
    )
    return words % {"count": count}


WRITE = Duty(
    name="due",
    action=REPORTS_SUBMIT,
    section="work",
    lists=(
        Queue("returned", "reporting/desk/returned.html", 8, returned, counted=True),
        Queue("due", "reporting/desk/due.html", 10, due),
        Queue("sent", "reporting/desk/sent.html", 25, sent_waiting),
    ),
    count=due_count,
    words=_due,
    read=_to_write,
    calls=lambda item, day: item.day is not None and calls((item.day - day).days),
    subject=_are_to_be_submitted,
    lead=gettext_lazy("These reports are still to be submitted:"),
)
ACCEPT = Duty(
    name="waiting",
    action=REPORTS_DECIDE,
    section="work",
    lists=(Queue("waiting", "reporting/desk/waiting.html", 30, waiting_reports, counted=True),),
    count=waiting_count,
    words=_wait,
    read=_to_accept,
    calls=lambda item, day: day.weekday() == MONDAY,
    subject=_wait_for_you,
    lead=gettext_lazy("These reports wait for your acceptance:"),
)
