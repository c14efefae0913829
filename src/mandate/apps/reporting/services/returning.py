"""Returning reports: one with remarks on its figures, or many for one reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import events
from mandate.apps.reporting.accepted_words import skipped
from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.notices import RETURNED
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.queries.chasing import writers_of
from mandate.apps.reporting.queries.deciding import Case, may_decide
from mandate.apps.reporting.services.reports import LockedReport, lock_report, move, set_states
from mandate.apps.reporting.services.weighing import Decided, weigh
from mandate.core.command import Command
from mandate.core.reportstate import State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.journal.record import record_many
from mandate.platform.notices.services import notify

REMARK_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class ReturnReport(Command):
    """Send a submitted report back with a reason and, by indicator, remarks on single figures. ``seen`` is
    the version that was read: one that was submitted anew since has not been read, and stays."""

    report_id: int
    reason: str
    seen: int
    remarks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnReports(Command):
    """Send many back for one reason, each in the version in which it was ``seen``."""

    seen: Mapping[int, int]
    reason: str


@transaction.atomic
def return_report(actor: Actor, command: ReturnReport) -> None:
    """Return a submitted report. Raises ValidationError at ``reason`` where none is given, at the number of
    an indicator where its remark is too long, and with the code ``own`` for whoever submitted it. Asked for
    a second time, as by a browser that never got the answer, it is done already."""
    locked = lock_report(actor, command.report_id, REPORTS_DECIDE)
    if _is_done(actor, locked, command):
        return
    if locked.report.state in (State.RETURNED, State.DRAFT):
        raise ValidationError(skipped("not_submitted"), code="not_submitted")
    move(locked, Step.RETURN, command.reason)
    if not may_decide(
        actor, Case(locked.report.unit_id, locked.form_period.form_id, locked.revision.submitted_by_id)
    ):
        raise ValidationError(
            _("You submitted this report yourself, so somebody else decides on it."), code="own"
        )
    within_length(command.reason)
    if locked.report.version != command.seen:
        text = _(
            "It was submitted anew after you had opened it. Look at its figures again before you decide."
        )
        raise ValidationError({"reason": text})
    _return(actor, [locked], command.reason, remarks_on(locked, command.remarks))


@transaction.atomic
def return_reports(actor: Actor, command: ReturnReports) -> Decided:
    """Return all that are submitted as they were seen and that somebody else submitted, in one transaction
    and as many queries for one as for a thousand; the rest is left as it is.

    Raises ValidationError at ``reason``; Forbidden if the actor may decide none of those that exist.
    """
    if not command.reason:
        raise ValidationError({"reason": _("Give a reason.")})
    within_length(command.reason)
    weighed = weigh(actor, command.seen, Step.RETURN, command.reason)
    if weighed.locked:
        _return(actor, weighed.locked, command.reason, {})
    return weighed.decided


def _is_done(actor: Actor, locked: LockedReport, command: ReturnReport) -> bool:
    """Whether the actor returned the report with these very words, and it is so still."""
    return locked.report.state == State.RETURNED and (
        locked.revision.decided_by_id,
        locked.revision.return_reason,
        locked.revision.remarks,
    ) == (actor.user_id, command.reason, kept_remarks(remarks_on(locked, command.remarks)))


def _return(actor: Actor, returned: Sequence[LockedReport], reason: str, remarks: Mapping[int, str]) -> None:
    set_states(
        returned,
        State.RETURNED,
        decided_at=actor.now,
        decided_by_id=actor.user_id,
        return_reason=reason,
        remarks=kept_remarks(remarks),
    )
    told = told_remarks(remarks)
    entries = record_many(
        actor,
        [
            (
                events.ReportReturned(**locked.about(), reason=reason, remarks=told),
                locked.report.unit_id,
                ("report", locked.report.pk),
            )
            for locked in returned
        ],
    )
    writing = writers_of({locked.report.unit_id for locked in returned}, actor.today)
    people = {
        entry.pk: {locked.revision.submitted_by_id, *(one.user_id for one in writing[locked.report.unit_id])}
        for entry, locked in zip(entries, returned, strict=True)
    }
    notify(RETURNED, people, by=actor.user_id, at=actor.now)


def remarks_on(locked: LockedReport, remarks: Mapping[int, str]) -> dict[int, str]:
    """Those that say something, in the order of the form. Raises ValidationError by indicator where one is
    too long, and where it is about none of the form's."""
    given = {pk: text for pk, text in remarks.items() if text}
    if not given.keys() <= set(locked.form_period.indicator_ids):
        raise ValidationError(_("A figure does not belong to this form."), code="foreign")
    text = _("A remark has at most %(limit)s characters.") % {"limit": REMARK_LENGTH}
    if long := [pk for pk, one in given.items() if len(one) > REMARK_LENGTH]:
        raise ValidationError({str(pk): text for pk in long})
    return {pk: given[pk] for pk in locked.form_period.indicator_ids if pk in given}


def kept_remarks(remarks: Mapping[int, str]) -> dict[str, str]:
    """As a revision keeps them."""
    return {str(pk): text for pk, text in remarks.items()}


def told_remarks(remarks: Mapping[int, str]) -> list[dict[str, object]]:
    """As the journal keeps them: at most one query."""
    codes = dict(Indicator.objects.filter(pk__in=remarks).values_list("pk", "code")) if remarks else {}
    return [{"indicator": pk, "code": codes[pk], "text": text} for pk, text in remarks.items()]


def within_length(reason: str) -> None:
    """Raises ValidationError at ``reason`` where it is longer than its column."""
    try:
        Revision._meta.get_field("reason").run_validators(reason)
    except ValidationError as error:
        raise ValidationError({"reason": error.messages}) from error
