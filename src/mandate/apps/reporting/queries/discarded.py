"""The correction of a report that was discarded, as long as nothing has happened to the report since."""

from typing import Any

from mandate.apps.reporting.events import CorrectionDiscarded
from mandate.apps.reporting.models import Report, Revision
from mandate.core.reportstate import State
from mandate.platform.journal.models import Entry


def discarded_last(report: Report) -> dict[str, Any] | None:
    """What the journal kept of it, or None. Two queries, for an accepted report."""
    if report.state != State.ACCEPTED:
        return None
    entry = Entry.objects.filter(subject_kind="report", subject_id=report.pk).order_by("-id").first()
    if entry is None or entry.code != CorrectionDiscarded.code:
        return None
    data: dict[str, Any] = entry.data
    # An import leaves no row of its own on the report, but a revision.
    newer = Revision.objects.filter(report=report, number__gte=data["revision"]).exists()
    return None if newer else data
