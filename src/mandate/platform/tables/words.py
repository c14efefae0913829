"""What the command line knows of a table. Each app says in ``tables/__init__.py`` which ones it has, as
``TABLES``; nothing is imported there that needs Django, for ``mandate --help`` is told from it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """What whoever reads a table in may choose, so that some problems do not keep it out. ``help`` says
    what it does, ``advice`` how it would help with the problems of a file."""

    name: str
    help: str
    advice: str

    @property
    def option(self) -> str:
        """As it is written on the command line."""
        return "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class TableWords:
    """A kind of table on the command line: ``name`` is also its address. ``as_of`` says what the day means
    with which it is read in ("": there is none). What goes out is ``of_period``, or all there is. Kinds
    stand in the order of ``position``, which is that in which they are read in."""

    name: str
    position: int
    as_of: str = ""
    of_period: bool = False
    choices: tuple[Choice, ...] = ()
