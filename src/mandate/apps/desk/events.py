"""What the journal says of itself."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy

from mandate.platform.journal.events import Text
from mandate.platform.listing.events import ListTaken


@dataclass(frozen=True)
class JournalTaken(ListTaken):
    """The journal went out as a file: it says who did what."""

    code: ClassVar[str] = "journal.taken"
    part: ClassVar[Text] = gettext_lazy("Journal")
    label: ClassVar[Text] = gettext_lazy("the journal taken out as a file")
