"""What the journal says of periods and reports; of forms and rules see form_events.py,
of papers paper_events.py, of lists list_events.py.

The subject of a report's events is ("report", id). ``form`` holds the form's names by language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mandate.apps.reporting.choices import Answer
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.changes import MOST, Change
from mandate.platform.journal.events import Event, Text


def named(form: dict[str, str], period: str) -> dict[str, object]:
    """The form's and the period's names in the reader's language, for a sentence."""
    return {"form": text_in(form), "period": name_of_code(period, current(), "sentence")}


class ReportingEvent(Event):
    """What is done to forms, periods, reports and rules."""

    part: ClassVar[Text] = gettext_lazy("Reports")
    audience: ClassVar[str] = "reports.view"
    words: ClassVar[Mapping[str, Text]] = {
        "kinds": gettext_lazy("kinds of unit"),
        "frequency": pgettext_lazy("of a form", "how often"),
        "due_days": gettext_lazy("days until due"),
        "items": gettext_lazy("indicators"),
        "indicators": gettext_lazy("indicators"),
        "required": gettext_lazy("required"),
        "retired": gettext_lazy("retired"),
        "expression": gettext_lazy("rule"),
        "severity": gettext_lazy("severity"),
        "sentences": gettext_lazy("sentence"),
    }


@dataclass(frozen=True)
class FiguresChanged(ReportingEvent):
    """Somebody saved a draft. ``changes`` is one {indicator: id, code, before, after} a figure; before and
    after are {answer: number of the Answer, value: exact decimal as text or None, note: text}."""

    code: ClassVar[str] = "reporting.figures_changed"
    label: ClassVar[Text] = gettext_lazy("figures of a draft changed")
    quiet: ClassVar[bool] = True
    form: dict[str, str]
    period: str
    revision: int
    changes: list[dict[str, Any]]

    def sentence(self) -> str:
        """For people."""
        count = len(self.changes)
        text = ngettext(
            "Changed %(count)s figure of %(form)s for %(period)s",
            "Changed %(count)s figures of %(form)s for %(period)s",
            count,
        )
        return text % {**named(self.form, self.period), "count": count}

    def differences(self) -> tuple[Change, ...]:
        """A figure each."""
        return tuple(map(_difference, self.changes[:MOST]))


def _difference(change: Mapping[str, Any]) -> Change:
    label = str(change.get("code", change.get("indicator", "")))
    return Change(label, _figure(change.get("before")), _figure(change.get("after")))


def _remark(remark: Mapping[str, Any]) -> Change:
    return Change(str(remark["code"]), "", str(remark["text"]))


def _figure(stored: Mapping[str, Any] | None) -> str:
    if not stored:
        return ""
    answer = Answer(stored["answer"])
    text = str(stored.get("value") or "") if answer == Answer.VALUE else ""
    if answer == Answer.NOT_APPLICABLE:
        text = str(answer.label)
    note = stored.get("note")
    return " · ".join(filter(None, (text, f"“{note}”" if note else "")))


@dataclass(frozen=True)
class ReportSubmitted(ReportingEvent):
    """A report went up. ``counted`` are the figures that Mandate counted then, as those of FiguresChanged:
    only the ones that differ from what stood there."""

    code: ClassVar[str] = "reporting.submitted"
    label: ClassVar[Text] = gettext_lazy("a report submitted")
    form: dict[str, str]
    period: str
    revision: int
    counted: list[dict[str, Any]] | None = None

    def sentence(self) -> str:
        """For people."""
        return _("Submitted %(form)s for %(period)s") % named(self.form, self.period)

    def differences(self) -> tuple[Change, ...]:
        """A figure each."""
        return tuple(map(_difference, (self.counted or [])[:MOST]))


@dataclass(frozen=True)
class ReportWithdrawn(ReportingEvent):
    """A submitted report was taken back before it was decided."""

    code: ClassVar[str] = "reporting.withdrawn"
    label: ClassVar[Text] = gettext_lazy("a report withdrawn")
    form: dict[str, str]
    period: str
    revision: int

    def sentence(self) -> str:
        """For people."""
        return _("Withdrew %(form)s for %(period)s") % named(self.form, self.period)


@dataclass(frozen=True)
class ReportReturned(ReportingEvent):
    """The level above returned a report. ``remarks`` are on single figures, {indicator: id, code, text}
    each."""

    code: ClassVar[str] = "reporting.returned"
    label: ClassVar[Text] = gettext_lazy("a report returned")
    form: dict[str, str]
    period: str
    revision: int
    reason: str
    remarks: list[dict[str, Any]] | None = None

    def sentence(self) -> str:
        """For people."""
        return _("Returned %(form)s for %(period)s: %(reason)s") % {
            **named(self.form, self.period),
            "reason": self.reason,
        }

    def differences(self) -> tuple[Change, ...]:
        """A remark each."""
        return tuple(map(_remark, self.remarks or ()))


@dataclass(frozen=True)
class ReturnTakenBack(ReportingEvent):
    """Whoever returned a report took that back; ``returned`` is the number of the journal's row about it."""

    code: ClassVar[str] = "reporting.return_taken_back"
    label: ClassVar[Text] = gettext_lazy("the return of a report taken back")
    form: dict[str, str]
    period: str
    revision: int
    returned: int

    def sentence(self) -> str:
        """For people."""
        return _("Took back the return of %(form)s for %(period)s") % named(self.form, self.period)


@dataclass(frozen=True)
class ReportAccepted(ReportingEvent):
    """The level above accepted a report; its figures count from then on. ``remarks`` as in ReportReturned."""

    code: ClassVar[str] = "reporting.accepted"
    label: ClassVar[Text] = gettext_lazy("a report accepted")
    form: dict[str, str]
    period: str
    revision: int
    remarks: list[dict[str, Any]] | None = None

    def sentence(self) -> str:
        """For people."""
        return _("Accepted %(form)s for %(period)s") % named(self.form, self.period)

    def differences(self) -> tuple[Change, ...]:
        """A remark each."""
        return tuple(map(_remark, self.remarks or ()))


@dataclass(frozen=True)
class WritersReminded(ReportingEvent):
    """Whoever writes for a unit was reminded of a report that is missing. ``due``: the day, as a date is
    written for programs."""

    code: ClassVar[str] = "reporting.reminded"
    label: ClassVar[Text] = gettext_lazy("a reminder of a missing report")
    form: dict[str, str]
    period: str
    due: str

    def sentence(self) -> str:
        """For people."""
        told = {**named(self.form, self.period), "day": date_long(date.fromisoformat(self.due), current())}
        return _("Reminded of %(form)s for %(period)s, due on %(day)s") % told


@dataclass(frozen=True)
class CorrectionStarted(ReportingEvent):
    """An accepted report is being corrected; the accepted figures count until the correction is accepted."""

    code: ClassVar[str] = "reporting.correction_started"
    label: ClassVar[Text] = gettext_lazy("a correction started")
    form: dict[str, str]
    period: str
    revision: int
    reason: str

    def sentence(self) -> str:
        """For people."""
        return _("Started a correction of %(form)s for %(period)s: %(reason)s") % {
            **named(self.form, self.period),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class CorrectionDiscarded(ReportingEvent):
    """A correction was given up; the accepted figures stand alone again. Its reasons, its state and its
    ``figures`` (one {indicator: id, answer, value, note} each) are kept, so that it can be taken up again."""

    code: ClassVar[str] = "reporting.correction_discarded"
    label: ClassVar[Text] = gettext_lazy("a correction discarded")
    form: dict[str, str]
    period: str
    revision: int
    reason: str
    state: str
    return_reason: str
    figures: list[dict[str, Any]]
    remarks: dict[str, str] | None = None

    def sentence(self) -> str:
        """For people."""
        return _("Discarded the correction of %(form)s for %(period)s") % named(self.form, self.period)


@dataclass(frozen=True)
class PeriodOpened(ReportingEvent):
    """A form was opened for a period."""

    code: ClassVar[str] = "reporting.period_opened"
    label: ClassVar[Text] = gettext_lazy("a period opened")
    form: dict[str, str]
    period: str
    structure_date: str
    expected: int

    def sentence(self) -> str:
        """For people."""
        text = ngettext(
            "Opened %(form)s for %(period)s; %(count)s report is expected",
            "Opened %(form)s for %(period)s; %(count)s reports are expected",
            self.expected,
        )
        return text % {**named(self.form, self.period), "count": self.expected}


@dataclass(frozen=True)
class PeriodClosed(ReportingEvent):
    """A form's period takes no more changes."""

    code: ClassVar[str] = "reporting.period_closed"
    label: ClassVar[Text] = gettext_lazy("a period closed")
    form: dict[str, str]
    period: str

    def sentence(self) -> str:
        """For people."""
        return _("Closed %(form)s for %(period)s") % named(self.form, self.period)


@dataclass(frozen=True)
class PeriodReopened(ReportingEvent):
    """A closed period takes changes again."""

    code: ClassVar[str] = "reporting.period_reopened"
    label: ClassVar[Text] = gettext_lazy("a period opened again")
    form: dict[str, str]
    period: str

    def sentence(self) -> str:
        """For people."""
        return _("Reopened %(form)s for %(period)s") % named(self.form, self.period)


@dataclass(frozen=True)
class UnitExpected(ReportingEvent):
    """A unit that came late was added to what an opened period expects."""

    code: ClassVar[str] = "reporting.unit_expected"
    label: ClassVar[Text] = gettext_lazy("a late unit expected")
    form: dict[str, str]
    period: str
    reason: str

    def sentence(self) -> str:
        """For people."""
        text = _("Expects %(form)s for %(period)s of this unit too: %(reason)s")
        return text % {**named(self.form, self.period), "reason": self.reason}


@dataclass(frozen=True)
class UnitExcused(ReportingEvent):
    """A unit was excused from what an opened period expects."""

    code: ClassVar[str] = "reporting.unit_excused"
    label: ClassVar[Text] = gettext_lazy("a unit excused")
    form: dict[str, str]
    period: str
    reason: str

    def sentence(self) -> str:
        """For people."""
        text = _("Excused this unit from %(form)s for %(period)s: %(reason)s")
        return text % {**named(self.form, self.period), "reason": self.reason}


@dataclass(frozen=True)
class ExpectationUndone(ReportingEvent):
    """The last change of what is expected of a unit was taken back; ``change`` is "added" or "excused"."""

    code: ClassVar[str] = "reporting.expectation_undone"
    label: ClassVar[Text] = gettext_lazy("a change of what is expected taken back")
    form: dict[str, str]
    period: str
    change: str

    def sentence(self) -> str:
        """For people."""
        text = (
            _("Expects %(form)s for %(period)s of this unit again")
            if self.change == "excused"
            else _("Does not expect %(form)s for %(period)s of this unit after all")
        )
        return text % named(self.form, self.period)


@dataclass(frozen=True)
class FiguresImported(ReportingEvent):
    """Figures came from a file and count at once, but for those of ``drafts`` reports that are not whole.
    ``figures`` is how many are new or different."""

    code: ClassVar[str] = "reporting.figures_imported"
    label: ClassVar[Text] = gettext_lazy("figures imported")
    touches: ClassVar[bool] = True
    rows: int
    figures: int
    unchanged: int
    reports: int
    units: int
    indicators: list[str]
    periods: list[str]
    drafts: int

    def sentence(self) -> str:
        """For people."""
        text = ngettext(
            "Imported %(count)s figure into %(reports)s reports",
            "Imported %(count)s figures into %(reports)s reports",
            self.figures,
        )
        return text % {"count": self.figures, "reports": self.reports}
