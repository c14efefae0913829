"""What of all places and duties is a person's own: the pages that they have, and how much is theirs to do.

It is worked out once after each deed, not once a page.
"""

from collections.abc import Hashable, Mapping
from types import MappingProxyType

from mandate.platform.access.actor import Actor
from mandate.platform.duties import concerns
from mandate.platform.live.still import still
from mandate.platform.parts import duties, leaves
from mandate.platform.places import Leaf


def leaves_of(actor: Actor) -> tuple[Leaf, ...]:
    """The pages of places in which a person has content."""
    return still(("leaves", *_who(actor)), lambda: tuple(leaf for leaf in leaves() if leaf.is_for(actor)))


def counts_of(actor: Actor) -> Mapping[str, int]:
    """How much each duty asks of a person, by its name; nothing of one that is not theirs."""
    return still(("counts", *_who(actor)), lambda: MappingProxyType(_counted(actor)))


def _counted(actor: Actor) -> dict[str, int]:
    return {duty.name: duty.count(actor) if concerns(actor, duty.action) else 0 for duty in duties()}


def _who(actor: Actor) -> tuple[Hashable, ...]:
    return actor.user_id, actor.console, actor.grants, actor.today
