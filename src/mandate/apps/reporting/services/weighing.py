"""Which of many reports somebody may decide on as they saw them, and why the others are left."""

from collections.abc import Mapping
from dataclasses import dataclass

from mandate.apps.reporting.models import FormPeriod, Report, Revision
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.queries.deciding import FORBIDDEN, Case, refusals
from mandate.apps.reporting.services.reports import EVEN_CLOSED, LockedReport
from mandate.core.reportstate import State, StateError, Step, next_state
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, visible


@dataclass(frozen=True, slots=True)
class Decided:
    """The ids decided on, and those skipped with why: ``not_found``, ``forbidden``, ``own`` (the actor
    submitted it), ``already_accepted``, ``not_submitted``, ``nothing_entered``, ``period_closed`` (it cannot
    be returned any more) or ``submitted_since`` it was seen."""

    done: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...]

    def skipped_by_code(self) -> dict[str, list[int]]:
        """The ids skipped, by why."""
        found: dict[str, list[int]] = {}
        for pk, code in self.skipped:
            found.setdefault(code, []).append(pk)
        return found


@dataclass(frozen=True, slots=True)
class Weighed:
    """The reports to be decided on, locked, and what is to be said of all that were asked for."""

    locked: tuple[LockedReport, ...]
    decided: Decided


def weigh(actor: Actor, seen: Mapping[int, int], step: Step, reason: str = "") -> Weighed:
    """Lock the reports, each ``seen`` in a version, and tell which of them take the step: as many queries for
    one as for a thousand. Raises Forbidden if the actor may decide none of those that exist."""
    wanted = list(seen)
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
        report.pk: _refusal(report, form_periods[report.form_period_id], code, step, reason)
        or ("submitted_since" if report.version != seen[report.pk] else "")
        for report, code in zip(reports, why, strict=True)
    }
    locked = tuple(
        LockedReport(report, form_periods[report.form_period_id], submitted[report.pk])
        for report in reports
        if codes[report.pk] == ""
    )
    skipped = ((pk, codes.get(pk, "not_found")) for pk in wanted)
    done = tuple(pk for pk in wanted if codes.get(pk) == "")
    return Weighed(locked, Decided(done, tuple((pk, code) for pk, code in skipped if code)))


def _refusal(report: Report, opened: FormPeriod, why: str, step: Step, reason: str) -> str:
    """Why a report is skipped; empty if it is not. What its state says comes first for whoever may decide: a
    report that was accepted already is nobody's to decide."""
    if why == FORBIDDEN:
        return why
    try:
        changed = next_state(State(report.state), step, reason).changed
    except StateError as error:
        return error.code
    if not changed:
        return "already_accepted"
    return "period_closed" if opened.closed_at is not None and step not in EVEN_CLOSED else why
