"""Typed events: what a deed leaves in the journal. An event says everything about itself: its part and its
kind in words, its sentence, what it changed, and who may learn of it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.text import capfirst

from mandate.platform.journal.changes import Change, changes_in

Text = str | Promise

_events: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """The base of all events. A part of the house derives one class without a ``code``, which says what its
    events have in common, and from that a frozen dataclass of JSON values for each kind of deed. It is
    written by :func:`mandate.platform.journal.record.record` and read back by :func:`event_from`.

    ``code``: stable, "reporting.accepted". ``part`` and ``label`` are the words of the journal's filter.
    ``audience`` is the action that must be allowed on a deed's unit for somebody to learn of it (see
    audience.py); ``personal``: the person to whom it was done may always read it. ``by_guest``: nobody was
    signed in. ``passing``: it is only told to open pages, of its person and of its audience (which may be
    nobody), and leaves no row. ``quiet``: it changes only the page of what it was done to, no list and no
    counter. ``rights``: what the person to whom it was done may do, or the sessions of that person, are
    others after it. ``words`` name the fields of ``before`` and ``after``; one without a word stands for
    itself.
    """

    code: ClassVar[str] = ""
    part: ClassVar[Text] = ""
    label: ClassVar[Text] = ""
    audience: ClassVar[str] = ""
    personal: ClassVar[bool] = False
    touches: ClassVar[bool] = False
    by_guest: ClassVar[bool] = False
    passing: ClassVar[bool] = False
    quiet: ClassVar[bool] = False
    rights: ClassVar[bool] = False
    words: ClassVar[Mapping[str, Text]] = {}

    def __init_subclass__(cls) -> None:
        if "code" not in cls.__dict__:
            return
        if cls.code in _events:
            raise ValueError(f"event {cls.code!r} is defined twice")
        for name in ("part", "label", *(() if cls.passing else ("audience",))):
            if not getattr(cls, name):
                raise ValueError(f"event {cls.code!r} has no {name}")
        _events[cls.code] = cls

    def sentence(self) -> str:
        """What happened, in the reader's language, without who, where and when: those stand beside it."""
        raise NotImplementedError

    def beside(self, units: Collection[str]) -> str:
        """The sentence for whoever learns of it only because it touches these units (their codes): it says
        nothing of any other. Unless an event says more, its kind."""
        return capfirst(str(self.label))

    def differences(self) -> tuple[Change, ...]:
        """From what to what, in the reader's language."""
        return changes_in(asdict(self), self.words)


def event_from(code: str, data: dict[str, Any]) -> Event:
    """The event of a journal row. Fields added to an event since are filled with None."""
    cls = _events[code]
    names = [field.name for field in fields(cls)]
    return cls(**{name: data.get(name) for name in names})


def codes() -> tuple[str, ...]:
    """All codes of deeds that leave a row, for the journal's filter."""
    return tuple(sorted(code for code, event in _events.items() if not event.passing))


@dataclass(frozen=True, slots=True)
class Part:
    """The kinds of deed of a part of the house: ``key`` is the first part of their codes, ``kinds`` are
    (code, words)."""

    key: str
    name: str
    kinds: tuple[tuple[str, str], ...]


def parts() -> tuple[Part, ...]:
    """Every part with its kinds of deed, in the language of the request, as they were declared."""
    found: dict[str, list[type[Event]]] = {}
    for code, event in _events.items():
        if not event.passing:
            found.setdefault(code.partition(".")[0], []).append(event)
    return tuple(
        Part(key, str(events[0].part), tuple((event.code, str(event.label)) for event in events))
        for key, events in found.items()
    )


def audience_of_code(code: str) -> str:
    """The audience of a kind of deed; empty, which is nobody, for a code that is not known here."""
    return _events[code].audience if code in _events else ""


def audiences() -> Mapping[str, list[str]]:
    """Every audience with the codes of its deeds."""
    found: dict[str, list[str]] = {}
    for code in codes():
        found.setdefault(_events[code].audience, []).append(code)
    return found


def touching_codes() -> Mapping[str, list[str]]:
    """The codes of the deeds that may touch further units, by audience."""
    found: dict[str, list[str]] = {}
    for code in codes():
        if _events[code].touches:
            found.setdefault(_events[code].audience, []).append(code)
    return found


def is_quiet(code: str) -> bool:
    """Whether a kind of deed changes only the page of what it was done to."""
    return code in _events and _events[code].quiet


def changes_rights(code: str) -> bool:
    """Whether the person to whom a deed of this kind was done has other rights or sessions after it."""
    return code in _events and _events[code].rights


def personal_codes() -> frozenset[str]:
    """The codes of the deeds that the person to whom they were done may always read."""
    return frozenset(code for code, event in _events.items() if event.personal)
