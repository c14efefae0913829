"""Typed events: what a deed leaves in the journal, each with its own sentence for people."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

_events: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """The base of all events. A subclass is a frozen dataclass of JSON values with a stable ``code``; it is
    written by :func:`mandate.platform.journal.record.record` and read back by :func:`event_from`."""

    code: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if cls.code in _events:
            raise ValueError(f"event {cls.code!r} is defined twice")
        _events[cls.code] = cls

    def sentence(self) -> str:
        """What happened, in the reader's language, without who, where and when: those stand beside it."""
        raise NotImplementedError


def event_from(code: str, data: dict[str, Any]) -> Event:
    """The event of a journal row. Fields added to an event since are filled with None."""
    cls = _events[code]
    names = [field.name for field in fields(cls)]
    return cls(**{name: data.get(name) for name in names})


def codes() -> tuple[str, ...]:
    """All codes, for the journal's filter."""
    return tuple(sorted(_events))
