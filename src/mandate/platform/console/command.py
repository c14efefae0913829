"""What a command is. Each app says in ``commands/__init__.py`` which ones it brings, as ``COMMANDS``; the
command line asks there and knows no app.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

#: Does what was asked for, and gives the exit code.
Run = Callable[[Namespace], int]


def _none(command: ArgumentParser) -> None:
    """A command without words of its own."""


@dataclass(frozen=True, slots=True)
class Command:
    """``mandate NAME``, with what it is about and a function that enters the words it takes.

    ``run`` names a module beside and a function in it: "unit.move". It is loaded when the command runs, with
    the database ready and Django on it, so that it imports what it likes; only a command that runs ``alone``
    sees to that itself. With ``throwaway`` it has a database of its own, which is gone when it ends; with
    ``fonts`` those of pages and documents are there too. In the help the commands
    stand in the order of ``position``, those of a group as the group names them.
    """

    name: str
    about: str
    run: str
    words: Callable[[ArgumentParser], None] = _none
    position: int = 0
    fonts: bool = False
    alone: bool = False
    throwaway: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """``mandate NAME …``: several commands about one thing."""

    name: str
    about: str
    commands: tuple[Command, ...]
    position: int = 0
