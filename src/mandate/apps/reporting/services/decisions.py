"""Withdrawing, returning, accepting and correcting reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, FormPeriod, Paper, Report, Revision
from mandate.apps.reporting.notices import ACCEPTED, RETURNED
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_SUBMIT, REPORTS_WRITE
from mandate.apps.reporting.queries.deciding import FORBIDDEN, Case, may_decide, refusals
from mandate.apps.reporting.services.locks import counting_moment
from mandate.apps.reporting.services.reports import (
    LockedReport,
    copy_figures,
    lock_report,
    move,
    set_state,
)
from mandate.core.command import Command
from mandate.core.reportstate import State, StateError, Step, next_state
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, visible
from mandate.platform.files.services import begin_editions
from mandate.platform.journal.record import record, record_many
from mandate.platform.notices.services import notify


@dataclass(frozen=True, slots=True)
class ReturnReport(Command):
    """Send a submitted report back with a reason. ``seen`` is the version that was read: one that was
    submitted anew since has not been read, and stays."""

    report_id: int
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class AcceptReports(Command):
    """Accept one or many, each in the version in which it was ``seen``: nobody accepts what they have not
    seen."""

    seen: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The ids accepted, and those skipped with why: ``not_found``, ``forbidden``, ``own`` (the actor
    submitted it), ``already_accepted``, ``not_submitted``, ``nothing_entered`` or ``submitted_since`` it was
    seen."""

    accepted: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]

    def skipped_by_code(self) -> dict[str, list[int]]:
        """The ids skipped, by why."""
        found: dict[str, list[int]] = {}
        for pk, code in self.skipped:
            found.setdefault(code, []).append(pk)
        return found


@dataclass(frozen=True, slots=True)
class StartCorrection(Command):
    """Open an accepted report again, with a reason; what was accepted counts until the correction is."""

    report_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawReport(Command):
    """Take a submitted report back."""

    report_id: int


@transaction.atomic
def withdraw_report(actor: Actor, command: WithdrawReport) -> None:
    """Take a submitted report back before it is decided."""
    locked = lock_report(actor, command.report_id, REPORTS_SUBMIT)
    set_state(locked, move(locked, Step.WITHDRAW).state, submitted_at=None, submitted_by_id=None)
    event = events.ReportWithdrawn(**locked.about())
    record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))


@transaction.atomic
def return_report(actor: Actor, command: ReturnReport) -> None:
    """Return a submitted report. Raises ValidationError at ``reason`` where none is given, and with the code
    ``own`` for whoever submitted it."""
    locked = lock_report(actor, command.report_id, REPORTS_DECIDE)
    reason = command.reason
    state = move(locked, Step.RETURN, reason).state
    if not may_decide(
        actor, Case(locked.report.unit_id, locked.form_period.form_id, locked.revision.submitted_by_id)
    ):
        raise ValidationError(
            _("You submitted this report yourself, so somebody else decides on it."), code="own"
        )
    _within_length(reason)
    if locked.report.version != command.seen:
        text = _(
            "It was submitted anew after you had opened it. Look at its figures again before you decide."
        )
        raise ValidationError({"reason": text})
    set_state(locked, state, decided_at=actor.now, decided_by_id=actor.user_id, return_reason=reason)
    event = events.ReportReturned(**locked.about(), reason=reason)
    returned = record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))
    notify(RETURNED, {returned.pk: [locked.revision.submitted_by_id]}, by=actor.user_id, at=actor.now)


@transaction.atomic
def start_correction(actor: Actor, command: StartCorrection) -> None:
    """Begin the next revision of an accepted report with the accepted figures."""
    locked = lock_report(actor, command.report_id, REPORTS_WRITE)
    reason = command.reason
    state = move(locked, Step.START_CORRECTION, reason).state
    _within_length(reason)
    revision = Revision.objects.create(
        report=locked.report,
        number=locked.revision.number + 1,
        reason=reason,
        created_at=actor.now,
        created_by_id=actor.user_id,
    )
    copy_figures(locked.revision.figures.all(), revision)
    begin_editions(actor, Paper.SUBJECT, {locked.report.pk: revision.number})
    corrected = LockedReport(locked.report, locked.form_period, revision)
    set_state(corrected, state)
    event = events.CorrectionStarted(**corrected.about(), reason=reason)
    record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))


@transaction.atomic
def accept_reports(actor: Actor, command: AcceptReports) -> Accepted:
    """Accept all that are submitted as they were seen and that somebody else submitted, in one transaction
    and as many queries for one as for a thousand; the rest is left as it is.

    Raises Forbidden if the actor may decide none of those that exist.
    """
    wanted = list(command.seen)
    moment = counting_moment(actor)
    rows = visible(actor, Report.objects.filter(pk__in=wanted)).select_for_update().order_by("pk")
    reports = list(rows)
    submitted = {
        revision.report_id: revision
        for revision in Revision.objects.filter(report__in=reports, state=State.SUBMITTED.value)
    }
    form_periods = FormPeriod.objects.select_related("form").in_bulk([row.form_period_id for row in reports])
    cases = [
        Case(
            report.unit_id,
            form_periods[report.form_period_id].form_id,
            submitted[report.pk].submitted_by_id if report.pk in submitted else None,
        )
        for report in reports
    ]
    why = refusals(actor, cases)
    if reports and all(code == FORBIDDEN for code in why):
        raise Forbidden(REPORTS_DECIDE)
    codes = {
        report.pk: _refusal(report, code)
        or ("submitted_since" if report.version != command.seen[report.pk] else "")
        for report, code in zip(reports, why, strict=True)
    }
    accepted = [
        LockedReport(report, form_periods[report.form_period_id], submitted[report.pk])
        for report in reports
        if codes[report.pk] == ""
    ]
    if accepted:
        _accept(actor, accepted, moment)
    skipped = ((pk, codes.get(pk, "not_found")) for pk in wanted)
    return Accepted(
        tuple(pk for pk in wanted if codes.get(pk) == ""), tuple((pk, code) for pk, code in skipped if code)
    )


def _refusal(report: Report, why: str) -> str:
    """Why a report is skipped; empty if it is accepted. What its state says comes first for whoever may
    decide: a report that was accepted already is nobody's to decide."""
    if why == FORBIDDEN:
        return why
    try:
        return why if next_state(State(report.state), Step.ACCEPT).changed else "already_accepted"
    except StateError as error:
        return error.code


def _accept(actor: Actor, accepted: Sequence[LockedReport], moment: datetime) -> None:
    revisions = [locked.revision.pk for locked in accepted]
    count_instead(
        old=[locked.report.counted_id for locked in accepted if locked.report.counted_id is not None],
        new=revisions,
        moment=moment,
    )
    Revision.objects.filter(pk__in=revisions).update(
        state=State.ACCEPTED.value, decided_at=actor.now, decided_by_id=actor.user_id
    )
    entries = [
        (events.ReportAccepted(**locked.about()), locked.report.unit_id, ("report", locked.report.pk))
        for locked in accepted
    ]
    record_many(actor, entries)
    submitters = {locked.revision.pk: [locked.revision.submitted_by_id] for locked in accepted}
    notify(ACCEPTED, submitters, by=actor.user_id, at=actor.now)


def count_instead(*, old: Sequence[int], new: Sequence[int], moment: datetime) -> None:
    """Let new revisions count from a moment instead of old ones: five queries for any number of them."""
    Figure.objects.filter(revision_id__in=old, counted=True).update(counted=False)
    Revision.objects.filter(pk__in=old).update(counted_until=moment)
    Revision.objects.filter(pk__in=new).update(counted_from=moment)
    Figure.objects.filter(revision_id__in=new).exclude(answer=Answer.MISSING).update(counted=True)
    mine = Revision.objects.filter(report=OuterRef("pk"), pk__in=new).values("pk")[:1]
    Report.objects.filter(revisions__in=new).update(
        state=State.ACCEPTED.value, counted_id=Subquery(mine), version=F("version") + 1
    )


def _within_length(reason: str) -> None:
    """Raises ValidationError at ``reason`` where it is longer than its column."""
    field = Revision._meta.get_field("reason")
    try:
        field.run_validators(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
