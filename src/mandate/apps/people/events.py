"""What the journal says of members. Days are ISO dates; units and kinds are codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.people.models import ENDED_NAMES, Correction
from mandate.core.membership import Ended
from mandate.platform.i18n import formats, languages
from mandate.platform.journal.changes import SHARED, Change
from mandate.platform.journal.events import Event, Text
from mandate.platform.journal.people import Person
from mandate.platform.listing.events import WORDS, ListTaken


def day_words(iso: str) -> str:
    """An ISO date as people write it."""
    return formats.date_long(date.fromisoformat(iso), languages.current())


class MemberEvent(Event):
    """What is done to memberships."""

    part: ClassVar[Text] = gettext_lazy("Members")
    audience: ClassVar[str] = "people.view"
    personal: ClassVar[bool] = True
    apart: ClassVar[tuple[str, ...]] = ("document",)


@dataclass(frozen=True)
class Admitted(MemberEvent):
    """Somebody is a member of the unit from a day on; ``kind`` is {language: name}."""

    code: ClassVar[str] = "people.admitted"
    label: ClassVar[Text] = gettext_lazy("a member admitted")
    person: Person
    kind: dict[str, str]
    day: str
    document: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "kind": languages.text_in(self.kind), "day": day_words(self.day)}
        return _("Entered %(name)s as a member (%(kind)s) from %(day)s") % told


@dataclass(frozen=True)
class KindChanged(MemberEvent):
    """A member is one of another kind from a day on; both are {language: name}."""

    code: ClassVar[str] = "people.step"
    label: ClassVar[Text] = gettext_lazy("a kind of member changed")
    person: Person
    old: dict[str, str]
    new: dict[str, str]
    day: str
    document: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "kind": languages.text_in(self.new), "day": day_words(self.day)}
        return _("%(name)s is a member of another kind (%(kind)s) from %(day)s") % told


@dataclass(frozen=True)
class MembershipEnded(MemberEvent):
    """Somebody is no member any more from a day on."""

    code: ClassVar[str] = "people.ended"
    label: ClassVar[Text] = gettext_lazy("a membership ended")
    person: Person
    how: str
    day: str
    document: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "how": ENDED_NAMES[Ended(self.how)], "day": day_words(self.day)}
        return _("Ended the membership of %(name)s on %(day)s: %(how)s") % told


@dataclass(frozen=True)
class PersonCorrected(MemberEvent):
    """What is kept of a person was put right: the name, which the journal knows by the person, or one of the
    values by field, which go when the person is erased."""

    code: ClassVar[str] = "people.corrected"
    label: ClassVar[Text] = gettext_lazy("the entry of a member corrected")
    apart: ClassVar[tuple[str, ...]] = ("before", "after")
    words: ClassVar[Mapping[str, Text]] = {
        "number": gettext_lazy("member number"),
        "born": gettext_lazy("date of birth"),
        "phone": gettext_lazy("telephone"),
    }
    person: Person
    before: dict[str, str] | None
    after: dict[str, str] | None

    def sentence(self) -> str:
        """For people."""
        return _("Corrected the entry of %(name)s") % {"name": self.person}

    def differences(self) -> tuple[Change, ...]:
        """With the name, if the person was given another."""
        changes = super().differences()
        if self.person.before == self.person.name:
            return changes
        return (Change(str(SHARED["name"]), self.person.before, self.person.name), *changes)


def _label(choices: type[TextChoices], chosen: str) -> Text:
    """The words of a choice, or what is kept where it is none any more."""
    return dict(choices.choices).get(chosen, chosen)


class CorrectionEvent(MemberEvent):
    """What a person asks to be put right of what is kept about them; their words stand elsewhere."""

    apart: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True)
class CorrectionAsked(CorrectionEvent):
    """A person asks for it; ``about`` says what is wrong."""

    code: ClassVar[str] = "people.correction_asked"
    label: ClassVar[Text] = gettext_lazy("a correction asked for")
    person: Person
    about: str

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "what": _label(Correction.About, self.about)}
        return _("%(name)s asked for a correction: %(what)s") % told


@dataclass(frozen=True)
class CorrectionAnswered(CorrectionEvent):
    """Somebody answered it, or the person took it back."""

    code: ClassVar[str] = "people.correction_answered"
    label: ClassVar[Text] = gettext_lazy("a correction answered")
    person: Person
    about: str
    outcome: str

    def sentence(self) -> str:
        """For people."""
        told = {
            "name": self.person,
            "what": _label(Correction.About, self.about),
            "outcome": _label(Correction.Outcome, self.outcome),
        }
        return _("The correction that %(name)s asked for (%(what)s): %(outcome)s") % told


@dataclass(frozen=True)
class TakenBack(MemberEvent):
    """The last thing that was entered of a membership, for a day, was taken back."""

    apart: ClassVar[tuple[str, ...]] = ()
    code: ClassVar[str] = "people.undone"
    label: ClassVar[Text] = gettext_lazy("a change of a membership taken back")
    person: Person
    day: str

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "day": day_words(self.day)}
        return _("Took back what was entered of %(name)s for %(day)s") % told


class TransferEvent(MemberEvent):
    """A step of a transfer, told on both units; ``source`` and ``target`` are their codes."""

    touches: ClassVar[bool] = True


@dataclass(frozen=True)
class Released(TransferEvent):
    """A unit let a member go to another."""

    code: ClassVar[str] = "people.released"
    label: ClassVar[Text] = gettext_lazy("a member released to another unit")
    person: Person
    source: str
    target: str
    target_names: dict[str, str]
    day: str
    document: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "unit": languages.text_in(self.target_names), "day": day_words(self.day)}
        return _("Released %(name)s to %(unit)s on %(day)s") % told


@dataclass(frozen=True)
class Received(TransferEvent):
    """A unit received a member from another."""

    code: ClassVar[str] = "people.received"
    label: ClassVar[Text] = gettext_lazy("a member received from another unit")
    apart: ClassVar[tuple[str, ...]] = ()
    person: Person
    source: str
    target: str
    source_names: dict[str, str]
    day: str

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "unit": languages.text_in(self.source_names), "day": day_words(self.day)}
        return _("Received %(name)s from %(unit)s on %(day)s") % told


@dataclass(frozen=True)
class TransferStopped(TransferEvent):
    """A member stays: the transfer was not received, or taken back (``outcome``)."""

    code: ClassVar[str] = "people.stopped"
    label: ClassVar[Text] = gettext_lazy("a transfer stopped")
    apart: ClassVar[tuple[str, ...]] = ("reason",)
    person: Person
    source: str
    target: str
    target_names: dict[str, str]
    outcome: str
    reason: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "unit": languages.text_in(self.target_names)}
        if self.outcome == "declined":
            return _("Did not receive %(name)s in %(unit)s") % told
        return _("Took back the transfer of %(name)s to %(unit)s") % told


@dataclass(frozen=True)
class AllMoved(TransferEvent):
    """All members of a unit belong to another from a day on."""

    code: ClassVar[str] = "people.all_moved"
    label: ClassVar[Text] = gettext_lazy("all members of a unit moved to another")
    source: str
    source_names: dict[str, str]
    target: str
    target_names: dict[str, str]
    count: int
    day: str
    document: str | None

    def sentence(self) -> str:
        """For people."""
        words = ngettext(
            "Moved %(count)s member of %(source)s to %(target)s on %(day)s",
            "Moved all %(count)s members of %(source)s to %(target)s on %(day)s",
            self.count,
        )
        return words % {
            "count": self.count,
            "source": languages.text_in(self.source_names),
            "target": languages.text_in(self.target_names),
            "day": day_words(self.day),
        }


@dataclass(frozen=True)
class MembersImported(MemberEvent):
    """Members were read in from a table: so many people new, memberships begun and ended, entries put
    right."""

    code: ClassVar[str] = "people.imported"
    label: ClassVar[Text] = gettext_lazy("members imported")
    touches: ClassVar[bool] = True
    personal: ClassVar[bool] = False
    apart: ClassVar[tuple[str, ...]] = ()
    people: int
    began: int
    ended: int
    corrected: int

    def sentence(self) -> str:
        """For people."""
        return _(
            "Imported members: %(people)s new people, %(began)s memberships begun, %(ended)s ended, "
            "%(corrected)s entries corrected"
        ) % {
            "people": self.people,
            "began": self.began,
            "ended": self.ended,
            "corrected": self.corrected,
        }


@dataclass(frozen=True)
class MembersTaken(ListTaken):
    """The list of members went out as a file."""

    code: ClassVar[str] = "people.members_taken"
    part: ClassVar[Text] = MemberEvent.part
    label: ClassVar[Text] = gettext_lazy("the list of members taken out as a file")
    audience: ClassVar[str] = "people.view"
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Name or number"),
        "unit": gettext_lazy("Unit, with all below it"),
        "on": gettext_lazy("On"),
        "kind": gettext_lazy("Kind"),
        "of": gettext_lazy("Where"),
        "of=own": gettext_lazy("in this unit itself"),
        "years": gettext_lazy("Anniversary"),
    }

    def chosen(self, name: str, choice: str) -> str:
        """A day as people write it."""
        return day_words(choice) if name == "on" else super().chosen(name, choice)
