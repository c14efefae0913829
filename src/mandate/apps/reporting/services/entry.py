"""Saving figures while they are typed: each figure by itself, so that two people never overwrite each other
unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator, Kind
from mandate.apps.reporting import events
from mandate.apps.reporting.models import Answer, Figure, Report, Revision
from mandate.apps.reporting.permissions import REPORTS_WRITE
from mandate.apps.reporting.queries.values import NOTHING, Stored, stored_by_indicator
from mandate.apps.reporting.services.reports import Held, hold, move, refusal
from mandate.core.command import Command
from mandate.core.number import NumberError, read_cell
from mandate.core.reportstate import Deed
from mandate.platform.access.actor import Actor
from mandate.platform.journal.models import Entry
from mandate.platform.journal.record import record

NOTE_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class FigureChange(Command):
    """One figure as the writer wants it; ``seen`` is what the writer saw before (None: nothing)."""

    indicator_id: int
    seen: Stored | None
    new: Stored


@dataclass(frozen=True, slots=True)
class SaveDraft(Command):
    """Some figures of a report; those not named stay as they are."""

    report_id: int
    changes: Sequence[FigureChange]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else (``by``, at that moment) wrote something else meanwhile; it stands, ours was not
    written."""

    indicator_id: int
    theirs: Stored
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """``saved_ids`` are the indicators whose figures now stand as wanted."""

    version: int
    saved_ids: tuple[int, ...]
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def save_draft(actor: Actor, command: SaveDraft) -> DraftSaved:
    """Save figures of a draft or returned report; the first save begins the report.

    A figure that somebody else changed since it was seen is not written but comes back as a conflict; the
    others are. Raises ValidationError by indicator code, and then nothing is written; UnknownReport;
    Forbidden.
    """
    held = hold(actor, command.report_id, REPORTS_WRITE)
    state = move(held, Deed.SAVE).state
    indicators = _checked(held, command.changes)
    stored = stored_by_indicator(held.newest.pk if held.newest else None)
    writing: dict[int, Stored] = {}
    overtaken: list[int] = []
    for change in command.changes:
        now = stored.get(change.indicator_id, NOTHING)
        if now == change.new:
            continue
        if now == (change.seen or NOTHING):
            writing[change.indicator_id] = change.new
        else:
            overtaken.append(change.indicator_id)
    if writing:
        revision = held.newest or Revision.objects.create(
            report=held.report, number=1, created_at=actor.now, created_by_id=actor.user_id
        )
        held = Held(held.report, held.form_period, revision)
        _write(held, writing)
        revision.state = held.report.state = state.value
        revision.save(update_fields=["state"])
        held.report.version += 1
        held.report.save(update_fields=["state", "version"])
        changes = [_change(indicators[pk], stored.get(pk, NOTHING), new) for pk, new in writing.items()]
        event = events.FiguresChanged(**held.about(), changes=changes)
        record(actor, event, unit_id=held.report.unit_id, subject=("report", held.report.pk))
    return DraftSaved(
        version=held.report.version,
        saved_ids=tuple(
            change.indicator_id for change in command.changes if change.indicator_id not in overtaken
        ),
        conflicts=tuple(_conflict(held.report, pk, stored.get(pk, NOTHING)) for pk in overtaken),
    )


def _checked(held: Held, changes: Sequence[FigureChange]) -> Mapping[int, Indicator]:
    """The indicators of the changes. Raises ValidationError by indicator code."""
    wanted = {change.indicator_id for change in changes}
    if len(wanted) != len(changes):
        raise ValidationError(_("A figure is given twice."), code="twice")
    if not wanted <= set(held.form_period.indicator_ids):
        raise ValidationError(_("A figure does not belong to this form."), code="foreign")
    indicators = Indicator.objects.in_bulk(list(wanted))
    errors: dict[str, list[ValidationError]] = {}
    for change in changes:
        error = _fault(indicators[change.indicator_id], change.new)
        if error is not None:
            errors[indicators[change.indicator_id].code] = [error]
    if errors:
        raise ValidationError(errors)
    return indicators


def _fault(indicator: Indicator, new: Stored) -> ValidationError | None:
    """What is wrong with one figure, or None."""
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


def _write(held: Held, writing: Mapping[int, Stored]) -> None:
    """Put the figures into the newest revision; what is neither answered nor noted has no row."""
    empty = [pk for pk, new in writing.items() if not new.answered and not new.note]
    Figure.objects.filter(revision=held.revision, indicator_id__in=empty).delete()
    Figure.objects.bulk_create(
        [
            Figure(
                revision=held.revision,
                indicator_id=pk,
                unit_id=held.report.unit_id,
                starts=held.form_period.starts,
                ends=held.form_period.ends,
                answer=new.answer,
                value=new.value,
                note=new.note,
            )
            for pk, new in writing.items()
            if pk not in empty
        ],
        update_conflicts=True,
        unique_fields=["revision", "indicator"],
        update_fields=["answer", "value", "note"],
    )


def _change(indicator: Indicator, before: Stored, after: Stored) -> dict[str, Any]:
    return {
        "indicator": indicator.pk,
        "code": indicator.code,
        "before": _kept(before, indicator.decimals),
        "after": _kept(after, indicator.decimals),
    }


def _kept(stored: Stored, decimals: int) -> dict[str, Any]:
    value = None if stored.value is None else f"{stored.value:.{decimals}f}"
    return {"answer": int(stored.answer), "value": value, "note": stored.note}


def _conflict(report: Report, indicator_id: int, theirs: Stored) -> Conflict:
    """Who wrote what stands now: the newest save in the journal that names the figure."""
    entry = (
        Entry.objects.filter(
            subject_kind="report",
            subject_id=report.pk,
            code=events.FiguresChanged.code,
            data__changes__contains=[{"indicator": indicator_id}],
        )
        .order_by("-id")
        .first()
    )
    return Conflict(indicator_id, theirs, entry.by if entry else "", entry.at if entry else None)
