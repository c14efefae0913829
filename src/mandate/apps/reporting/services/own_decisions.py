"""Allowing, for one organisation, whoever submits a form to decide on it too."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.reporting import form_events
from mandate.apps.reporting.models import Form, OwnDecision
from mandate.apps.reporting.permissions import REPORTS_ALLOW_OWN
from mandate.apps.units.structure import lineage
from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class AllowOwnDecisions(Command):
    """For the organisation under a top unit and a form; not ``allowed`` asks for a second person again."""

    unit_id: int
    form_id: int
    allowed: bool


@transaction.atomic
def allow_own_decisions(actor: Actor, command: AllowOwnDecisions) -> None:
    """Allow it or not; what is so already changes nothing. Raises ValidationError for a unit that is not at
    the top; Form.DoesNotExist; Forbidden."""
    require(actor, REPORTS_ALLOW_OWN, command.unit_id)
    form = Form.objects.select_for_update().get(pk=command.form_id)
    if lineage(command.unit_id, actor.today)[0] != command.unit_id:
        raise ValidationError(_("This is set for a whole organisation, at its top unit."))
    rows = OwnDecision.objects.filter(unit_id=command.unit_id, form=form)
    if rows.exists() is command.allowed:
        return
    if command.allowed:
        OwnDecision.objects.create(
            unit_id=command.unit_id, form=form, allowed_by_id=actor.user_id, allowed_at=actor.now
        )
    else:
        rows.delete()
    event = form_events.OwnDecisionsAllowed(form=form.names, allowed=command.allowed)
    record(actor, event, unit_id=command.unit_id, subject=("form", form.pk))
