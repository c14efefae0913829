"""What the pages of help show, and what is found in the guides."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from mandate.core.search import MOST_LETTERS, holds, search_words
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.find.finding import Found, Match
from mandate.platform.find.matching import match_of
from mandate.platform.guides.shelf import Guide, keys, shelf
from mandate.platform.i18n.languages import current
from mandate.platform.parts import helps

MOST = 30
#: Guides to what is done on the server.
FOR_OPERATORS = frozenset({"command-line"})


@dataclass(frozen=True, slots=True)
class HelpPage:
    """All guides, and the passages in which all words of ``text`` stand; ``more``: there are others, too."""

    guides: tuple[Guide, ...]
    text: str
    asked: bool
    found: tuple[Found, ...]
    more: bool


def help_page(actor: Actor, text: str) -> HelpPage:
    """The guides in the reader's language, and what a search finds in them."""
    text = text.strip()[:MOST_LETTERS]
    words = search_words(text)
    found = passages(actor, words, MOST + 1)
    return HelpPage(
        tuple(shelf(current()).guides.values()), text, bool(words), tuple(found[:MOST]), len(found) > MOST
    )


def guide_called(name: str) -> Guide:
    """A guide in the reader's language. Raises Http404."""
    found = shelf(current()).guides.get(name)
    if found is None:
        raise Http404(_("There is no such guide."))
    return found


def passages(actor: Actor, words: Sequence[str], most: int) -> list[Found]:
    """The passages in which all words stand, those with most of them in the heading first. What is for
    operators only administrators are shown, though anybody may open it."""
    found: list[tuple[Match, int, Found]] = []
    operates = can_anywhere(actor, GRANTS_MANAGE)
    for guide, passage, title, text in keys(current()) if words else ():
        if guide.name in FOR_OPERATORS and not operates:
            continue
        match = match_of(title, words)
        if match is None and holds(text, words):
            match = Match.ABOVE
        if match is not None:
            view = ("guides:guide", guide.name)
            what = Found(passage.title or guide.title, view, guide.title, match=match, anchor=passage.anchor)
            found.append((match, -sum(word in title for word in words), what))
    return [what for *_, what in sorted(found, key=lambda one: one[:2])[:most]]


def help_address(actor: Actor, section: str, page: str = "") -> str:
    """The passage for a page (the name of its view) of a section, or all guides."""
    for one in sorted(helps(), key=lambda one: not one.pages):
        fits = one.section == section and (not one.pages or page in one.pages)
        if fits and (not one.action or can_anywhere(actor, one.action)) and (not one.who or one.who(actor)):
            return f"{reverse('guides:guide', args=[one.guide])}#{one.anchor}"
    return reverse("guides:help")
