"""What has changed in a report since it was returned, for whoever decides on it anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mandate.apps.reporting.events import FiguresChanged, ReportSubmitted
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.queries.returns import returns_of
from mandate.apps.reporting.queries.values import NOTHING, Stored, kept
from mandate.core.reportstate import State
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import writers


@dataclass(frozen=True, slots=True)
class SinceReturn:
    """When, by whom ("" for the console) and why a report was returned last, and what stood then, by
    indicator, where something else stands now."""

    at: datetime
    by: str
    reason: str
    before: Mapping[int, Stored]


def since_return(report: Report, newest: Revision | None, stored: Mapping[int, Stored]) -> SinceReturn | None:
    """Of a report that was submitted anew after it had been returned; None of every other: at most four
    queries. What stood is read off the journal, whose rows say what each change found."""
    # a revision keeps its reason; by its number alone it could be a correction that was discarded
    if newest is None or report.state != State.SUBMITTED or not newest.return_reason:
        return None
    last = returns_of(report).first()
    if last is None:
        return None
    entries = Entry.objects.filter(subject_kind="report", subject_id=report.pk).order_by("-id")
    later = entries.filter(pk__gt=last.pk, code__in=[FiguresChanged.code, ReportSubmitted.code])
    before: dict[int, Stored] = {}
    for data in later.values_list("data", flat=True):
        for change in data.get("changes") or data.get("counted") or ():
            before[change["indicator"]] = kept(change["before"])
    return SinceReturn(
        last.at,
        writers([last])[last.pk],
        last.data["reason"],
        {pk: old for pk, old in before.items() if _differ(old, stored.get(pk, NOTHING))},
    )


def _differ(old: Stored, new: Stored) -> bool:
    """The figure is another; a note alone is none."""
    return (old.answer, old.value) != (new.answer, new.value)
