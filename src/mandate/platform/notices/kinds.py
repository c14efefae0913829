"""What people can be told, as values: each part states its kinds of notice in its ``part.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mandate.platform.access.actor import Actor

Text = str | Promise


class Choice(TextChoices):
    """How somebody wants to be told by mail; in the inbox everything stands anyway."""

    AT_ONCE = "at_once", pgettext_lazy("when a mail comes", "at once")
    DAILY = "daily", pgettext_lazy("when a mail comes", "once a day, in the morning")
    NEVER = "never", pgettext_lazy("when a mail comes", "never")


@dataclass(frozen=True, slots=True)
class Group:
    """Notices about which somebody decides together how they come. By its ``name`` the choice is kept, so a
    name stays for good; ``usual`` is the choice of whoever made none."""

    name: str
    label: Text
    usual: Choice
    choices: tuple[Choice, ...] = tuple(Choice)


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in the language in force: one sentence, the page that it leads to (a view and its arguments),
    and what somebody wrote, if anything. ``good``: nothing has to be mended."""

    sentence: str
    view: tuple[str, ...]
    quote: str = ""
    good: bool = True

    @property
    def address(self) -> str:
        """The address of that page, from the root of the site."""
        return reverse(self.view[0], args=self.view[1:])


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice. Each is about one *subject*, a row of a table that the kind knows; nothing else of it
    is kept, so a notice holds no name.

    ``seen`` are the subjects of which the reader may be told at this moment, and is asked whenever the inbox
    is read and before a mail goes out. ``tell`` words subjects that are known to be seen, in a number of
    queries that does not grow. ``aloud``: an open page says it at once, and then it is read.

    >>> from django.contrib.contenttypes.models import ContentType
    >>> group = Group("things", "Things", Choice.DAILY)
    >>> kind = NoticeKind(
    ...     "things.made", group, seen=lambda actor: ContentType.objects.all(),
    ...     tell=lambda actor, subjects: {one: Said("A thing was made.", ("desk:desk",)) for one in subjects},
    ... )
    >>> kind.tell(None, [7])[7].sentence
    'A thing was made.'
    """

    name: str
    group: Group
    seen: Callable[[Actor], QuerySet[Any]]
    tell: Callable[[Actor, Sequence[int]], Mapping[int, Said]]
    aloud: bool = False
