"""What the journal says of the list of people; what happens to a person is in platform/access."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy

from mandate.platform.access.events import AccessEvent
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.journal.events import Text
from mandate.platform.listing.events import WORDS, ListTaken


@dataclass(frozen=True)
class PeopleTaken(ListTaken):
    """The list of people went out as a file."""

    code: ClassVar[str] = "access.people_taken"
    part: ClassVar[Text] = AccessEvent.part
    label: ClassVar[Text] = gettext_lazy("the list of people taken out as a file")
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Name or email"),
        "unit": gettext_lazy("Unit, with all below it"),
        "role": gettext_lazy("Role"),
        **{f"role={role}": name for role, name in ROLE_NAMES.items()},
        "signs_in": gettext_lazy("may sign in"),
        "signs_in=yes": gettext_lazy("yes"),
        "signs_in=no": gettext_lazy("no"),
        "signed_in": gettext_lazy("has ever signed in"),
        "signed_in=yes": gettext_lazy("yes"),
        "signed_in=no": gettext_lazy("no"),
    }
