"""Withdrawing, accepting and correcting reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from mandate.apps.reporting import events
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure, Paper, Report, Revision
from mandate.apps.reporting.notices import ACCEPTED
from mandate.apps.reporting.permissions import REPORTS_WITHDRAW, REPORTS_WRITE
from mandate.apps.reporting.queries.deciding import Case, may_withdraw
from mandate.apps.reporting.services.corrected import tell_corrected
from mandate.apps.reporting.services.locks import counting_moment
from mandate.apps.reporting.services.reports import (
    LockedReport,
    copy_figures,
    lock_report,
    move,
    set_state,
)
from mandate.apps.reporting.services.returning import kept_remarks, remarks_on, told_remarks, within_length
from mandate.apps.reporting.services.weighing import Decided, weigh
from mandate.core.command import Command
from mandate.core.reportstate import State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.files.services import begin_editions
from mandate.platform.journal.record import record, record_many
from mandate.platform.notices.services import notify


@dataclass(frozen=True, slots=True)
class AcceptReports(Command):
    """Accept one or many, each in the version in which it was ``seen``: nobody accepts what they have not
    seen. ``remarks`` are on single figures, by report and indicator."""

    seen: Mapping[int, int]
    remarks: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


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
    """Take a submitted report back before it is decided. Raises Forbidden for whoever neither writes for the
    unit nor submitted it."""
    locked = lock_report(actor, command.report_id, REPORTS_WITHDRAW)
    submitter = locked.newest.submitted_by_id if locked.newest is not None else None
    case = Case(locked.report.unit_id, locked.form_period.form_id, submitter)
    if not may_withdraw(actor, case):
        raise Forbidden(REPORTS_WITHDRAW)
    set_state(locked, move(locked, Step.WITHDRAW).state, submitted_at=None, submitted_by_id=None)
    event = events.ReportWithdrawn(**locked.about())
    record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))


@transaction.atomic
def start_correction(actor: Actor, command: StartCorrection) -> None:
    """Begin the next revision of an accepted report with the accepted figures."""
    locked = lock_report(actor, command.report_id, REPORTS_WRITE)
    reason = command.reason
    state = move(locked, Step.START_CORRECTION, reason).state
    within_length(reason)
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
def accept_reports(actor: Actor, command: AcceptReports) -> Decided:
    """Accept all that are submitted as they were seen and that somebody else submitted, in one transaction
    and as many queries for one as for a thousand; the rest is left as it is.

    Raises Forbidden if the actor may decide none of those that exist; ValidationError by indicator where a
    remark is too long.
    """
    moment = counting_moment(actor)
    weighed = weigh(actor, command.seen, Step.ACCEPT)
    if weighed.locked:
        _accept(actor, weighed.locked, moment, command.remarks)
    return weighed.decided


def _accept(
    actor: Actor,
    accepted: Sequence[LockedReport],
    moment: datetime,
    remarks: Mapping[int, Mapping[int, str]],
) -> None:
    given = {
        one.report.pk: remarks_on(one, remarks[one.report.pk]) for one in accepted if one.report.pk in remarks
    }
    revisions = [locked.revision.pk for locked in accepted]
    count_instead(
        old=[locked.report.counted_id for locked in accepted if locked.report.counted_id is not None],
        new=revisions,
        moment=moment,
    )
    Revision.objects.filter(pk__in=revisions).update(
        state=State.ACCEPTED.value, decided_at=actor.now, decided_by_id=actor.user_id, remarks={}
    )
    for pk, said in given.items():
        Revision.objects.filter(pk__in=revisions, report_id=pk).update(remarks=kept_remarks(said))
    entries = [
        (
            events.ReportAccepted(**locked.about(), remarks=told_remarks(given.get(locked.report.pk, {}))),
            locked.report.unit_id,
            ("report", locked.report.pk),
        )
        for locked in accepted
    ]
    record_many(actor, entries)
    submitters = {locked.revision.pk: [locked.revision.submitted_by_id] for locked in accepted}
    notify(ACCEPTED, submitters, by=actor.user_id, at=actor.now)
    before = {one.revision.pk: one.report.counted_id for one in accepted}
    tell_corrected(actor, {new: old for new, old in before.items() if old is not None})


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
