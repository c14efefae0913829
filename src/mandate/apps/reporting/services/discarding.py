"""Discarding a correction that is not under decision, and taking it up again as it was."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.models import Figure, Revision
from mandate.apps.reporting.permissions import REPORTS_DISCARD, REPORTS_WRITE
from mandate.apps.reporting.queries.discarded import discarded_last
from mandate.apps.reporting.services.reports import LockedReport, lock_report, move, set_state
from mandate.core.command import Command
from mandate.core.reportstate import State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class DiscardCorrection(Command):
    """Leave the correction of a report that was begun."""

    report_id: int


@transaction.atomic
def discard_correction(actor: Actor, command: DiscardCorrection) -> None:
    """Let the accepted figures stand alone again. The journal keeps what the correction locked, so that it
    can be taken up again. Raises ValidationError where there is none to discard; UnknownReport; Forbidden."""
    locked = lock_report(actor, command.report_id, REPORTS_DISCARD)
    state, revision = move(locked, Step.DISCARD).state, locked.revision
    figures = list(revision.figures.order_by("pk"))
    event = events.CorrectionDiscarded(
        **locked.about(),
        reason=revision.reason,
        state=revision.state,
        return_reason=revision.return_reason,
        remarks=revision.remarks,
        figures=[_kept(figure) for figure in figures],
    )
    report = locked.report
    revision.figures.all().delete()
    revision.delete()
    report.state = state.value
    report.version += 1
    report.save(update_fields=["state", "version"])
    record(actor, event, unit_id=report.unit_id, subject=("report", command.report_id))


@dataclass(frozen=True, slots=True)
class ResumeCorrection(Command):
    """Go on with a correction that was left."""

    report_id: int


@transaction.atomic
def resume_correction(actor: Actor, command: ResumeCorrection) -> None:
    """Take up the correction that was discarded, as it was. Raises ValidationError where something has
    happened to the report since; UnknownReport; Forbidden."""
    locked = lock_report(actor, command.report_id, REPORTS_WRITE)
    data = discarded_last(locked.report)
    if data is None:
        raise ValidationError(_("There is no discarded correction to take up again."))
    move(locked, Step.START_CORRECTION, data["reason"])
    revision = Revision.objects.create(
        report=locked.report,
        number=data["revision"],
        reason=data["reason"],
        return_reason=data["return_reason"],
        remarks=data.get("remarks") or {},
        created_at=actor.now,
        created_by_id=actor.user_id,
    )
    Figure.objects.bulk_create([_figure(locked, revision, one) for one in data["figures"]])
    resumed = LockedReport(locked.report, locked.form_period, revision)
    set_state(resumed, State(data["state"]))
    event = events.CorrectionStarted(**resumed.about(), reason=data["reason"])
    record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))


def _kept(figure: Figure) -> dict[str, Any]:
    value = None if figure.value is None else f"{figure.value:f}"
    return {"indicator": figure.indicator_id, "answer": figure.answer, "value": value, "note": figure.note}


def _figure(locked: LockedReport, revision: Revision, one: dict[str, Any]) -> Figure:
    return Figure(
        revision=revision,
        indicator_id=one["indicator"],
        unit_id=locked.report.unit_id,
        starts=locked.form_period.starts,
        ends=locked.form_period.ends,
        answer=one["answer"],
        value=None if one["value"] is None else Decimal(one["value"]),
        note=one["note"],
    )
