"""What people are told by mail about reports: those they owe, and once a week those that wait for them.

Of a report a mail comes three days before it is due, on the day itself, on the day after, and from then on
every week, or as soon after as mails go out; it lists everything that is then due within three days or
overdue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.apps.reporting.queries.lists import OWED, own_units
from mandate.apps.reporting.queries.tasks import Waiting, decides, waiting
from mandate.apps.units.placed import placed
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.i18n.formats import date_long, relative_days
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.parts import Passage, Wording
from mandate.platform.periods import period_of
from mandate.platform.ui.addresses import whole_address
from mandate.platform.ui.states import state_word

AHEAD = 3
MONDAY = 0
UNITS_LISTED = 10


def calls(days: int) -> bool:
    """Whether a report that is due in so many days (negative: overdue) calls for a mail today."""
    return days in (AHEAD, 0) or (days < 0 and (-days - 1) % 7 == 0)


def owed_reports(today: date) -> Wording:
    """The reports that a person still owes."""
    owed = _owed(today)

    def passage(actor: Actor, days: Sequence[date]) -> Passage | None:
        mine = [report for unit in own_units(actor) for report in owed.get(unit, ())]
        if not mine:
            return None
        count = len(mine)
        subject = ngettext(
            "%(count)s report is to be submitted", "%(count)s reports are to be submitted", count
        )
        forms = groupby(_told(actor, mine), key=lambda one: one.form_period.pk)
        return Passage(
            calls=any(calls((report.form_period.due - day).days) for report in mine for day in days),
            subject=subject % {"count": count},
            paragraphs=(
                _("These reports are still to be submitted:"),
                *("\n".join(_form(list(reports), today)) for _key, reports in forms),
            ),
        )

    return passage


def reports_to_accept(today: date) -> Wording:
    """The reports that wait for a person."""

    def passage(actor: Actor, days: Sequence[date]) -> Passage | None:
        groups = waiting(actor) if decides(actor) else ()
        if not groups:
            return None
        count = sum(one.count for one in groups)
        subject = ngettext(
            "%(count)s report waits for your acceptance", "%(count)s reports wait for your acceptance", count
        )
        return Passage(
            calls=any(day.weekday() == MONDAY for day in days),
            subject=subject % {"count": count},
            paragraphs=(_("These reports wait for your acceptance:"), "\n".join(map(_waiting, groups))),
        )

    return passage


@dataclass(frozen=True, slots=True)
class _Told:
    """A report that is due soon or overdue, with its unit's name, its state and where it is written."""

    form_period: FormPeriod
    unit: str
    state: str
    url: str


def _owed(today: date) -> Mapping[int, list[Report]]:
    """The reports that are due within the days ahead, or overdue, by unit. One that was accepted once and is
    being corrected is not owed by a day."""
    reports = Report.objects.filter(
        state__in=OWED,
        counted__isnull=True,
        form_period__closed_at__isnull=True,
        form_period__form__automatic=False,
        form_period__due__lte=today + timedelta(days=AHEAD),
    )
    by_unit: dict[int, list[Report]] = {}
    for report in expected(reports).select_related("form_period__form"):
        by_unit.setdefault(report.unit_id, []).append(report)
    return by_unit


def _told(actor: Actor, reports: Sequence[Report]) -> list[_Told]:
    units = placed({report.unit_id for report in reports}, actor.today)
    told = [
        _Told(
            form_period=report.form_period,
            unit=units[report.unit_id].name,
            state=report.state,
            url=whole_address("reporting:report", report.pk),
        )
        for report in reports
    ]
    return sorted(told, key=lambda one: (one.form_period.due, one.form_period.pk, one.unit))


def _form(reports: Sequence[_Told], today: date) -> Iterable[str]:
    opened, language = reports[0].form_period, current()
    yield _title(text_in(opened.form.names) or opened.form.code, period_of(opened.period))
    yield "  " + _("due on %(day)s (%(relative)s)") % {
        "day": date_long(opened.due, language),
        "relative": relative_days((opened.due - today).days, language),
    }
    for report in reports[:UNITS_LISTED]:
        yield f"  - {report.unit} ({state_word(report.state)})"
        yield f"    {report.url}"
    others = len(reports) - UNITS_LISTED
    if others > 0:
        yield "  " + ngettext("and %(count)s more unit", "and %(count)s more units", others) % {
            "count": others
        }


def _waiting(one: Waiting) -> str:
    count = ngettext("%(count)s report", "%(count)s reports", one.count) % {"count": one.count}
    return f"  - {_title(one.form, one.period)}, {one.unit.name}: {count}"


def _title(form: str, period: Period) -> str:
    return _("%(form)s for %(period)s") % {"form": form, "period": period_name(period, current(), "sentence")}
