"""A report as its templates show it: every text in its language, every state with its word."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.reporting.queries.report import GridLine, ReportPage
from mandate.apps.reporting.services import Conflict, Stored
from mandate.apps.reporting.web import entry, papers, summing_up, words
from mandate.apps.reporting.web.against import Against, against
from mandate.apps.reporting.web.remarks import Remark, field_of
from mandate.core.entry import NOT_APPLICABLE, YES_NO
from mandate.core.reportstate import State, Step
from mandate.core.rules import Severity
from mandate.platform.files.bounds import bounds
from mandate.platform.files.kinds import ACCEPTED
from mandate.platform.i18n.formats import date_long, datetime_short, period_name
from mandate.platform.i18n.languages import current
from mandate.platform.ui.states import state_word


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence at a row; a mild one does not keep the report from being submitted."""

    text: str
    mild: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One indicator: what stands in its field, what the server has, what was before, what is said of it.
    ``replaced`` is what a correction would replace, ``was`` what stood when the report was returned: "" where
    it is the same. ``against`` is how it differs from last year, or from the period before. ``remark`` is one
    that is being written, ``remark_error`` what is wrong with it."""

    item: GridLine
    text: str
    stored_text: str
    stored_note: str
    note: str
    seen: str
    shown: str
    last: str
    before: str
    replaced: str
    was: str
    against: Against | None
    remark: Remark
    remark_error: str
    kept: str
    says: tuple[Say, ...]
    conflict: bool
    options: tuple[str, ...]

    @property
    def field(self) -> str:
        """The id of its field in the page."""
        return f"value-{self.item.indicator_id}"

    @property
    def wrong(self) -> bool:
        """Something here keeps the report from being submitted."""
        return any(not say.mild for say in self.says)

    @property
    def none(self) -> bool:
        """Said not to apply."""
        return self.text == NOT_APPLICABLE[current()]

    @property
    def state(self) -> str:
        """The look of the row."""
        if self.conflict:
            return "conflict"
        if self.wrong:
            return "error"
        return "warning" if self.says else ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line of the summary above the form; with a field it links there."""

    text: str
    field: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried just now and did not go through: fields as they were typed, and why. ``deed`` is what
    the ``reason`` was typed for, as each remark knows what it was typed for."""

    fields: Sequence[entry.Typed] = ()
    outcome: entry.Outcome = field(default_factory=entry.Outcome)
    refusals: Sequence[str] = ()
    papers: Sequence[str] = ()
    submitting: ValidationError | None = None
    reason: str = ""
    reason_error: str = ""
    deed: str = ""
    remarks: Mapping[int, Remark] = field(default_factory=dict)
    remark_errors: Mapping[int, str] = field(default_factory=dict)


NOTHING_TRIED = Attempt()


@dataclass(frozen=True, slots=True)
class View:
    """One report for `entry.html` (to be written) or `read.html`."""

    report: ReportPage
    attempt: Attempt
    language: str
    heading: str
    title: str
    last_title: str
    before_title: str
    state_line: str
    summary: str
    first: str
    rows: tuple[GridRow, ...]
    troubles: tuple[Trouble, ...]
    words: str
    answer: str
    cookie: str
    not_applicable: str
    days_left: int
    accepted_files: str
    file_limits: str
    most_bytes: int
    too_large: str
    too_much: str

    @property
    def troubles_title(self) -> str:
        """The heading of the summary of errors."""
        number = len(self.troubles)
        text = ngettext("%(number)s thing must be corrected", "%(number)s things must be corrected", number)
        return text % {"number": number}

    @property
    def receiver(self) -> str:
        """Who decides on it."""
        return receiver(self.report)

    @property
    def submit_label(self) -> str:
        """The words of the main button."""
        return _("Submit to %(above)s") % {"above": self.receiver} if self.report.above else _("Submit")

    @property
    def filled(self) -> str:
        """How much of it is there, for whoever reads it."""
        return summing_up.named(self.report)

    @property
    def passed(self) -> str:
        """Who submitted it, who decided on it and when, for paper, which has no history to open; "" where
        its state says it all."""
        return " · ".join(passed(self.report))

    @property
    def returned_line(self) -> str:
        """When and by whom it was returned, where it is submitted anew."""
        since = self.report.since_return
        if since is None:
            return ""
        said = {"day": date_long(timezone.localdate(since.at), self.language), "by": since.by}
        return _("Returned on %(day)s by %(by)s:") % said if since.by else _("Returned on %(day)s:") % said

    @property
    def next_revision(self) -> int:
        """The number that a correction would have."""
        return self.report.revision + 1

    @property
    def can(self) -> Mapping[str, bool]:
        """Which steps to offer."""
        return {step.value: step.value in self.report.steps for step in Step}


def view_of(page: ReportPage, today: date, attempt: Attempt = NOTHING_TRIED, answer: object = None) -> View:
    """Everything that the templates of a report show."""
    language = current()
    before = page.year_before_period
    return View(
        report=page,
        attempt=attempt,
        language=language,
        heading=_("Figures for %(period)s") % {"period": period_name(page.period, language, "sentence")},
        title=period_name(page.period, language),
        last_title=period_name(page.previous_period, language) if page.previous_period else "–",
        before_title=period_name(before, language) if before else "",
        state_line=state_line(page),
        summary=summing_up.summary(page, attempt.outcome.errors),
        first=summing_up.first(page, attempt.outcome.errors),
        rows=tuple(_row(item, page, attempt, language) for item in page.items),
        troubles=tuple(_troubles(page, attempt, language)),
        words=json.dumps(words.for_script()),
        answer=json.dumps(answer),
        cookie=settings.CSRF_COOKIE_NAME,
        not_applicable=NOT_APPLICABLE[language],
        days_left=(page.due - today).days,
        accepted_files=ACCEPTED,
        file_limits=papers.limits(),
        most_bytes=bounds().file,
        too_large=papers.too_large(),
        too_much=papers.too_much(),
    )


def may_write(page: ReportPage) -> bool:
    """Its figures can be changed by this person now."""
    return Step.SAVE.value in page.steps


def receiver(page: ReportPage) -> str:
    """The unit that decides on the report; at the top, the unit itself."""
    return (page.above or page.unit).name


def state_line(page: ReportPage) -> str:
    """ "Draft, saved 14:02" and its like; "" where its state says it all."""
    language = current()
    if may_write(page):
        if page.saved_at is None:
            return _("Nothing saved yet")
        said = _("Saved %(time)s") if page.state == State.RETURNED else _("Draft, saved %(time)s")
        return said % {"time": _moment(page.saved_at, language)}
    reached = _reached(page)
    if reached:
        return reached[-1]
    return "" if page.state == State.DRAFT else _("Nothing submitted yet")


def passed(page: ReportPage) -> tuple[str, ...]:
    """The steps that the newest revision has gone through, each by whom and when."""
    writing = may_write(page) and page.state != State.RETURNED
    return (state_line(page),) if writing else tuple(_reached(page))


def _reached(page: ReportPage) -> list[str]:
    """The steps that led to the state in which it is now; the last of them says that state."""
    decided = {State.ACCEPTED: _("Accepted"), State.RETURNED: _("Returned")}.get(page.state)
    lines = []
    if page.submitted_at and (decided or page.state == State.SUBMITTED):
        lines.append(words.by_and_when(_("Submitted"), page.submitted_by, page.submitted_at))
    if page.decided_at and decided:
        lines.append(words.by_and_when(decided, page.decided_by, page.decided_at))
    return lines


def _moment(moment: datetime, language: str) -> str:
    """The time alone on the same day."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else datetime_short(moment, language)


def why_not_writable(page: ReportPage) -> str:
    """What to tell somebody whose page still shows fields."""
    if page.closed_at:
        return _("This period has been closed meanwhile. What you typed was not saved.")
    return _("This report can no longer be changed here: it is %(state)s. Load the page again.") % {
        "state": state_word(page.state)
    }


def _row(item: GridLine, page: ReportPage, attempt: Attempt, language: str) -> GridRow:
    typed = next((one for one in attempt.fields if one.item.indicator_id == item.indicator_id), None)
    conflict = attempt.outcome.conflicts.get(item.indicator_id)
    stored = conflict.theirs if conflict and not item.counting else item.current
    says = [*_faults(item, attempt, typed, conflict, language)]
    for finding in page.findings:
        if finding.indicator_ids[0] == item.indicator_id and finding.code != "required":
            says.append(Say(finding.sentence, finding.severity != Severity.ERROR))
    returned = page.since_return and page.since_return.before.get(item.indicator_id)
    replaced = page.correction and (item.counted.answer, item.counted.value) != (stored.answer, stored.value)
    return GridRow(
        item=item,
        text=typed.text if typed else entry.text_of(stored, item, language),
        stored_text=entry.text_of(stored, item, language),
        stored_note=stored.note,
        note=typed.note if typed else stored.note,
        seen=json.dumps(entry.pack(_seen(item, typed, conflict))),
        shown=entry.shown(stored, item, language),
        last=entry.shown(item.previous, item, language),
        before=entry.shown(item.year_before, item, language),
        replaced=entry.shown(item.counted, item, language) if replaced else "",
        was=entry.shown(returned, item, language) if returned else "",
        against=against(item, page, language) if page.state == State.SUBMITTED else None,
        remark=attempt.remarks.get(item.indicator_id, Remark()),
        remark_error=attempt.remark_errors.get(item.indicator_id, ""),
        kept=entry.said(stored, item),
        says=tuple(says),
        conflict=conflict is not None,
        options=_options(item, typed.text if typed else "", language),
    )


def _seen(item: GridLine, typed: entry.Typed | None, conflict: Conflict | None) -> Stored:
    """What the next save is compared with: after a conflict theirs, which the person has now seen; where the
    text could not be read, still what was seen before."""
    if conflict is not None and not item.counting:
        return conflict.theirs
    return typed.seen if typed is not None and typed.new is None else item.current


def _faults(
    item: GridLine,
    attempt: Attempt,
    typed: entry.Typed | None,
    conflict: Conflict | None,
    language: str,
) -> list[Say]:
    """What came of the last attempt at this row."""
    says = []
    if item.indicator_id in attempt.outcome.errors:
        says.append(Say(attempt.outcome.errors[item.indicator_id], False))
    if conflict is not None and typed is not None:
        says.append(Say(words.conflict(item, conflict, typed, language), True))
    for text in _submit_errors(attempt).get(item.code, ()):
        says.append(Say(text, False))
    shown = {finding.sentence for finding in item.findings}
    return [say for say in says if say.text not in shown]


def _submit_errors(attempt: Attempt) -> Mapping[str, list[str]]:
    error = attempt.submitting
    return error.message_dict if error is not None and hasattr(error, "error_dict") else {}


def _options(item: GridLine, typed: str, language: str) -> tuple[str, ...]:
    """The choices of a yes or no; a number has none. What was typed and is none of them stays to be seen."""
    if item.kind != "yes_no":
        return ()
    choices = ("", *YES_NO[language], NOT_APPLICABLE[language])
    return choices if typed in choices else (*choices, typed)


def _troubles(page: ReportPage, attempt: Attempt, language: str) -> list[Trouble]:
    """The summary of what did not go through, each with its field."""
    troubles = [Trouble(text) for text in attempt.refusals]
    troubles += [Trouble(text, "file", _("Papers")) for text in attempt.papers]
    rows = {item.indicator_id: item for item in page.items}
    for key, text in attempt.outcome.errors.items():
        troubles.append(Trouble(text, f"value-{key}", rows[key].name))
    for key, text in attempt.remark_errors.items():
        troubles.append(Trouble(text, field_of(key), rows[key].name))
    for one in attempt.fields:
        conflict = attempt.outcome.conflicts.get(one.item.indicator_id)
        if conflict is not None:
            text = words.conflict(one.item, conflict, one, language)
            troubles.append(Trouble(text, f"value-{one.item.indicator_id}", one.item.name))
    by_code = {item.code: item for item in page.items}
    for code, texts in _submit_errors(attempt).items():
        item = by_code.get(code)
        for text in texts:
            troubles.append(Trouble(text, f"value-{item.indicator_id}", item.name) if item else Trouble(text))
    if attempt.submitting is not None and not _submit_errors(attempt):
        troubles += [Trouble(text) for text in attempt.submitting.messages]
    return troubles
