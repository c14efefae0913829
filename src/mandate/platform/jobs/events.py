"""What the journal says of jobs; what a job does is told by the events of what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.jobs.kinds import kinds
from mandate.platform.jobs.permissions import JOBS_MANAGE
from mandate.platform.journal.events import Event, Text


@dataclass(frozen=True)
class JobEvent(Event):
    """The base: for whoever asked for the job, and for those who look after all."""

    part: ClassVar[Text] = gettext_lazy("Jobs")
    audience: ClassVar[str] = JOBS_MANAGE
    personal: ClassVar[bool] = True
    quiet: ClassVar[bool] = True
    words: ClassVar[Mapping[str, Text]] = {}

    job: int
    kind: str

    def _label(self) -> dict[str, str]:
        known = kinds().get(self.kind)
        return {"what": str(known.label) if known else self.kind}


@dataclass(frozen=True)
class JobStarted(JobEvent):
    """Somebody asked for it."""

    code: ClassVar[str] = "jobs.started"
    label: ClassVar[Text] = gettext_lazy("a job started")

    def sentence(self) -> str:
        """For people."""
        return _("Started a job: %(what)s") % self._label()


@dataclass(frozen=True)
class JobCancelAsked(JobEvent):
    """Somebody asked for it to stop."""

    code: ClassVar[str] = "jobs.cancel_asked"
    label: ClassVar[Text] = gettext_lazy("a job cancelled")

    def sentence(self) -> str:
        """For people."""
        return _("Asked a job to stop: %(what)s") % self._label()


@dataclass(frozen=True)
class JobEnded(JobEvent):
    """It ended, well or not."""

    code: ClassVar[str] = "jobs.ended"
    label: ClassVar[Text] = gettext_lazy("a job ended")
    state: str
    done: int
    total: int

    def sentence(self) -> str:
        """For people."""
        told = self._label() | {"done": self.done, "total": self.total}
        if self.state == "done":
            return _("A job is done: %(what)s") % told
        if self.state == "cancelled":
            return _("A job was cancelled after %(done)s of %(total)s: %(what)s") % told
        return _("A job failed after %(done)s of %(total)s: %(what)s") % told


@dataclass(frozen=True)
class JobProgress(JobEvent):
    """It is further on. Told to open pages only; the journal keeps none."""

    code: ClassVar[str] = "jobs.progress"
    label: ClassVar[Text] = gettext_lazy("a job went on")
    passing: ClassVar[bool] = True

    def sentence(self) -> str:
        """For people."""
        return _("A job went on: %(what)s") % self._label()
