"""How long the texts may be that each write is given: up to a bound all is well, beyond it there is an error
for whoever wrote it, and never one of the database.

``longest.txt`` beside the tests of each part has a line for each text in the arguments of ``writes.py`` that
any letters will do for, with its bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from tests.platform.access.test_services_require import arguments, services
from tests.platform.access.test_services_write import rows
from tests.support.beside import TESTS, folder_of
from tests.support.organisation import console
from tests.support.reporting import world

from mandate.core.period import Period
from mandate.core.problem import Problems

pytestmark = pytest.mark.django_db

MOST = 20_000  # more than any page has room for
WORD = "abcdefg"
#: What no door takes as it is typed: a word of a list, the number of something.
REFUSED = (ValidationError, Problems, ObjectDoesNotExist, KeyError)

Write = Callable[[str], tuple[object, ...]]


def test_each_text_that_is_kept_has_its_bound() -> None:
    found: dict[Path, list[str]] = {}
    for name, given in sorted(arguments(world()).items()):
        file = TESTS.parent / folder_of(name) / "longest.txt"
        known = _known(file)
        for field, write in _texts(given):
            text = f"{name.rpartition('.')[2]} {field}"
            if (bound := _bound(name, write, known.get(text))) is not None:
                found.setdefault(file, []).append(f"{text}: {bound}")
    for file, lines in found.items():
        assert lines == _lines(file), f"{file.relative_to(TESTS.parent)} should be\n" + "\n".join(lines)


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def _known(file: Path) -> dict[str, int]:
    told = (line.rpartition(": ") for line in _lines(file))
    return {text: int(bound) for text, _, bound in told}


def _bound(name: str, write: Write, known: int | None) -> int | None:
    """The length of the longest text that is taken; None where not any word is, or none is kept. It is looked
    for where it is not the known one."""

    def takes(length: int) -> bool:
        return _takes(name, write(WORD.ljust(length, "x")))

    if known is not None and takes(known) and not takes(known + 1):
        return known
    if not takes(len(WORD)) or takes(MOST):
        return None
    low, high = len(WORD), MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if takes(middle) else (low, middle)
    return low


def _takes(name: str, given: tuple[object, ...]) -> bool:
    """Whether a service does what it is asked; it is undone. A text without a bound is kept nowhere."""
    try:
        with transaction.atomic():
            services()[name](console(), *given)
            endless = [table for table, row in rows() if "x" * (MOST - len(WORD)) in row]
            assert endless == [], f"{name} keeps a text of any length"
            transaction.set_rollback(True)
    except REFUSED:
        return False
    return True


def _texts(given: Any) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Each text in what a service is given, by the names of its fields, and how to put another there."""
    match given:
        case tuple():
            for place, one in enumerate(given):
                for field, write in _texts(one):
                    yield field, _in_tuple(given, place, write)
        case {"en": str()}:
            yield "", lambda text: {**given, "en": text}
        case str() if not isinstance(given, Enum):
            yield "", lambda text: text
        case _ if is_dataclass(given) and not isinstance(given, type | Period):
            for one in fields(given):
                for field, write in _texts(getattr(given, one.name)):
                    yield f"{one.name}.{field}".strip("."), _in_field(given, one.name, write)


def _in_tuple(given: tuple[Any, ...], place: int, write: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: (*given[:place], write(text), *given[place + 1 :])


def _in_field(given: Any, name: str, write: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: replace(given, **{name: write(text)})
