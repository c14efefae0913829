"""What the journal says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy

from mandate.platform.journal.events import Text, kind_in_words
from mandate.platform.listing.events import ListTaken


@dataclass(frozen=True)
class JournalTaken(ListTaken):
    """The journal went out as a file: it says who did what."""

    code: ClassVar[str] = "journal.taken"
    part: ClassVar[Text] = gettext_lazy("Journal")
    label: ClassVar[Text] = gettext_lazy("the journal taken out as a file")
    words: ClassVar[Mapping[str, Text]] = {
        "unit": gettext_lazy("Unit, with all below it"),
        "person": gettext_lazy("Person"),
        "kind": gettext_lazy("Kind of action"),
        "since": gettext_lazy("From"),
        "until": gettext_lazy("Until (inclusive)"),
        "text": gettext_lazy("Text"),
    }

    def chosen(self, name: str, choice: str) -> str:
        """A kind of action in its own words, "reporting." as those of its part."""
        return kind_in_words(choice) if name == "kind" else super().chosen(name, choice)
