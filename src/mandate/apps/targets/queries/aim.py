"""The target of one number, for the page that says where it comes from."""

from datetime import datetime

from django.urls import reverse

from mandate.apps.reporting.aims import Aim
from mandate.apps.reporting.total import Total
from mandate.apps.targets import words
from mandate.apps.targets.permissions import TARGETS_VIEW
from mandate.apps.targets.scoreboard import judged_on, measured_in, targets_of
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.core.target import State
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can


def aim_of(
    actor: Actor, unit_id: int, indicator: str, period: Period, total: Total, known_at: datetime | None
) -> Aim | None:
    """The unit's target, judged on the total that is traced; of one that is judged on another span, the goal
    alone. None of a moment in the past: what stood then, only a review knows that was closed."""
    if known_at is not None or not can(actor, TARGETS_VIEW, unit_id):
        return None
    target = next((one for one in targets_of([unit_id], period) if one.indicator.code == indicator), None)
    if target is None:
        return None
    found = judged_on(target, total, period, actor.today)
    here = measured_in(target, period, actor.today) == period
    running = here and found.state is State.UNDER_WAY
    return Aim(
        shown=words.aim(target.indicator, found),
        document=target.document,
        share=found.share if here and not running else None,
        state=found.state.value if here else "",
        state_words=words.progress(found.share) if running else "",
        url=reverse("targets:targets", args=[Unit.objects.values_list("code", flat=True).get(pk=unit_id)])
        + f"?period={period.code}",
    )
