"""What the apps say of themselves in a module that they all name alike, and the frame walks: nothing lists
the apps."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


def brought(module: str, name: str) -> Iterator[tuple[str, Any]]:
    """For each installed app of ours that has this module, in their order: the module's name, and what it
    says there; nothing where it does not."""
    for config in apps.get_app_configs():
        full = f"{config.name}.{module}"
        if config.name.startswith("mandate.") and find_spec(full):
            found = import_module(full)
            if hasattr(found, name):
                yield full, getattr(found, name)
