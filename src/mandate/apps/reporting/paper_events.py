"""What the journal says of the papers of reports.

The subject of its events is ("report", id). ``form`` holds the form's names by language.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reporting.events import ReportingEvent, named
from mandate.platform.journal.events import Text


@dataclass(frozen=True)
class PaperEvent(ReportingEvent):
    """What is done to a paper, by its number and name."""

    audience: ClassVar[str] = "papers.read"
    quiet: ClassVar[bool] = True
    form: dict[str, str]
    period: str
    revision: int
    paper: int
    name: str

    def _told(self) -> dict[str, object]:
        return {**named(self.form, self.period), "name": self.name}


@dataclass(frozen=True)
class PaperAttached(PaperEvent):
    """A paper came to a report."""

    code: ClassVar[str] = "reporting.paper_attached"
    label: ClassVar[Text] = gettext_lazy("a paper attached")

    def sentence(self) -> str:
        """For people."""
        return _("Attached “%(name)s” to %(form)s for %(period)s") % self._told()


@dataclass(frozen=True)
class PaperTaken(PaperEvent):
    """A paper was taken away from the revision that is written; those before keep it."""

    code: ClassVar[str] = "reporting.paper_taken"
    label: ClassVar[Text] = gettext_lazy("a paper taken away")

    def sentence(self) -> str:
        """For people."""
        return _("Took “%(name)s” away from %(form)s for %(period)s") % self._told()


@dataclass(frozen=True)
class PaperPutBack(PaperEvent):
    """A paper that was taken away was put back."""

    code: ClassVar[str] = "reporting.paper_put_back"
    label: ClassVar[Text] = gettext_lazy("a paper put back")

    def sentence(self) -> str:
        """For people."""
        return _("Put “%(name)s” back to %(form)s for %(period)s") % self._told()
