"""What the journal says of bodies, terms and posts. Days are ISO dates; names of bodies and posts are
{language: text}. Of people in posts: holding_events.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.posts.models import Body, Post
from mandate.platform.i18n import formats, languages
from mandate.platform.journal.events import Event, Text
from mandate.platform.listing.events import WORDS, ListTaken

Names = dict[str, str]


def names_of(row: Body | Post) -> Names:
    """By what a body or post is called, for an event."""
    return {languages.DEFAULT: row.name} if row.name else dict(row.kind.names)


def day_words(iso: str) -> str:
    """A day of an event as people read it."""
    return formats.date_long(date.fromisoformat(iso), languages.current())


class PostsEvent(Event):
    """What is done to bodies and posts."""

    part: ClassVar[Text] = gettext_lazy("Bodies and posts")
    audience: ClassVar[str] = "posts.view"
    words: ClassVar[Mapping[str, Text]] = {
        "size": gettext_lazy("places"),
        "places": gettext_lazy("places"),
        "remit": gettext_lazy("remit"),
        "ordinal": gettext_lazy("number of the term"),
        "starts": gettext_lazy("from"),
        "ends": gettext_lazy("until"),
        "how": gettext_lazy("how"),
        "ended": gettext_lazy("why it ended"),
        "number": gettext_lazy("number of the decision"),
        "decided": gettext_lazy("day of the decision"),
        "ending_number": gettext_lazy("number of the decision on the end"),
        "ending_decided": gettext_lazy("day of the decision on the end"),
    }


@dataclass(frozen=True)
class BodyOpened(PostsEvent):
    """A body from a day on."""

    code: ClassVar[str] = "posts.body_opened"
    label: ClassVar[Text] = gettext_lazy("a body opened")
    body: Names
    day: str

    def sentence(self) -> str:
        """For people."""
        told = {"body": languages.text_in(self.body), "day": day_words(self.day)}
        return _("Opened the body “%(body)s” from %(day)s") % told


@dataclass(frozen=True)
class BodyChanged(PostsEvent):
    """What is kept of a body was put right."""

    code: ClassVar[str] = "posts.body_changed"
    label: ClassVar[Text] = gettext_lazy("the entry of a body changed")
    body: Names
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the entry of the body “%(body)s”") % {"body": languages.text_in(self.body)}


@dataclass(frozen=True)
class BodyClosed(PostsEvent):
    """A body ends on a day; without one its closing is taken back."""

    code: ClassVar[str] = "posts.body_closed"
    label: ClassVar[Text] = gettext_lazy("a body closed")
    body: Names
    day: str

    def sentence(self) -> str:
        """For people."""
        if not self.day:
            return _("Took back the closing of the body “%(body)s”") % {"body": languages.text_in(self.body)}
        told = {"body": languages.text_in(self.body), "day": day_words(self.day)}
        return _("Closed the body “%(body)s” on %(day)s") % told


@dataclass(frozen=True)
class BodyRemoved(PostsEvent):
    """A body that was entered by mistake is gone."""

    code: ClassVar[str] = "posts.body_removed"
    label: ClassVar[Text] = gettext_lazy("a body removed")
    body: Names

    def sentence(self) -> str:
        """For people."""
        return _("Removed the body “%(body)s”, which had no posts") % {"body": languages.text_in(self.body)}


@dataclass(frozen=True)
class TermAdded(PostsEvent):
    """A term of a body."""

    code: ClassVar[str] = "posts.term_added"
    label: ClassVar[Text] = gettext_lazy("a term added")
    body: Names
    ordinal: int
    starts: str
    ends: str

    def sentence(self) -> str:
        """For people."""
        return _("Added term no. %(number)s of “%(body)s”: from %(day)s until %(end)s") % {
            "number": self.ordinal,
            "body": languages.text_in(self.body),
            "day": day_words(self.starts),
            "end": day_words(self.ends),
        }


@dataclass(frozen=True)
class TermChanged(PostsEvent):
    """A term has another number or other days."""

    code: ClassVar[str] = "posts.term_changed"
    label: ClassVar[Text] = gettext_lazy("a term changed")
    body: Names
    ordinal: int
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        told = {"number": self.ordinal, "body": languages.text_in(self.body)}
        return _("Changed term no. %(number)s of “%(body)s”") % told


@dataclass(frozen=True)
class TermRemoved(PostsEvent):
    """A term that was entered by mistake is gone."""

    code: ClassVar[str] = "posts.term_removed"
    label: ClassVar[Text] = gettext_lazy("a term removed")
    body: Names
    ordinal: int

    def sentence(self) -> str:
        """For people."""
        told = {"number": self.ordinal, "body": languages.text_in(self.body)}
        return _("Removed term no. %(number)s of “%(body)s”") % told


@dataclass(frozen=True)
class PostOpened(PostsEvent):
    """A post from a day on."""

    code: ClassVar[str] = "posts.post_opened"
    label: ClassVar[Text] = gettext_lazy("a post opened")
    post: Names
    places: int
    day: str

    def sentence(self) -> str:
        """For people."""
        words = ngettext(
            "Opened the post “%(post)s” with %(count)s place from %(day)s",
            "Opened the post “%(post)s” with %(count)s places from %(day)s",
            self.places,
        )
        return words % {
            "post": languages.text_in(self.post),
            "count": self.places,
            "day": day_words(self.day),
        }


@dataclass(frozen=True)
class PostChanged(PostsEvent):
    """What is kept of a post was put right."""

    code: ClassVar[str] = "posts.post_changed"
    label: ClassVar[Text] = gettext_lazy("the entry of a post changed")
    post: Names
    before: dict[str, str]
    after: dict[str, str]

    def sentence(self) -> str:
        """For people."""
        return _("Changed the entry of the post “%(post)s”") % {"post": languages.text_in(self.post)}


@dataclass(frozen=True)
class PostClosed(PostsEvent):
    """A post ends on a day; without one its closing is taken back."""

    code: ClassVar[str] = "posts.post_closed"
    label: ClassVar[Text] = gettext_lazy("a post closed")
    post: Names
    day: str

    def sentence(self) -> str:
        """For people."""
        if not self.day:
            return _("Took back the closing of the post “%(post)s”") % {"post": languages.text_in(self.post)}
        told = {"post": languages.text_in(self.post), "day": day_words(self.day)}
        return _("Closed the post “%(post)s” on %(day)s") % told


@dataclass(frozen=True)
class PostRemoved(PostsEvent):
    """A post that was entered by mistake is gone."""

    code: ClassVar[str] = "posts.post_removed"
    label: ClassVar[Text] = gettext_lazy("a post removed")
    post: Names

    def sentence(self) -> str:
        """For people."""
        return _("Removed the post “%(post)s”, which nobody held") % {"post": languages.text_in(self.post)}


@dataclass(frozen=True)
class AllClosed(PostsEvent):
    """All bodies and posts of a unit end on a day, and with them who holds them."""

    code: ClassVar[str] = "posts.all_closed"
    label: ClassVar[Text] = gettext_lazy("all bodies and posts of a unit closed")
    rights: ClassVar[bool] = True
    bodies: int
    posts: int
    holders: int
    day: str

    def sentence(self) -> str:
        """For people."""
        return _(
            "Closed all bodies and posts on %(day)s (bodies: %(bodies)s, posts: %(posts)s, people in posts: "
            "%(holders)s)"
        ) % {
            "day": day_words(self.day),
            "bodies": self.bodies,
            "posts": self.posts,
            "holders": self.holders,
        }


class KindEvent(PostsEvent):
    """What is done to the kinds of body and post; ``names`` are {language: text}."""

    audience: ClassVar[str] = "posts.kinds"


@dataclass(frozen=True)
class KindSaved(KindEvent):
    """A kind was made or changed."""

    code: ClassVar[str] = "posts.kind_saved"
    label: ClassVar[Text] = gettext_lazy("a kind of body or post saved")
    kind: str
    names: Names

    def sentence(self) -> str:
        """For people."""
        return _("Saved the kind “%(kind)s” of bodies or posts") % {
            "kind": languages.text_in(self.names) or self.kind
        }


@dataclass(frozen=True)
class KindRemoved(KindEvent):
    """A kind of which nothing was is gone."""

    code: ClassVar[str] = "posts.kind_removed"
    label: ClassVar[Text] = gettext_lazy("a kind of body or post removed")
    kind: str
    names: Names

    def sentence(self) -> str:
        """For people."""
        return _("Removed the kind “%(kind)s” of bodies or posts") % {
            "kind": languages.text_in(self.names) or self.kind
        }


@dataclass(frozen=True)
class PostsTaken(ListTaken):
    """The list of posts went out as a file."""

    code: ClassVar[str] = "posts.taken"
    part: ClassVar[Text] = PostsEvent.part
    label: ClassVar[Text] = gettext_lazy("the list of posts taken out as a file")
    audience: ClassVar[str] = "posts.view"
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Post, body, holder or unit"),
        "unit": gettext_lazy("Unit, with all below it"),
        "on": gettext_lazy("On"),
        "kind": gettext_lazy("Kind"),
        "state": gettext_lazy("Which"),
        "state=vacant": gettext_lazy("with vacant places"),
        "state=acting": gettext_lazy("held by somebody acting"),
        "body": gettext_lazy("Kind of body"),
        "level": gettext_lazy("Kind of unit"),
        "of": gettext_lazy("Where"),
        "of=own": gettext_lazy("in this unit itself"),
    }

    def chosen(self, name: str, choice: str) -> str:
        """A day as people write it."""
        return day_words(choice) if name == "on" else super().chosen(name, choice)


@dataclass(frozen=True)
class DirectoryTaken(PostsTaken):
    """The directory went out as a file: who heads which unit, and who is in charge of what there."""

    code: ClassVar[str] = "posts.directory_taken"
    label: ClassVar[Text] = gettext_lazy("the directory taken out as a file")
    words: ClassVar[Mapping[str, Text]] = {
        WORDS: gettext_lazy("Unit"),
        "unit": gettext_lazy("Unit, with all below it"),
        "on": gettext_lazy("On"),
        "level": gettext_lazy("Kind of unit"),
        "body": gettext_lazy("Kind of body"),
    }
