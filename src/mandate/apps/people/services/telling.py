"""Telling those whom a step of an application concerns: who decides next, and who learns what was decided."""

from collections.abc import Collection

from mandate.apps.people.models import Application, ApplicationStep
from mandate.apps.people.notices import APPLICATION
from mandate.apps.people.queries.keepers import deciders, keepers
from mandate.core.admission import State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.notices.services import notify

_BACK_TO_THE_UNIT = (Step.APPLIED, Step.RETURNED, Step.ADMITTED, Step.REFUSED, Step.MOVED)


def tell_step(actor: Actor, row: Application, step: ApplicationStep) -> None:
    """Those who decide are told of what is proposed, or comes to them with a unit; those who keep the list,
    of what comes back or came over. Who did it knows."""
    people: Collection[int] = ()
    if row.state == State.PROPOSED.value:
        people = deciders([row], actor.today)[row.pk]
    elif Step(step.what) in _BACK_TO_THE_UNIT:
        people = keepers([row.unit_id], actor.today)[row.unit_id]
    notify(APPLICATION, {step.pk: people}, by=actor.user_id, at=actor.now)
