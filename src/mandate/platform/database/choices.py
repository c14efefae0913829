"""Choices of a model's field from an enumeration of core, which knows no language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise

E = TypeVar("E", bound=StrEnum)


def choices(names: Mapping[E, str | Promise]) -> list[tuple[str, str | Promise]]:
    """Each value with its name, in the order of the names."""
    return [(one.value, name) for one, name in names.items()]
