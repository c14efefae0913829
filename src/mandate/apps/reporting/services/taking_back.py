"""Taking the return of a report back, as if it had not been returned."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting import events
from mandate.apps.reporting.permissions import REPORTS_TAKE_BACK
from mandate.apps.reporting.queries.returns import is_being_corrected, returns_of_revision
from mandate.apps.reporting.services.reports import lock_report, move, set_state
from mandate.core.command import Command
from mandate.core.reportstate import Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class TakeReturnBack(Command):
    """``seen`` is the version that the return made: one that was changed since stays returned."""

    report_id: int
    seen: int


@transaction.atomic
def take_return_back(actor: Actor, command: TakeReturnBack) -> bool:
    """Let a returned report wait for its decision again, at the place where it stood. What an earlier return
    said stands again; whoever was told of this one is told no more. Whether anything was done: asked for a
    second time it is done already. Raises ValidationError with the code ``begun`` where the unit has begun to
    correct it; Forbidden for whoever did not return it."""
    locked = lock_report(actor, command.report_id, REPORTS_TAKE_BACK)
    after = move(locked, Step.TAKE_BACK)
    if not after.changed:
        return False
    if locked.revision.decided_by_id != actor.user_id:
        raise Forbidden(REPORTS_TAKE_BACK)
    if locked.report.version != command.seen or is_being_corrected(locked.report):
        text = _("The unit has begun to correct the report, so it stays returned.")
        raise ValidationError(text, code="begun")
    last, *earlier = returns_of_revision(locked.report, locked.revision.number)[:2]
    before = earlier[0] if earlier else None
    remarks = before.data.get("remarks") or () if before else ()
    set_state(
        locked,
        after.state,
        decided_at=None,
        decided_by_id=None,
        return_reason=before.data["reason"] if before else "",
        remarks={str(one["indicator"]): one["text"] for one in remarks},
    )
    event = events.ReturnTakenBack(**locked.about(), returned=last.pk)
    record(actor, event, unit_id=locked.report.unit_id, subject=("report", command.report_id))
    return True
