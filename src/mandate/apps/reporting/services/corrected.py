"""Telling those who submitted a report that others have corrected it."""

from collections.abc import Mapping

from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.notices import CORRECTED
from mandate.platform.access.actor import Actor
from mandate.platform.notices.services import notify


def tell_corrected(actor: Actor, renewed: Mapping[int, int]) -> None:
    """``renewed`` says which revision counts now and which counted before. Whoever submitted both is told of
    the acceptance, and whoever does it here knows. As many queries for one as for a thousand."""
    found = Revision.objects.filter(pk__in=[*renewed, *renewed.values()])
    by = dict(found.values_list("pk", "submitted_by_id"))
    concerned = {new: [by[old]] for new, old in renewed.items() if by[old] not in (None, by[new])}
    if concerned:
        notify(CORRECTED, concerned, by=actor.user_id, at=actor.now)
