"""What the journal says of lists of reports that went out as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy

from mandate.apps.reporting.events import ReportingEvent
from mandate.apps.reporting.models import Form
from mandate.platform.database.reading import once
from mandate.platform.i18n.languages import current, text_in
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
        "form": gettext_lazy("Form"),
    }

    def chosen(self, name: str, choice: str) -> str:
        """A period and a form by their names."""
        if name == "form":
            return _forms().get(choice, choice)
        return name_of_code(choice, current(), "within") if name == "period" else super().chosen(name, choice)


def _forms() -> dict[str, str]:
    """The names of all forms, by what an address calls them: one query, however many rows tell of them."""
    return once(
        "names of forms", lambda: {str(one.pk): text_in(one.names) or one.code for one in Form.objects.all()}
    )
