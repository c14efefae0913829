"""What the journal says of reviews."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.events import Event, Text
from mandate.platform.journal.people import Person


class ReviewEvent(Event):
    """What is done to reviews."""

    part: ClassVar[Text] = gettext_lazy("Reviews")
    audience: ClassVar[str] = "reviews.view"


@dataclass(frozen=True)
class ReviewNotesSaved(ReviewEvent):
    """The secretary wrote; the texts by section as they were and as they are, where they differ."""

    code: ClassVar[str] = "reviews.notes_saved"
    label: ClassVar[Text] = gettext_lazy("notes of a review written")
    period: str
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Wrote the notes of the review for %(period)s") % {"period": _named(self.period)}


@dataclass(frozen=True)
class ReviewNotesRestored(ReviewEvent):
    """An earlier version of the notes, by its number, was taken up again; the texts as with
    :class:`ReviewNotesSaved`."""

    code: ClassVar[str] = "reviews.notes_restored"
    label: ClassVar[Text] = gettext_lazy("earlier notes of a review taken up again")
    period: str
    number: int
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        words = {"period": _named(self.period), "number": self.number}
        return _("Went back to version %(number)s of the notes of the review for %(period)s") % words


@dataclass(frozen=True)
class ReviewClosed(ReviewEvent):
    """The review was closed with its figures."""

    code: ClassVar[str] = "reviews.closed"
    label: ClassVar[Text] = gettext_lazy("a review closed")
    period: str
    met_or_exceeded: int
    targets: int
    known_at: str

    def sentence(self) -> str:
        """For people."""
        words = {"period": _named(self.period), "met": self.met_or_exceeded, "total": self.targets}
        if not self.targets:
            return _("Closed the review for %(period)s") % words
        return _("Closed the review for %(period)s: %(met)s of %(total)s targets met or exceeded") % words


@dataclass(frozen=True)
class ReopeningAsked(ReviewEvent):
    """Somebody asked that a closed review be opened again; a second person does it. It is told to those who
    may."""

    code: ClassVar[str] = "reviews.reopening_asked"
    audience: ClassVar[str] = "reviews.reopen"
    label: ClassVar[Text] = gettext_lazy("asked to open a review again")
    period: str
    reason: str

    def sentence(self) -> str:
        """For people."""
        return _("Asked to open the review for %(period)s again: %(reason)s") % {
            "period": _named(self.period),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class ReopeningDropped(ReviewEvent):
    """The wish to open a closed review again was taken back, or turned down for a reason; ``asked_by`` had
    it."""

    code: ClassVar[str] = "reviews.reopening_dropped"
    audience: ClassVar[str] = "reviews.reopen"
    label: ClassVar[Text] = gettext_lazy("a review left closed")
    period: str
    asked_by: Person
    taken_back: bool = False
    reason: str = ""

    def sentence(self) -> str:
        """For people."""
        if self.taken_back:
            words = {"period": _named(self.period)}
            return _("Took back the request to open the review for %(period)s again") % words
        if self.reason:
            told = {"period": _named(self.period), "name": self.asked_by, "reason": self.reason}
            return (
                _("Left the review for %(period)s closed, which %(name)s had asked to open again: %(reason)s")
                % told
            )
        return _("Left the review for %(period)s closed, which %(name)s had asked to open again") % {
            "period": _named(self.period),
            "name": self.asked_by,
        }


@dataclass(frozen=True)
class ReviewReopened(ReviewEvent):
    """A closed review was opened again; ``closed_at`` and ``closed_by`` are of the closing taken back,
    ``asked_by`` is who asked for it where it took two people."""

    code: ClassVar[str] = "reviews.reopened"
    label: ClassVar[Text] = gettext_lazy("a review opened again")
    period: str
    reason: str
    closed_at: str
    closed_by: Person | None
    asked_by: Person | None = None

    def sentence(self) -> str:
        """For people."""
        return _("Opened the review for %(period)s again: %(reason)s") % {
            "period": _named(self.period),
            "reason": self.reason,
        }


def _named(code: str) -> str:
    return name_of_code(code, current(), "sentence")
