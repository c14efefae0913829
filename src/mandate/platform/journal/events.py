"""Typed events: what a deed leaves in the journal, each with its own sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

_events: dict[str, type["Event"]] = {}

#: The action that must be allowed on a deed's unit for somebody to learn of the deed, by the first part of
#: its code. An event that is for fewer says so itself.
AUDIENCES: Mapping[str, str] = {
    "units": "units.view",
    "calendar": "calendar.view",
    "access": "access.view",
    "indicators": "indicators.view",
    "reporting": "reports.view",
    "targets": "targets.view",
    "reviews": "reviews.view",
    "signin": "access.manage",
}


@dataclass(frozen=True)
class Event:
    """The base of all events. A subclass is a frozen dataclass of JSON values with a stable ``code``; it is
    written by :func:`mandate.platform.journal.record.record` and read back by :func:`event_from`.

    ``audience`` is the action that a reader needs (see audience.py), that of the code's part unless said;
    ``personal``: the person to whom it was done may always read it. ``by_guest``: nobody was signed in.
    """

    code: ClassVar[str] = ""
    audience: ClassVar[str] = ""
    personal: ClassVar[bool] = False
    by_guest: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        if cls.code in _events:
            raise ValueError(f"event {cls.code!r} is defined twice")
        if not cls.audience:
            part = cls.code.partition(".")[0]
            if part not in AUDIENCES:
                raise ValueError(f"event {cls.code!r} has no audience")
            cls.audience = AUDIENCES[part]
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


def audience_of_code(code: str) -> str:
    """The audience of a kind of deed; empty, which is nobody, for a code that is not known here."""
    return _events[code].audience if code in _events else ""


def audiences() -> Mapping[str, list[str]]:
    """Every audience with the codes of its deeds."""
    found: dict[str, list[str]] = {}
    for code in codes():
        found.setdefault(_events[code].audience, []).append(code)
    return found


def personal_codes() -> frozenset[str]:
    """The codes of the deeds that the person to whom they were done may always read."""
    return frozenset(code for code, event in _events.items() if event.personal)
