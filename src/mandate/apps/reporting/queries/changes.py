"""What was changed after the opening of a period, and which change of each unit is taken back next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mandate.apps.reporting import events
from mandate.apps.reporting.models import Excuse, Report
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.expectation import Ended, Excused, last_change
from mandate.platform.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Changed:
    """The change of a report that is taken back next: it was ``added``, or else excused. ``excuse`` is the
    one that the addition ended (None: it was the report's beginning) or that began; ``number`` counts the
    additions of the report from 0."""

    report: Report
    added: bool
    excuse: Excuse | None
    number: int

    @property
    def mark(self) -> str:
        """By which a page says which change it showed."""
        return f"{'added' if self.added else 'excused'}-{self.number}-{self.excuse.pk if self.excuse else 0}"

    @property
    def since(self) -> datetime:
        """From when it is known."""
        if self.excuse is None:
            return self.report.expected_from or self.report.form_period.opened_at
        until = self.excuse.known_until
        return until if self.added and until is not None else self.excuse.known_from


def changes_of(reports: Collection[Report]) -> dict[int, Changed]:
    """By report; those of which nothing is to be taken back are left out. Two queries. The reports come with
    their opened period."""
    by_id = {report.pk: report for report in reports}
    excuses: dict[int, list[Excuse]] = {pk: [] for pk in by_id}
    for one in Excuse.ever.filter(report__in=list(by_id)).order_by("pk").select_related("excused_by"):
        excuses[one.report_id].append(one)
    void = _void(by_id, excuses)
    found = {}
    for pk, report in by_id.items():
        rows = excuses[pk]
        told = [
            Excused(one.takes_back, Ended(one.ended) if one.ended else None, one.pk in void) for one in rows
        ]
        last = last_change(report.expected_from is not None, told)
        if last is not None:
            excuse = None if last.excuse is None else rows[last.excuse]
            found[pk] = Changed(report, last.added, excuse, last.number)
    return found


def _void(reports: Mapping[int, Report], excuses: Mapping[int, Sequence[Excuse]]) -> set[int]:
    """Excuses that came of a closing, of a unit that is open when the period begins after all."""
    of_closings = [one for rows in excuses.values() for one in rows if one.closing_id is not None]
    times = open_times({reports[one.report_id].unit_id for one in of_closings}) if of_closings else {}
    void = set()
    for one in of_closings:
        report = reports[one.report_id]
        if open_on(times[report.unit_id], report.form_period.starts):
            void.add(one.pk)
    return void


def additions(report_ids: Collection[int]) -> dict[int, list[Entry]]:
    """What the journal says of the additions of these reports, the first first. One query."""
    told: dict[int, list[Entry]] = {pk: [] for pk in report_ids}
    entries = Entry.objects.filter(
        subject_kind="report", subject_id__in=list(told), code=events.UnitExpected.code
    )
    for entry in entries.order_by("pk"):
        if entry.subject_id is not None:
            told[entry.subject_id].append(entry)
    return told
