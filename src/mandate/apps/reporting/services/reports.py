"""What the deeds on one report share: locking it, its newest revision, refusals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.reporting.models import Excuse, Figure, FormPeriod, Report, Revision
from mandate.apps.reporting.queries.visible import visible_report
from mandate.core.errors import CoreError
from mandate.core.reportstate import Deed, State, Transition, next_state
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import sentence

#: What a closed period still allows: neither changes what was written.
EVEN_CLOSED = frozenset({Deed.ACCEPT, Deed.DISCARD})


@dataclass(frozen=True, slots=True)
class Held:
    """A locked report with what belongs to it, read after the lock was had."""

    report: Report
    form_period: FormPeriod
    newest: Revision | None
    excused: bool = False

    def about(self) -> dict[str, Any]:
        """What every event of this report says."""
        return {
            "form": self.form_period.form.names,
            "period": self.form_period.period,
            "revision": self.revision.number,
        }

    @property
    def revision(self) -> Revision:
        """The newest revision of a report that has one."""
        assert self.newest is not None
        return self.newest


def hold(actor: Actor, report_id: int, action: str) -> Held:
    """Lock a report on which the actor may do this. Raises UnknownReport, Forbidden."""
    report = visible_report(actor, Report.objects.select_for_update(), report_id)
    require(actor, action, report.unit_id)
    # Read after the lock: closing a period locks its reports too.
    form_period = FormPeriod.objects.select_related("form").get(pk=report.form_period_id)
    excused = Excuse.objects.filter(report=report).exists()
    return Held(report, form_period, report.revisions.order_by("-number").first(), excused)


def move(held: Held, deed: Deed, reason: str = "") -> Transition:
    """Where the deed leads. Raises ValidationError with the code of the refusal."""
    if deed not in EVEN_CLOSED and held.form_period.closed_at is not None:
        raise ValidationError(
            _("This period is closed; its reports cannot be changed any more."), code="period_closed"
        )
    if held.excused:
        raise ValidationError(_("This report is not expected any more."), code="excused")
    try:
        correction = held.report.counted_id is not None
        return next_state(State(held.report.state), deed, reason, correction=correction)
    except CoreError as error:
        field = "reason" if error.code == "reason_missing" else "__all__"
        raise ValidationError({field: [refusal(error)]}) from error


def refusal(error: CoreError) -> ValidationError:
    """A refusal of the core in the reader's language, with its code."""
    return ValidationError(sentence(error), code=error.code)


def settle(held: Held, state: State, **revision_fields: Any) -> None:
    """Write the new state on the report and its newest revision."""
    revision, report = held.revision, held.report
    revision.state = report.state = state.value
    for name, value in revision_fields.items():
        setattr(revision, name, value)
    revision.save(update_fields=["state", *revision_fields])
    report.version += 1
    report.save(update_fields=["state", "version", "first_submitted_at"])


def copy_figures(figures: Iterable[Figure], revision: Revision) -> None:
    """The same figures in another revision of the report, not counted."""
    Figure.objects.bulk_create(
        [
            Figure(
                revision=revision,
                indicator_id=figure.indicator_id,
                unit_id=figure.unit_id,
                starts=figure.starts,
                ends=figure.ends,
                answer=figure.answer,
                value=figure.value,
                note=figure.note,
            )
            for figure in figures
        ]
    )
