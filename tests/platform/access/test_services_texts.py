"""Every text that a service takes is made fit to be kept by the command that carries it."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from tests.platform.access.test_services_require import arguments, everything, services
from tests.support.organisation import console
from tests.support.reporting import world

from mandate.core.command import Command
from mandate.core.errors import CoreError
from mandate.core.problem import Problems
from mandate.core.text import is_clean

#: Decomposed, with a control character, half a pair, another line end and blanks.
DIRTY = " Pho\u031b\u0301 sô\u0301\x0b1 \ud800 \r\n"
CLEAN = "Phớ số 1 \ufffd"


def parts(hint: Any) -> Iterator[Any]:
    """The plain types that a type is made of."""
    inner = hint if isinstance(hint, list) else get_args(hint)
    if inner:
        for one in inner:
            yield from parts(one)
    else:
        yield hint


def taken(function: Any) -> list[Any]:
    """The plain types of what a service takes beside the actor."""
    hints = get_type_hints(inspect.unwrap(function))
    names = list(inspect.signature(function).parameters)[1:]
    return [part for name in names for part in parts(hints[name])]


def commands() -> list[type[Command]]:
    """Every command that a service takes, with the commands in it."""
    waiting = {part for function in services().values() for part in taken(function)}
    found: dict[str, type[Command]] = {}
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, Command) and one.__qualname__ not in found:
            found[one.__qualname__] = one
            waiting |= {part for hint in get_type_hints(one).values() for part in parts(hint)}
    return [found[name] for name in sorted(found)]


def takes_text(hint: Any) -> bool:
    return str in parts(hint)


def every_hint(command: Any) -> Iterator[Any]:
    """The types of the fields of a command and of the commands in it; nothing for what is none."""
    if isinstance(command, type) and issubclass(command, Command):
        hints = get_type_hints(command)
        for hint in [hints[one.name] for one in fields(command)]:  # type: ignore[arg-type]
            yield hint
            for part in parts(hint):
                yield from every_hint(part)


def filled(hint: Any) -> Any:
    """A value of a type with a dirty text."""
    if get_origin(hint) in (Union, UnionType):
        return filled(next(one for one in get_args(hint) if takes_text(one)))
    if get_origin(hint) is Mapping:
        key, _text = get_args(hint)
        return {DIRTY if key is str else 1: DIRTY}
    if get_origin(hint) is Sequence:
        return [DIRTY]
    assert hint is str
    return DIRTY


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "sort_keys":  # they are no texts
                yield from (*texts_in(key), *texts_in(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def test_a_service_takes_one_command() -> None:
    others = {}
    for name, function in services().items():
        hints = get_type_hints(inspect.unwrap(function))
        given = [one for one in list(inspect.signature(function).parameters)[1:] if one != "progress"]
        if len(given) != 1 or not issubclass(hints[given[0]], Command):
            others[name] = given
    assert others == {}


def test_what_carries_texts_to_a_service_is_a_command() -> None:
    for name, function in services().items():
        for one in taken(function):
            assert not is_dataclass(one) or issubclass(one, Command), (name, one)
    for command in commands():
        for part in (part for hint in get_type_hints(command).values() for part in parts(hint)):
            texts = is_dataclass(part) and any(map(takes_text, get_type_hints(part).values()))
            assert not texts or issubclass(part, Command) or part.__name__ == "Period", (command, part)


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.__qualname__)
def test_a_command_makes_its_texts_fit(command: type[Command]) -> None:
    hints = get_type_hints(command)
    texts = {one.name: filled(hints[one.name]) for one in fields(command) if takes_text(hints[one.name])}
    others = {one.name: None for one in fields(command) if one.name not in texts}
    made = command(**texts, **others)
    for name in texts:
        if name in command.TO_THE_LETTER:
            assert getattr(made, name) == texts[name]
            continue
        found = list(texts_in(getattr(made, name)))
        assert found and set(found) == {CLEAN}, name


def test_only_passwords_and_drafts_are_left_to_the_letter() -> None:
    left = {command.__qualname__: command.TO_THE_LETTER for command in commands() if command.TO_THE_LETTER}
    assert left == {"AddUser": frozenset({"password"}), "KeepDraft": frozenset({"parts"})}


def spoiled(command: Command) -> Iterator[Command]:
    """The command with one of its texts dirty, for each of them."""
    hints = get_type_hints(type(command))
    for one in fields(command):  # type: ignore[arg-type] -- every command is a dataclass
        value = getattr(command, one.name)
        if one.name in command.TO_THE_LETTER or one.name == "language":  # nobody types that
            continue
        if takes_text(hints[one.name]) and type(value) is str:
            yield replace(command, **{one.name: value + DIRTY})  # type: ignore[type-var]
        elif isinstance(value, dict) and takes_text(hints[one.name]):
            yield replace(command, **{one.name: {key: f"{text}{DIRTY}" for key, text in value.items()}})  # type: ignore[type-var]
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Command):
            for first in spoiled(value[0]):
                yield replace(command, **{one.name: [first, *value[1:]]})  # type: ignore[type-var]


@pytest.mark.django_db
def test_nothing_unfit_is_kept_through_any_service() -> None:
    kept = 0
    for name, given in arguments(world()).items():
        service = services()[name]
        command = next(iter(taken(service)), None)
        if not any(takes_text(hint) for hint in every_hint(command)):
            continue
        for command in spoiled(given[0]):
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        service(console(), command, *given[1:])
                except (ValidationError, Problems, ObjectDoesNotExist, CoreError):
                    pass  # such a code, choice or number is refused
                else:
                    found = [text for text in texts_in(everything()) if not is_clean(text)]
                    assert found == [], name
                    kept += CLEAN[1:] in str(everything())
                transaction.set_rollback(True)
    assert kept >= 15
