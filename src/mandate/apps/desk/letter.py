"""The text of a reminder, in the language in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.reporting.models import FormPeriod
from mandate.apps.reporting.queries.tasks import Waiting
from mandate.apps.reviews.requests import Request
from mandate.core.period import Period
from mandate.platform.i18n.formats import date_long, relative_days
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import period_of
from mandate.platform.ui.states import state_word

UNITS_LISTED = 10


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that is due soon or overdue, with its unit's name, its state and where it is written."""

    form_period: FormPeriod
    unit: str
    state: str
    url: str


def address(name: str, *arguments: object) -> str:
    """The whole address of one of the site's pages."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=arguments)}"


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told. ``owed`` stands in the order of the forms and their days; ``requests`` to open
    a review again wait for the person, ``answered`` are their own."""

    owed: Sequence[OwedReport]
    waits: Sequence[Waiting]
    requests: Sequence[Request]
    answered: Sequence[Request]


def letter(name: str, told: Told, today: date) -> tuple[str, str]:
    """Subject and body."""
    owed, waits = told.owed, told.waits
    parts = [_("Hello %(name)s,") % {"name": name}]
    if owed:
        parts.append(_("These reports are still to be submitted:"))
        for _key, reports in groupby(owed, key=lambda one: one.form_period.pk):
            parts.append("\n".join(_form(list(reports), today)))
    if waits:
        parts.append(_("These reports wait for your acceptance:"))
        parts.append("\n".join(_waiting(one) for one in waits))
    if told.requests:
        parts.append(_("You are asked to open these reviews again:"))
        parts.append("\n".join(_request(one) for one in told.requests))
    parts += [_answer(one) for one in told.answered]
    parts.append(_("Your desk: %(address)s") % {"address": address("desk:desk")})
    parts.append(
        _("You can switch these reminders off in your account: %(address)s")
        % {"address": address("people:me")}
    )
    parts.append(f"-- \n{settings.ORGANISATION}")
    return _subject(told), "\n\n".join(parts) + "\n"


def _subject(told: Told) -> str:
    count = len(told.owed)
    if count:
        text = ngettext("%(count)s report is to be submitted", "%(count)s reports are to be submitted", count)
    elif told.waits:
        count = sum(one.count for one in told.waits)
        text = ngettext(
            "%(count)s report waits for your acceptance", "%(count)s reports wait for your acceptance", count
        )
    elif told.requests:
        count = len(told.requests)
        text = ngettext(
            "%(count)s review is to be opened again", "%(count)s reviews are to be opened again", count
        )
    else:
        text = _("What came of your request")
    return text % {"count": count}


def _form(reports: Sequence[OwedReport], today: date) -> Iterable[str]:
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


def _request(one: Request) -> str:
    return f"  - {_review(one)}, {one.place}\n    {one.by}: {one.reason}\n    {_address_of(one)}"


def _answer(one: Request) -> str:
    """What came of one's own request, and where the review is."""
    told = {"review": _review(one), "unit": one.place, "name": one.answered_by or "–"}
    if one.answer == "opened":
        text = _("%(review)s, %(unit)s: %(name)s opened it again, as you asked.") % told
    else:
        text = _("%(review)s, %(unit)s: %(name)s left it closed, though you asked to open it again.") % told
    return "\n".join(filter(None, [text, one.answer_reason, _address_of(one)]))


def _review(one: Request) -> str:
    return _("Review for %(period)s") % {"period": period_name(one.period, current(), "sentence")}


def _address_of(one: Request) -> str:
    return address("reviews:review", one.unit.code, one.period.code)


def _title(form: str, period: Period) -> str:
    return _("%(form)s for %(period)s") % {"form": form, "period": period_name(period, current(), "sentence")}
