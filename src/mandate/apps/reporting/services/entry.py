"""Saving figures while they are typed: each figure by itself, so that two people never overwrite each other
unseen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.definition import count_of
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import events
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.permissions import REPORTS_WRITE
from mandate.apps.reporting.queries.automatic import NOT_TYPED
from mandate.apps.reporting.queries.values import NOTHING, Stored, stored_by_revision
from mandate.apps.reporting.services.reports import (
    LockedReport,
    begun,
    figure_change,
    lock_reports,
    move,
    put_figures,
    refusal,
    set_states,
)
from mandate.core.command import Command
from mandate.core.number import NumberError, read_cell
from mandate.core.reportstate import State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.names import people_names
from mandate.platform.journal.record import record_many

NOTE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class FigureChange(Command):
    """One figure as the writer wants it; ``seen`` is what the writer saw before (None: nothing). Of a figure
    that Mandate counts only the note is the writer's."""

    indicator_id: int
    seen: Stored | None
    new: Stored


@dataclass(frozen=True, slots=True)
class SaveDraft(Command):
    """Some figures of a report; those not named stay as they are."""

    report_id: int
    changes: Sequence[FigureChange]


@dataclass(frozen=True, slots=True)
class SaveDrafts(Command):
    """Figures of many reports, each report once."""

    drafts: Sequence[SaveDraft]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else (``by``, at that moment) wrote something else meanwhile, or the writer did (``own``), in
    another window; it stands, ours was not written."""

    indicator_id: int
    theirs: Stored
    by: str = ""
    at: datetime | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """``saved_ids`` are the indicators whose figures now stand as wanted."""

    version: int
    saved_ids: tuple[int, ...]
    conflicts: tuple[Conflict, ...]


def save_draft(actor: Actor, command: SaveDraft) -> DraftSaved:
    """Save figures of a draft or returned report; the first save begins the report.

    A figure that somebody else changed since it was seen is not written but comes back as a conflict; the
    others are. Raises ValidationError by indicator code, and then nothing is written; UnknownReport;
    Forbidden.
    """
    (saved,) = save_drafts(actor, SaveDrafts([command]))
    return saved


@transaction.atomic
def save_drafts(actor: Actor, command: SaveDrafts) -> list[DraftSaved]:
    """Save figures of many reports as `save_draft` does for one; as many queries for one as for a thousand.
    What it raises for one of them, and then nothing is written of any."""
    locked = lock_reports(actor, [draft.report_id for draft in command.drafts], REPORTS_WRITE)
    states = [move(one, Step.SAVE).state for one in locked]
    known = Indicator.objects.in_bulk(
        {change.indicator_id for draft in command.drafts for change in draft.changes}
    )
    for one, draft in zip(locked, command.drafts, strict=True):
        _check(one, draft.changes, known)
    stored = stored_by_revision(one.newest.pk for one in locked if one.newest is not None)
    counted = frozenset(pk for pk, indicator in known.items() if count_of(indicator) is not None)
    drafts = [
        _Draft.of(one, state, draft.changes, stored.get(one.newest.pk, {}) if one.newest else {}, counted)
        for one, state, draft in zip(locked, states, command.drafts, strict=True)
    ]
    if writing := [draft for draft in drafts if draft.writing]:
        _write(actor, writing, known)
    by = _written_by(actor, drafts)
    return [
        DraftSaved(draft.locked.report.version, draft.saved_ids, tuple(draft.conflicts(by)))
        for draft in drafts
    ]


@dataclass(slots=True)
class _Draft:
    """A report with the figures that are to be written, and those that others wrote meanwhile."""

    locked: LockedReport
    state: State
    stored: Mapping[int, Stored]
    writing: Mapping[int, Stored]
    saved_ids: tuple[int, ...]
    overtaken: tuple[int, ...]

    @classmethod
    def of(
        cls,
        locked: LockedReport,
        state: State,
        changes: Sequence[FigureChange],
        stored: Mapping[int, Stored],
        counted: Collection[int],
    ) -> "_Draft":
        writing: dict[int, Stored] = {}
        overtaken = []
        for change in changes:
            now, seen, new = stored.get(change.indicator_id, NOTHING), change.seen or NOTHING, change.new
            if change.indicator_id in counted:  # what is counted is not compared, nor written
                seen, new = replace(now, note=seen.note), replace(now, note=new.note)
            if now == new:
                continue
            if now == seen:
                writing[change.indicator_id] = new
            else:
                overtaken.append(change.indicator_id)
        saved = (change.indicator_id for change in changes if change.indicator_id not in overtaken)
        return cls(locked, state, stored, writing, tuple(saved), tuple(overtaken))

    def conflicts(self, by: Mapping[tuple[int, int], tuple[str, datetime, bool]]) -> Iterator[Conflict]:
        """What stands instead of ours, with whoever wrote it."""
        for pk in self.overtaken:
            yield Conflict(pk, self.stored.get(pk, NOTHING), *by.get((self.locked.report.pk, pk), ()))


def _check(locked: LockedReport, changes: Sequence[FigureChange], known: Mapping[int, Indicator]) -> None:
    """Raises ValidationError, by indicator code where it is about a figure."""
    wanted = {change.indicator_id for change in changes}
    if len(wanted) != len(changes):
        raise ValidationError(_("A figure is given twice."), code="twice")
    if not wanted <= set(locked.form_period.indicator_ids):
        raise ValidationError(_("A figure does not belong to this form."), code="foreign")
    errors: dict[str, list[ValidationError]] = {}
    for change in changes:
        error = _fault(known[change.indicator_id], change.seen or NOTHING, change.new)
        if error is not None:
            errors[known[change.indicator_id].code] = [error]
    if errors:
        raise ValidationError(errors)


def _fault(indicator: Indicator, seen: Stored, new: Stored) -> ValidationError | None:
    """What is wrong with one figure, or None."""
    if count_of(indicator) is not None and (new.answer, new.value) not in (
        (seen.answer, seen.value),
        (NOTHING.answer, NOTHING.value),
    ):
        return ValidationError(NOT_TYPED, code="counted")
    if (new.answer == Answer.VALUE) != (new.value is not None):
        return ValidationError(_("A value is a number; “not applicable” has none."), code="value")
    if len(new.note) > NOTE_LENGTH:
        text = _("A note has at most %(limit)s characters.") % {"limit": NOTE_LENGTH}
        return ValidationError(text, code="note_too_long")
    if new.value is None:
        return None
    if indicator.kind == Kind.YES_NO:
        return None if new.value in (0, 1) else ValidationError(_("Answer yes or no."), code="not_yes_no")
    try:
        read_cell(new.value, indicator.decimals, allow_negative=indicator.allow_negative)
    except NumberError as error:
        return refusal(error)
    return None


def _write(actor: Actor, drafts: Sequence[_Draft], known: Mapping[int, Indicator]) -> None:
    """Begin the reports that are not begun, write figures and states, and record it."""
    for draft, locked in zip(drafts, begun(actor, [draft.locked for draft in drafts]), strict=True):
        draft.locked = locked
    put_figures([(draft.locked, pk, new) for draft in drafts for pk, new in draft.writing.items()])
    for state in dict.fromkeys(draft.state for draft in drafts):
        set_states([draft.locked for draft in drafts if draft.state is state], state)
    record_many(
        actor,
        [
            (
                events.FiguresChanged(
                    **draft.locked.about(),
                    changes=[
                        figure_change(known[pk], draft.stored.get(pk, NOTHING), new)
                        for pk, new in draft.writing.items()
                    ],
                ),
                draft.locked.report.unit_id,
                ("report", draft.locked.report.pk),
            )
            for draft in drafts
        ],
    )


_WRITTEN = """
SELECT DISTINCT ON (1, 2) e.subject_id, (change->>'indicator')::int8, e.user_id, e.at
FROM journal_entry e, jsonb_array_elements(e.data->'changes') AS change
WHERE e.subject_kind = 'report' AND e.subject_id = ANY(%s) AND e.code = %s
ORDER BY 1, 2, e.id DESC
"""


def _written_by(actor: Actor, drafts: Sequence[_Draft]) -> dict[tuple[int, int], tuple[str, datetime, bool]]:
    """By report and indicator: who wrote what stands now, when, and whether it was the actor: the newest save
    in the journal that names the figure."""
    overtaken = [draft.locked.report.pk for draft in drafts if draft.overtaken]
    if not overtaken:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [overtaken, events.FiguresChanged.code])
        rows = cursor.fetchall()
    names = people_names({user for _report, _indicator, user, _at in rows})
    return {
        (report, indicator): (names.at(user, at), at, user == actor.user_id is not None)
        for report, indicator, user, at in rows
    }
