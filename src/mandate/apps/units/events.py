"""What the journal says of units. Days are ISO dates, "" an open side; names are {language: text}."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.units import sentences
from mandate.apps.units.watchers import Consequences
from mandate.platform.i18n import formats, languages
from mandate.platform.journal.events import Event, Text


def _day(iso: str) -> str:
    return formats.date_long(date.fromisoformat(iso), languages.current())


def _with_reports(sentence: str, excused: int | None, again: int | None) -> str:
    """A change with what it did to the reports that are expected; of an old row it is not known. Like all
    sentences of the journal it ends without a stop."""
    more = " ".join(sentences.told(Consequences(excused or 0, again or 0)))
    return f"{sentence}. {more.removesuffix('.')}" if more else sentence


class UnitEvent(Event):
    """What is done to units and their kinds."""

    part: ClassVar[Text] = gettext_lazy("Units")
    audience: ClassVar[str] = "units.view"
    words: ClassVar[Mapping[str, Text]] = {
        "plurals": gettext_lazy("plural"),
    }


@dataclass(frozen=True)
class UnitCreated(UnitEvent):
    """A unit was opened for the first time."""

    code: ClassVar[str] = "units.created"
    label: ClassVar[Text] = gettext_lazy("a unit opened")
    unit: str
    names: dict[str, str]
    kind: str
    parent: str
    starts: str
    document: str

    def sentence(self) -> str:
        """For people."""
        told = {"unit": languages.text_in(self.names)}
        if not self.starts:
            return _("Entered the unit %(unit)s") % told
        return _("Opened the unit %(unit)s from %(day)s") % (told | {"day": _day(self.starts)})


@dataclass(frozen=True)
class UnitRenamed(UnitEvent):
    """The names of a unit changed."""

    code: ClassVar[str] = "units.renamed"
    label: ClassVar[Text] = gettext_lazy("a unit renamed")
    unit: str
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        old, new = languages.text_in(self.before), languages.text_in(self.after)
        if old == new:
            return _("Changed the names of %(unit)s in other languages") % {"unit": new}
        return _("Renamed %(before)s to %(after)s") % {"before": old, "after": new}


@dataclass(frozen=True)
class UnitKindChanged(UnitEvent):
    """A unit became one of another kind; ``before`` and ``after`` are codes of kinds."""

    code: ClassVar[str] = "units.kind_changed"
    label: ClassVar[Text] = gettext_lazy("the kind of a unit changed")
    unit: str
    before: str
    after: str

    def sentence(self) -> str:
        """For people."""
        told = {"unit": self.unit, "before": self.before, "after": self.after}
        return _("Changed the kind of %(unit)s from %(before)s to %(after)s") % told


@dataclass(frozen=True)
class UnitMoved(UnitEvent):
    """A unit lies under another parent from a day; ``before`` and ``after`` are codes, "" the top."""

    code: ClassVar[str] = "units.moved"
    label: ClassVar[Text] = gettext_lazy("a unit moved")
    touches: ClassVar[bool] = True
    unit: str
    before: str
    after: str
    starts: str
    document: str

    def sentence(self) -> str:
        """For people."""
        told = {"unit": self.unit, "after": self.after, "day": _day(self.starts)}
        if not self.after:
            return _("Moved %(unit)s to the top from %(day)s") % told
        return _("Moved %(unit)s under %(after)s from %(day)s") % told

    def beside(self, units: Collection[str]) -> str:
        """Where it goes is told where it goes to; whoever loses it learns that it goes."""
        if self.after and self.after in units:
            return self.sentence()
        return _("Moved %(unit)s away from %(day)s") % {"unit": self.unit, "day": _day(self.starts)}


@dataclass(frozen=True)
class UnitClosed(UnitEvent):
    """A unit is closed from a day, which excuses so many reports."""

    code: ClassVar[str] = "units.closed"
    label: ClassVar[Text] = gettext_lazy("a unit closed")
    unit: str
    ends: str
    document: str
    excused: int = 0

    def sentence(self) -> str:
        """For people."""
        told = {"unit": self.unit, "day": _day(self.ends), "count": self.excused}
        if not self.excused:
            return _("Closed the unit %(unit)s from %(day)s") % told
        return (
            ngettext(
                "Closed the unit %(unit)s from %(day)s, which excuses %(count)s report",
                "Closed the unit %(unit)s from %(day)s, which excuses %(count)s reports",
                self.excused,
            )
            % told
        )


@dataclass(frozen=True)
class UnitReopened(UnitEvent):
    """A closed unit is open again from a day; so many reports that the closing excused are expected again."""

    code: ClassVar[str] = "units.reopened"
    label: ClassVar[Text] = gettext_lazy("a unit opened again")
    touches: ClassVar[bool] = True
    unit: str
    parent: str
    starts: str
    document: str
    again: int = 0

    def sentence(self) -> str:
        """For people."""
        told = {"unit": self.unit, "day": _day(self.starts), "count": self.again}
        if not self.again:
            return _("Opened the unit %(unit)s again from %(day)s") % told
        return (
            ngettext(
                "Opened the unit %(unit)s again from %(day)s, which asks for %(count)s report again",
                "Opened the unit %(unit)s again from %(day)s, which asks for %(count)s reports again",
                self.again,
            )
            % told
        )

    def beside(self, units: Collection[str]) -> str:
        """It names only the unit, which was theirs or is to be."""
        return self.sentence()


@dataclass(frozen=True)
class PlacementUndone(UnitEvent):
    """The last change of a unit's place was taken back; ``change`` is "moved", "closed" or "reopened". So
    many reports are excused by it, or expected again."""

    code: ClassVar[str] = "units.undone"
    label: ClassVar[Text] = gettext_lazy("a change of place taken back")
    touches: ClassVar[bool] = True
    unit: str
    change: str
    day: str
    excused: int = 0
    again: int = 0

    def sentence(self) -> str:
        """For people."""
        sentence = {
            "closed": _("Took back the closing of %(unit)s on %(day)s"),
            "reopened": _("Took back the reopening of %(unit)s on %(day)s"),
        }.get(self.change) or _("Took back the move of %(unit)s on %(day)s")
        words = {"unit": self.unit, "day": _day(self.day)}
        return _with_reports(sentence % words, self.excused, self.again)

    def beside(self, units: Collection[str]) -> str:
        """It names only the unit, which was theirs or is to be."""
        return self.sentence()


@dataclass(frozen=True)
class UnitsImported(UnitEvent):
    """Units were read in from a table. ``renames``, ``moves`` and ``kinds`` are {code: [before, after]}; so
    many reports are excused by it, or expected again."""

    code: ClassVar[str] = "units.imported"
    label: ClassVar[Text] = gettext_lazy("units imported")
    touches: ClassVar[bool] = True
    created: int
    unchanged: int
    as_of: str
    renames: dict[str, list[str]]
    moves: dict[str, list[str]]
    kinds: dict[str, list[str]] = field(default_factory=dict)
    excused: int = 0
    again: int = 0

    def sentence(self) -> str:
        """For people."""
        count = self.created + len(self.renames.keys() | self.moves.keys() | self.kinds.keys())
        sentence = ngettext(
            "Imported units: %(count)s new or changed unit",
            "Imported units: %(count)s new or changed units",
            count,
        ) % {"count": count}
        return _with_reports(sentence, self.excused, self.again)


@dataclass(frozen=True)
class KindChanged(UnitEvent):
    """The names of a kind of unit changed; both sides hold {"names": …, "plurals": …}."""

    code: ClassVar[str] = "units.kind_renamed"
    label: ClassVar[Text] = gettext_lazy("a kind of unit renamed")
    kind: str
    before: dict[str, dict[str, str]]
    after: dict[str, dict[str, str]]

    def sentence(self) -> str:
        """For people."""
        name = languages.text_in(self.after["names"])
        return _("Changed the names of the kind of unit %(kind)s") % {"kind": name}


@dataclass(frozen=True)
class SisterLinked(UnitEvent):
    """A unit of a sister organisation stands beside another unit; both are {language: text}."""

    code: ClassVar[str] = "units.sister_linked"
    label: ClassVar[Text] = gettext_lazy("a sister organisation linked")
    touches: ClassVar[bool] = True
    sister: dict[str, str]
    unit: dict[str, str]
    starts: str
    document: str

    def sentence(self) -> str:
        """For people."""
        told = {"sister": languages.text_in(self.sister), "unit": languages.text_in(self.unit)}
        return _("Put %(sister)s beside %(unit)s from %(day)s") % (told | {"day": _day(self.starts)})


@dataclass(frozen=True)
class SisterLinkEnded(UnitEvent):
    """It stands there no longer from a day; without one, its end is taken back."""

    code: ClassVar[str] = "units.sister_ended"
    label: ClassVar[Text] = gettext_lazy("the link of a sister organisation ended")
    touches: ClassVar[bool] = True
    sister: dict[str, str]
    unit: dict[str, str]
    ends: str
    document: str

    def sentence(self) -> str:
        """For people."""
        told = {"sister": languages.text_in(self.sister), "unit": languages.text_in(self.unit)}
        if not self.ends:
            return _("Took back that %(sister)s no longer stands beside %(unit)s") % told
        return _("Ended the place of %(sister)s beside %(unit)s on %(day)s") % (
            told | {"day": _day(self.ends)}
        )


@dataclass(frozen=True)
class SisterLinkRemoved(UnitEvent):
    """A link that was a mistake is gone."""

    code: ClassVar[str] = "units.sister_removed"
    label: ClassVar[Text] = gettext_lazy("the link of a sister organisation removed")
    touches: ClassVar[bool] = True
    sister: dict[str, str]
    unit: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        told = {"sister": languages.text_in(self.sister), "unit": languages.text_in(self.unit)}
        return _("Removed the link of %(sister)s to %(unit)s, which was a mistake") % told
