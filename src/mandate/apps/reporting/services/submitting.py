"""Submitting reports: their figures are judged, those that Mandate counts are counted, and both are fixed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from mandate.apps.reporting import events
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.permissions import REPORTS_SUBMIT
from mandate.apps.reporting.queries.automatic import anything_typed, counted_now, owed, with_counted
from mandate.apps.reporting.queries.findings import Checks, checks_for_many
from mandate.apps.reporting.queries.values import NOTHING, Stored, stored_by_revision
from mandate.apps.reporting.services.reports import (
    LockedReport,
    begun,
    figure_change,
    lock_reports,
    move,
    put_figures,
    set_states,
)
from mandate.core.command import Command
from mandate.core.reportstate import State, Step
from mandate.core.rules import Severity
from mandate.platform.access.actor import Actor
from mandate.platform.journal.record import record_many


@dataclass(frozen=True, slots=True)
class SubmitReport(Command):
    """Send a draft, or a returned report that was mended, to the level above."""

    report_id: int


@dataclass(frozen=True, slots=True)
class SubmitReports(Command):
    """Send many, each once; one that cannot be sent does not hold up the others."""

    report_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Submitted:
    """Not ``changed``: it had been submitted already."""

    changed: bool


def submit_report(actor: Actor, command: SubmitReport) -> Submitted:
    """Submit once, however often it is asked for. Raises ValidationError by indicator code where a rule is
    broken or a required figure is missing; UnknownReport; Forbidden."""
    (done,) = submit_reports(actor, SubmitReports([command.report_id]))
    if isinstance(done, ValidationError):
        raise done
    return done


@transaction.atomic
def submit_reports(actor: Actor, command: SubmitReports) -> list[Submitted | ValidationError]:
    """Submit many: for each what came of it, or what `submit_report` would raise; as many queries for one as
    for a thousand. Raises UnknownReport and Forbidden, and then none is submitted."""
    locked = lock_reports(actor, command.report_ids, REPORTS_SUBMIT)
    checks = checks_for_many([(one.report, one.form_period) for one in locked])
    ways = [_way(one, checks[one.report.pk]) for one in locked]
    going = [one for one, way in zip(locked, ways, strict=True) if way is True]
    stored = stored_by_revision(one.newest.pk for one in going if one.newest is not None)
    counted = counted_now(
        owed(one.report, one.form_period, checks[one.report.pk].indicators) for one in going
    )
    done: list[Submitted | ValidationError] = []
    sent: list[_Sent] = []
    for one, way in zip(locked, ways, strict=True):
        if way is not True:
            done.append(way or Submitted(changed=False))
            continue
        before = stored.get(one.newest.pk, {}) if one.newest is not None else {}
        sending = _Sent(one, checks[one.report.pk], before, counted[one.report.pk])
        try:
            _refuse_errors(sending.checks, sending.entries)
        except ValidationError as error:
            done.append(error)
        else:
            sent.append(sending)
            done.append(Submitted(changed=True))
    if sent:
        _send(actor, sent)
    return done


def _way(locked: LockedReport, checks: Checks) -> bool | ValidationError:
    """Whether submitting changes it, or why it cannot be submitted as it stands."""
    try:
        return move(locked, Step.SUBMIT, typed=anything_typed(checks.indicators)).changed
    except ValidationError as error:
        return error


@dataclass(slots=True)
class _Sent:
    """A report that goes up: what stood in it, and what is counted for it at this moment."""

    locked: LockedReport
    checks: Checks
    stored: Mapping[int, Stored]
    counted: Mapping[int, Stored]

    @property
    def entries(self) -> dict[int, Stored]:
        """Its figures, as they are submitted."""
        return with_counted(self.stored, self.counted)

    @property
    def fresh(self) -> dict[int, Stored]:
        """Those that were counted, where they differ from what stood there."""
        entries = self.entries
        return {pk: entries[pk] for pk in self.counted if entries[pk] != self.stored.get(pk, NOTHING)}

    def event(self) -> events.ReportSubmitted:
        """What the journal says of it."""
        known = {item.pk: item for item in self.checks.indicators}
        changes = [
            figure_change(known[pk], self.stored.get(pk, NOTHING), new) for pk, new in self.fresh.items()
        ]
        return events.ReportSubmitted(**self.locked.about(), counted=changes)


def _send(actor: Actor, sent: Sequence[_Sent]) -> None:
    for one, locked in zip(sent, begun(actor, [one.locked for one in sent]), strict=True):
        one.locked = locked
    put_figures([(one.locked, pk, new) for one in sent for pk, new in one.fresh.items()])
    reports = [one.locked.report for one in sent]
    first = [report.pk for report in reports if report.counted_id is None]  # a correction is never late
    Report.objects.filter(pk__in=first, first_submitted_at=None).update(first_submitted_at=actor.now)
    set_states(
        [one.locked for one in sent],
        State.SUBMITTED,
        submitted_at=actor.now,
        submitted_by_id=actor.user_id,
        decided_at=None,
        decided_by_id=None,
    )
    deeds = [(one.event(), one.locked.report.unit_id, ("report", one.locked.report.pk)) for one in sent]
    record_many(actor, deeds)


def _refuse_errors(checks: Checks, entries: Mapping[int, Stored]) -> None:
    """Raises ValidationError by indicator code where a rule is broken or a required figure is missing."""
    codes = {indicator.pk: indicator.code for indicator in checks.indicators}
    by_code: dict[str, list[ValidationError]] = {}
    for finding in checks.findings(entries, complete=True):
        if finding.severity == Severity.ERROR:
            problem = ValidationError(finding.sentence, code=finding.code)
            by_code.setdefault(codes[finding.indicator_ids[0]], []).append(problem)
    if by_code:
        raise ValidationError(by_code)
