"""Every write asks for the right first: an observer of everything is refused, and nothing changes."""

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from tests.support.beside import beside, folder_of
from tests.support.organisation import acting
from tests.support.reporting import World, world

import mandate
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden

pytestmark = pytest.mark.django_db

#: What the tests of each part say in ``writes.py``: services that are not tried here.
APART: frozenset[str] = frozenset(
    name for module in beside("writes") for name in getattr(module, "APART", ())
)


@cache
def services() -> dict[str, Callable[..., Any]]:
    """Every function that is one transaction and takes an actor first, by its full name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in modules():
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            first = next(iter(inspect.signature(function).parameters), "")
            if hasattr(function, "__wrapped__") and first == "actor" and not name.startswith("_"):
                found[f"{module.__name__}.{name}"] = function
    return found


def modules() -> list[ModuleType]:
    names = [info.name for info in walk_packages(mandate.__path__, "mandate.")]
    floors = ("mandate.apps.", "mandate.platform.", "mandate.interop.")
    skipped = (".migrations", "__main__", "borrowed_strings")
    return [
        import_module(name)
        for name in names
        if name.startswith(floors) and not any(x in name for x in skipped)
    ]


def arguments(city: World) -> dict[str, tuple[Any, ...]]:
    """For each service that is tried, by its full name, arguments that would be right for somebody who may:
    as ``writes.py`` beside the tests of each part has them."""
    given: dict[str, tuple[Any, ...]] = {}
    for module in beside("writes"):
        of_one = module.arguments(city) if hasattr(module, "arguments") else {}
        twice = given.keys() & of_one.keys()
        assert not twice, f"{module.__name__}: others have services of these names too: {twice}"
        given |= of_one
    tried = {name: name.rpartition(".")[2] for name in services() if name not in APART}
    lacking = {name: f"{folder_of(name)}/writes.py" for name, short in tried.items() if short not in given}
    assert not lacking, f"give them arguments, or say that they stand apart: {lacking}"
    unknown = (given.keys() - tried.values()) | (APART - services().keys())
    assert not unknown, f"no such services: {unknown}"
    return {name: given[short] for name, short in tried.items()}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("mandate.")]
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in ours}


def test_every_service_refuses_an_observer_of_everything() -> None:
    tried = arguments(world())
    observer: Actor = acting(Role.OBSERVER, None)
    before = everything()
    allowed = []
    for name, given in tried.items():
        try:
            services()[name](observer, *given)
            allowed.append(name)
        except Forbidden:
            pass
    assert allowed == []
    assert everything() == before


def test_the_services_are_found() -> None:
    """The test above tries them all: as many as there are kinds of entry in the journal, or nearly."""
    names = {name.rpartition(".")[2] for name in services()}
    assert {"save_drafts", "accept_reports", "import_units", "grant_role", "close_review"} <= names
    assert len(names) >= 35
