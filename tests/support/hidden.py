"""A city whose unit B has secrets, and what its addresses are made of. Each part puts its own on B, in
``hidden.py`` beside its tests.
"""

from dataclasses import dataclass, field

from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from tests.support.beside import beside
from tests.support.organisation import acting, person
from tests.support.reporting import World, world

#: What stands on unit B and nowhere else: a name, a text, a person.
NAME, TEXT, PERSON = "Xanadu", "sesame", "plover"


@dataclass
class City:
    """``writer`` and ``secretary`` are of B. ``arguments`` are B's values in addresses."""

    world: World
    writer: User
    secretary: Actor
    arguments: dict[str, str] = field(default_factory=dict)


def city_with_secrets() -> City:
    """Units B and B1 with what every part has put there."""
    made = world()
    unit = made.units["B"]
    writer = person(Role.SECRETARY, unit, f"{PERSON}@example.org")
    city = City(made, writer, acting(Role.SECRETARY, unit))
    for module in beside("hidden"):
        if hasattr(module, "put"):
            found = module.put(city)
            twice = found.keys() & city.arguments.keys()
            assert not twice, f"{module.__name__}: another part has arguments of these names: {twice}"
            city.arguments |= found
    return city


def told_by_parts(name: str) -> tuple[str, ...]:
    """What the parts say under a name in their ``hidden.py``, together."""
    return tuple(one for module in beside("hidden") for one in getattr(module, name, ()))
