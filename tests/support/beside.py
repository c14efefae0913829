"""What the tests of each part say of it in a file of one name beside them, for the tests that go through all
parts: nothing lists the parts.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).parents[1]


def beside(name: str) -> Iterator[ModuleType]:
    """The modules of a name, those of the apps first."""
    for folder in ("apps/*", "interop", "platform/*", "site"):
        for path in sorted(TESTS.glob(f"{folder}/{name}.py")):
            inside = path.relative_to(TESTS.parent).with_suffix("")
            yield import_module(".".join(inside.parts))


def folder_of(module: str) -> str:
    """Where the tests of a module of ours stand: "mandate.apps.units.services" gives "tests/apps/units"."""
    floor, *room = module.split(".")[1:]
    return f"tests/{floor}/{room[0]}" if floor in ("apps", "platform") else f"tests/{floor}"
