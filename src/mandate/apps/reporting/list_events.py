"""What the journal says of lists of reports that went out as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy

from mandate.apps.reporting.events import ReportingEvent
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.periods import name_of_code
from mandate.platform.journal.events import Text
from mandate.platform.listing.events import WORDS, ListTaken


@dataclass(frozen=True)
class MissingTaken(ListTaken):
    """The list of missing reports went out as a file: it names who is responsible for each."""

    code: ClassVar[str] = "reporting.missing_taken"
    part: ClassVar[Text] = ReportingEvent.part
    label: ClassVar[Text] = gettext_lazy("the list of missing reports taken out as a file")
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Unit"),
        "unit": gettext_lazy("Unit, with all below it"),
        "period": gettext_lazy("Period"),
    }

    def chosen(self, name: str, choice: str) -> str:
        """A period by its name."""
        return name_of_code(choice, current(), "within") if name == "period" else super().chosen(name, choice)
