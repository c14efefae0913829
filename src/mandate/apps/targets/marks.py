"""What stands of a target, for the journal and for noticing that somebody else changed it."""

from decimal import Decimal
from hashlib import sha256

from mandate.apps.targets.models import Target
from mandate.core.number import plain
from mandate.core.target import Measure


def state_of(target: Target) -> dict[str, str]:
    """What the journal keeps of a target."""
    state = {
        "goal": plain(Decimal(target.goal), target.indicator.decimals),
        "direction": target.direction,
        "document": target.document,
    }
    return state if target.measure == Measure.PERIOD else state | {"measure": target.measure}


def mark_of(target: Target | None) -> str:
    """A short text that is another one as soon as anything of the target is; empty where there is none."""
    if target is None:
        return ""
    said = "\n".join((*state_of(target).values(), target.measure, target.term))
    return sha256(said.encode()).hexdigest()[:16]
