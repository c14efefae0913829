"""What the journal says of forms, periods, reports and rules.

The subject of a report's events is ("report", id); of a form's ("form", id); of a rule's ("rule", id).
``form`` holds the form's names by language.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.events import Event


def _named(form: dict[str, str], period: str) -> dict[str, object]:
    """The form's and the period's names in the reader's language, for a sentence."""
    return {"form": text_in(form), "period": name_of_code(period, current(), "sentence")}


@dataclass(frozen=True)
class FiguresChanged(Event):
    """Somebody saved a draft. ``changes`` is one {indicator: id, code, before, after} a figure; before and
    after are {answer: number of the Answer, value: exact decimal as text or None, note: text}."""

    code: ClassVar[str] = "reporting.figures_changed"
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
        return text % {**_named(self.form, self.period), "count": count}


@dataclass(frozen=True)
class ReportSubmitted(Event):
    """A report went up."""

    code: ClassVar[str] = "reporting.submitted"
    form: dict[str, str]
    period: str
    revision: int

    def sentence(self) -> str:
        """For people."""
        return _("Submitted %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class ReportWithdrawn(Event):
    """A submitted report was taken back before it was decided."""

    code: ClassVar[str] = "reporting.withdrawn"
    form: dict[str, str]
    period: str
    revision: int

    def sentence(self) -> str:
        """For people."""
        return _("Withdrew %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class ReportReturned(Event):
    """The level above returned a report."""

    code: ClassVar[str] = "reporting.returned"
    form: dict[str, str]
    period: str
    revision: int
    reason: str

    def sentence(self) -> str:
        """For people."""
        return _("Returned %(form)s for %(period)s: %(reason)s") % {
            **_named(self.form, self.period),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ReportAccepted(Event):
    """The level above accepted a report; its figures count from then on."""

    code: ClassVar[str] = "reporting.accepted"
    form: dict[str, str]
    period: str
    revision: int

    def sentence(self) -> str:
        """For people."""
        return _("Accepted %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class CorrectionStarted(Event):
    """An accepted report is being corrected; the accepted figures count until the correction is accepted."""

    code: ClassVar[str] = "reporting.correction_started"
    form: dict[str, str]
    period: str
    revision: int
    reason: str

    def sentence(self) -> str:
        """For people."""
        return _("Started a correction of %(form)s for %(period)s: %(reason)s") % {
            **_named(self.form, self.period),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class CorrectionDiscarded(Event):
    """A correction was given up; the accepted figures stand alone again. Its reasons, its state and its
    ``figures`` (one {indicator: id, answer, value, note} each) are kept, so that it can be taken up again."""

    code: ClassVar[str] = "reporting.correction_discarded"
    form: dict[str, str]
    period: str
    revision: int
    reason: str
    state: str
    return_reason: str
    figures: list[dict[str, Any]]

    def sentence(self) -> str:
        """For people."""
        return _("Discarded the correction of %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class PeriodOpened(Event):
    """A form was opened for a period."""

    code: ClassVar[str] = "reporting.period_opened"
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
        return text % {**_named(self.form, self.period), "count": self.expected}


@dataclass(frozen=True)
class PeriodClosed(Event):
    """A form's period takes no more changes."""

    code: ClassVar[str] = "reporting.period_closed"
    form: dict[str, str]
    period: str

    def sentence(self) -> str:
        """For people."""
        return _("Closed %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class PeriodReopened(Event):
    """A closed period takes changes again."""

    code: ClassVar[str] = "reporting.period_reopened"
    form: dict[str, str]
    period: str

    def sentence(self) -> str:
        """For people."""
        return _("Reopened %(form)s for %(period)s") % _named(self.form, self.period)


@dataclass(frozen=True)
class UnitExpected(Event):
    """A unit that came late was added to what an opened period expects."""

    code: ClassVar[str] = "reporting.unit_expected"
    form: dict[str, str]
    period: str
    reason: str

    def sentence(self) -> str:
        """For people."""
        text = _("Expects %(form)s for %(period)s of this unit too: %(reason)s")
        return text % {**_named(self.form, self.period), "reason": self.reason}


@dataclass(frozen=True)
class UnitExcused(Event):
    """A unit was excused from what an opened period expects."""

    code: ClassVar[str] = "reporting.unit_excused"
    form: dict[str, str]
    period: str
    reason: str

    def sentence(self) -> str:
        """For people."""
        text = _("Excused this unit from %(form)s for %(period)s: %(reason)s")
        return text % {**_named(self.form, self.period), "reason": self.reason}


@dataclass(frozen=True)
class ExpectationUndone(Event):
    """The last change of what is expected of a unit was taken back; ``change`` is "added" or "excused"."""

    code: ClassVar[str] = "reporting.expectation_undone"
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
        return text % _named(self.form, self.period)


@dataclass(frozen=True)
class FormSaved(Event):
    """A form was made (``before`` is empty) or changed."""

    code: ClassVar[str] = "reporting.form_saved"
    form: dict[str, str]
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        text = _("Changed the form %(form)s") if self.before else _("Made the form %(form)s")
        return text % {"form": text_in(self.form)}


@dataclass(frozen=True)
class FormRetired(Event):
    """A form is not opened any more."""

    code: ClassVar[str] = "reporting.form_retired"
    form: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Retired the form %(form)s") % {"form": text_in(self.form)}


@dataclass(frozen=True)
class OwnDecisionsAllowed(Event):
    """In an organisation, who submits a form may also decide on it, or (not ``allowed``) no longer."""

    code: ClassVar[str] = "reporting.own_decisions"
    form: dict[str, str]
    allowed: bool

    def sentence(self) -> str:
        """For people."""
        text = (
            _("Allowed whoever submits %(form)s to decide on it too")
            if self.allowed
            else _("Asked for a second person again to decide on %(form)s")
        )
        return text % {"form": text_in(self.form)}


@dataclass(frozen=True)
class RuleSaved(Event):
    """A rule was made (``before`` is empty) or changed."""

    code: ClassVar[str] = "reporting.rule_saved"
    expression: str
    before: dict[str, Any]
    after: dict[str, Any]

    def sentence(self) -> str:
        """For people."""
        text = _("Changed the rule %(rule)s") if self.before else _("Made the rule %(rule)s")
        return text % {"rule": self.expression}


@dataclass(frozen=True)
class RuleRemoved(Event):
    """A rule is checked no more."""

    code: ClassVar[str] = "reporting.rule_removed"
    expression: str

    def sentence(self) -> str:
        """For people."""
        return _("Removed the rule %(rule)s") % {"rule": self.expression}


@dataclass(frozen=True)
class FiguresImported(Event):
    """Figures came from a file and count at once, but for those of ``drafts`` reports that are not whole.
    ``figures`` is how many are new or different."""

    code: ClassVar[str] = "reporting.figures_imported"
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
