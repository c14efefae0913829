"""Typed events: what a deed leaves in the journal. An event says everything about itself: its part and its
kind in words, its sentence, what it changed, and who may learn of it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, ClassVar, get_args

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.platform.journal.changes import Change, changes_in
from mandate.platform.journal.people import Person

Text = str | Promise

_events: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """The base of all events. A part of the house derives one class without a ``code``, which says what its
    events have in common, and from that a frozen dataclass of JSON values for each kind of deed. It is
    written by :func:`mandate.platform.journal.record.record` and read back by
    :func:`mandate.platform.journal.reading.read`. A person in it is a :class:`Person`, never a name.

    ``code``: stable, "reporting.accepted". ``part`` and ``label`` are the words of the journal's filter.
    ``audience`` is the action that must be allowed on a deed's unit for somebody to learn of it (see
    audience.py); ``personal``: the person to whom it was done may always read it. ``by_guest``: nobody was
    signed in. ``passing``: it is only told to open pages, of its person and of its audience (which may be
    nobody), and leaves no row. ``quiet``: it changes only the page of what it was done to, no list and no
    counter. ``rights``: what the person to whom it was done may do, or the sessions of that person, are
    others after it. ``words`` name the fields of ``before`` and ``after``; one without a word stands for
    itself. ``apart`` are fields with what somebody typed about people, or other personal values: they are
    kept beside the journal until the person is erased, and are None from then on.
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
    apart: ClassVar[tuple[str, ...]] = ()

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

    def kept(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the journal keeps for good, a person as a number, and what is kept apart."""
        data = asdict(self)
        for name in people_in(self.code):
            person = getattr(self, name)
            data[name] = person.id if person is not None else None
        apart = {name: data.pop(name) for name in self.apart if data[name]}
        return data, apart


@cache
def people_in(code: str) -> tuple[str, ...]:
    """The fields of an event that are people."""
    told = fields(_events[code])
    return tuple(one.name for one in told if one.type is Person or Person in get_args(one.type))


def event_from(code: str, data: Mapping[str, Any], people: Mapping[int, Person] = {}) -> Event:
    """The event of a journal row, with what is kept apart among the data, and the people whom it names as
    they were called then. Fields added to an event since are filled with None."""
    cls = _events[code]
    told = {field.name: data.get(field.name) for field in fields(cls)}
    for name in people_in(code):
        pk = told[name]
        told[name] = Person(None) if pk is None else people.get(pk, Person(pk))
    return cls(**told)


def people_named(code: str, data: Mapping[str, Any]) -> tuple[int, ...]:
    """The numbers of the people whom the event of a row names."""
    named = (data.get(name) for name in people_in(code))
    return tuple(pk for pk in named if pk is not None)


def naming_codes() -> Mapping[str, list[str]]:
    """By field, the codes of the deeds whose events name a person there."""
    found: dict[str, list[str]] = {}
    for code in codes():
        for name in people_in(code):
            found.setdefault(name, []).append(code)
    return found


def codes_with_values_apart() -> list[str]:
    """The codes of the deeds that may have personal values beside their rows."""
    return [code for code in codes() if _events[code].apart]


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


def kind_in_words(kind: str) -> str:
    """A kind of deed as the filter names it, or with "reporting." all of a part; one that is not known stands
    for itself."""
    for part in parts():
        if kind == f"{part.key}.":
            return all_of(part)
    return str(_events[kind].label) if kind in _events else kind


def all_of(part: Part) -> str:
    """The words for all kinds of a part."""
    return _("%(part)s: all") % {"part": part.name}


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
