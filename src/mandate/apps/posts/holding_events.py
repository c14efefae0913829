"""What the journal says of people in posts."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.posts.events import Names, PostsEvent, day_words
from mandate.apps.posts.models import HOW_NAMES
from mandate.core.holding import How
from mandate.platform.i18n import languages
from mandate.platform.journal.events import Text
from mandate.platform.journal.people import Person


class HoldingEvent(PostsEvent):
    """What is done to the holding of a person, whose rights may come from it."""

    personal: ClassVar[bool] = True
    rights: ClassVar[bool] = True


@dataclass(frozen=True)
class Filled(HoldingEvent):
    """Somebody holds a post from a day on."""

    code: ClassVar[str] = "posts.filled"
    label: ClassVar[Text] = gettext_lazy("a post filled")
    apart: ClassVar[tuple[str, ...]] = ("decision",)
    person: Person
    post: Names
    manner: str
    day: str
    decision: str | None

    def sentence(self) -> str:
        """For people."""
        return _("%(name)s holds the post “%(post)s” from %(day)s (%(how)s)") % {
            "name": self.person,
            "post": languages.text_in(self.post),
            "day": day_words(self.day),
            "how": HOW_NAMES[How(self.manner)],
        }


@dataclass(frozen=True)
class HoldingEnded(HoldingEvent):
    """Somebody holds a post no more from a day on."""

    code: ClassVar[str] = "posts.ended"
    label: ClassVar[Text] = gettext_lazy("the holding of a post ended")
    apart: ClassVar[tuple[str, ...]] = ("decision",)
    person: Person
    post: Names
    why: str
    day: str
    decision: str | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "post": languages.text_in(self.post), "day": day_words(self.day)}
        return _("%(name)s no longer holds the post “%(post)s” from %(day)s") % told


@dataclass(frozen=True)
class HoldingCorrected(HoldingEvent):
    """What is kept of a holding was put right."""

    code: ClassVar[str] = "posts.corrected"
    label: ClassVar[Text] = gettext_lazy("the entry of a holding corrected")
    apart: ClassVar[tuple[str, ...]] = ("before", "after")
    person: Person
    post: Names
    before: dict[str, str] | None
    after: dict[str, str] | None

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "post": languages.text_in(self.post)}
        return _("Corrected how %(name)s holds the post “%(post)s”") % told


@dataclass(frozen=True)
class HoldingTakenBack(HoldingEvent):
    """The last thing that was entered of a holding was taken back."""

    code: ClassVar[str] = "posts.undone"
    label: ClassVar[Text] = gettext_lazy("a change of a holding taken back")
    person: Person
    post: Names
    day: str

    def sentence(self) -> str:
        """For people."""
        told = {"name": self.person, "post": languages.text_in(self.post), "day": day_words(self.day)}
        return _("Took back what was entered of %(name)s in the post “%(post)s” for %(day)s") % told
