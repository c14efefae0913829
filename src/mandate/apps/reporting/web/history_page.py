"""The history of a report as its template shows it, day by day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.apps.reporting.queries.history import Change, HistoryPage, HistoryStep, RevisionRow
from mandate.apps.reporting.web import entry
from mandate.apps.units.queries import UnitRef
from mandate.core.period import Period
from mandate.platform.i18n.languages import current


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A figure from what to what, in words; ``note`` where the note changed."""

    name: str
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step with its day and time here."""

    step: HistoryStep
    day: date
    time: str
    sentence: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """For history.html; ``days`` are the steps, the newest first."""

    report_id: int
    unit: UnitRef
    form: str
    period: Period
    revisions: tuple[RevisionRow, ...]
    days: tuple[StepRow, ...]

    @property
    def steps(self) -> bool:
        """Something has happened."""
        return bool(self.days)


def history_view(page: HistoryPage) -> HistoryView:
    """The history in the reader's language and time."""
    return HistoryView(
        page.report_id,
        page.unit,
        page.form,
        page.period,
        page.revisions,
        tuple(_step(step) for step in page.steps),
    )


def _step(step: HistoryStep) -> StepRow:
    local = timezone.localtime(step.at)
    sentence = step.sentence or _("Imported from a file")
    changes = tuple(_change(change) for change in step.changes)
    return StepRow(step, local.date(), f"{local:%H:%M}", sentence, changes)


def _change(change: Change) -> ChangeRow:
    shape = entry.Shape(change.decimals, change.kind)
    language = current()
    before, after = change.before, change.after
    note = _("note: %(note)s") % {"note": after.note} if before.note != after.note and after.note else ""
    return ChangeRow(
        change.name, entry.shown(before, shape, language), entry.shown(after, shape, language), note
    )
