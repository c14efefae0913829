"""What the journal says of applications to become a member, and of the sources from which members come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.events import MemberEvent, day_words
from mandate.apps.people.models import STATE_NAMES, STEP_NAMES
from mandate.core.admission import State, Step
from mandate.platform.i18n import languages
from mandate.platform.journal.events import Text
from mandate.platform.journal.people import Person
from mandate.platform.listing.events import WORDS, ListTaken


class ApplicationEvent(MemberEvent):
    """What is done in an application; its subject is ("application", id)."""

    touches: ClassVar[bool] = True
    apart: ClassVar[tuple[str, ...]] = ("note",)


@dataclass(frozen=True)
class Stepped(ApplicationEvent):
    """A step of an application, but no recommendation."""

    code: ClassVar[str] = "people.application_step"
    label: ClassVar[Text] = gettext_lazy("a step of an application")
    person: Person
    step: str
    day: str
    note: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "step": STEP_NAMES[Step(self.step)], "day": day_words(self.day)}
        return _("Application of %(name)s: %(step)s on %(day)s") % told


@dataclass(frozen=True)
class Recommended(ApplicationEvent):
    """A member recommended an applicant."""

    code: ClassVar[str] = "people.recommended"
    label: ClassVar[Text] = gettext_lazy("an applicant recommended")
    person: Person
    recommended_by: Person
    day: str
    note: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "member": self.recommended_by, "day": day_words(self.day)}
        return _("Application of %(name)s: recommended by %(member)s on %(day)s") % told


@dataclass(frozen=True)
class StepTakenBack(ApplicationEvent):
    """The last step of an application was taken back."""

    apart: ClassVar[tuple[str, ...]] = ()
    code: ClassVar[str] = "people.step_taken_back"
    label: ClassVar[Text] = gettext_lazy("a step of an application taken back")
    person: Person
    step: str

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "step": STEP_NAMES[Step(self.step)]}
        return _("Application of %(name)s: took back “%(step)s”") % told


class PaperEvent(ApplicationEvent):
    """What is done to a document of an application. What it is called may tell of the applicant."""

    apart: ClassVar[tuple[str, ...]] = ("paper",)


@dataclass(frozen=True)
class PaperAttached(PaperEvent):
    """A document came to an application."""

    code: ClassVar[str] = "people.paper_attached"
    label: ClassVar[Text] = gettext_lazy("a document attached to an application")
    person: Person
    paper: str | None

    def sentence(self) -> str:
        """For people."""
        return _("Application of %(name)s: attached a document") % {"name": self.person}


@dataclass(frozen=True)
class PaperTaken(PaperEvent):
    """A document was taken away from an application."""

    code: ClassVar[str] = "people.paper_taken"
    label: ClassVar[Text] = gettext_lazy("a document of an application removed")
    person: Person
    paper: str | None

    def sentence(self) -> str:
        """For people."""
        return _("Application of %(name)s: removed a document") % {"name": self.person}


@dataclass(frozen=True)
class PaperPutBack(PaperEvent):
    """A document that was taken away was put back."""

    code: ClassVar[str] = "people.paper_put_back"
    label: ClassVar[Text] = gettext_lazy("a document of an application put back")
    person: Person
    paper: str | None

    def sentence(self) -> str:
        """For people."""
        return _("Application of %(name)s: put back a document") % {"name": self.person}


class SourceEvent(MemberEvent):
    """What is done to the list of sources; ``names`` are {language: text}."""

    audience: ClassVar[str] = "people.sources"
    personal: ClassVar[bool] = False
    apart: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True)
class SourceSaved(SourceEvent):
    """A source was made or changed."""

    code: ClassVar[str] = "people.source_saved"
    label: ClassVar[Text] = gettext_lazy("a source of members saved")
    source: str
    names: dict[str, str]
    offered: bool

    def sentence(self) -> str:
        """For people."""
        told = {"source": languages.text_in(self.names) or self.source}
        return _("Saved the source of members “%(source)s”") % told


@dataclass(frozen=True)
class SourceRemoved(SourceEvent):
    """A source from which nobody came is gone."""

    code: ClassVar[str] = "people.source_removed"
    label: ClassVar[Text] = gettext_lazy("a source of members removed")
    source: str
    names: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        told = {"source": languages.text_in(self.names) or self.source}
        return _("Removed the source of members “%(source)s”") % told


@dataclass(frozen=True)
class ApplicationsTaken(ListTaken):
    """The list of applications went out as a file."""

    code: ClassVar[str] = "people.applications_taken"
    part: ClassVar[Text] = MemberEvent.part
    label: ClassVar[Text] = gettext_lazy("the list of applications taken out as a file")
    audience: ClassVar[str] = "people.view"
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Name or number"),
        "unit": gettext_lazy("Unit, with all below it"),
        "state": gettext_lazy("State"),
        **{f"state={state.value}": STATE_NAMES[state] for state in State},
        "state=open": gettext_lazy("all that are open"),
        "waits": gettext_lazy("For whom it waits"),
        "waits=me": gettext_lazy("for me"),
        "year": gettext_lazy("Year of application"),
        "source": gettext_lazy("Source"),
    }
