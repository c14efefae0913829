"""A typed command: what somebody wants done, as a service takes it. Its texts are made fit to be kept when it
is made, whichever door they came through, so that no service does it again.

>>> from dataclasses import dataclass
>>> @dataclass(frozen=True, slots=True)
... class Rename(Command):
...     unit_id: int
...     names: Mapping[str, str]
...     reason: str
>>> Rename(3, {"vi": " Pho\\u031b\\u0301 "}, "by\\x0bdecree\\r\\n")
Rename(unit_id=3, names={'vi': 'Phớ'}, reason='by decree')
"""

from collections.abc import Mapping
from typing import ClassVar

from mandate.core.text import kept


class Command:
    """What commands, and the parts that they are made of, have in common; each is a frozen dataclass."""

    __slots__: ClassVar[tuple[str, ...]] = ()

    #: The fields that are left to the letter, such as a password.
    TO_THE_LETTER: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if type(value) not in _PLAIN and name not in self.TO_THE_LETTER:
                object.__setattr__(self, name, _fit(value))


_PLAIN = frozenset({int, bool, type(None)})


def _fit(value: object) -> object:
    """A field with its texts fit to be kept. Choices, days, numbers and other commands stay what they are."""
    if type(value) is str:
        return kept(value)
    if isinstance(value, list):
        return [_fit(one) for one in value]
    if type(value) is tuple:
        return tuple(map(_fit, value))
    if isinstance(value, Mapping):
        return {_fit(key): _fit(one) for key, one in value.items()}
    return value
