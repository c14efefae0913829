"""What a text finds, among everything that the actor may see."""

from dataclasses import dataclass

from mandate.core.search import MOST_LETTERS, search_words
from mandate.platform.access.actor import Actor
from mandate.platform.find.finding import Finder, Found
from mandate.platform.live.still import still
from mandate.platform.parts import finders

PAGE = 20
HINTS = 5  # of each kind, below the field


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``more``: there is more than is shown."""

    name: str
    label: str
    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FindPage:
    """What a text finds, the kind with the best match first. ``asked``: the text has words to look for."""

    text: str
    asked: bool
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """All that is shown."""
        return sum(len(group.found) for group in self.groups)

    @property
    def only(self) -> Found | None:
        """What was found, where it is one thing and no more."""
        return self.groups[0].found[0] if self.count == 1 and not self.more else None

    @property
    def more(self) -> bool:
        """Not everything is shown."""
        return any(group.more for group in self.groups)


def find(actor: Actor, text: str, each: int = PAGE) -> FindPage:
    """Ask every part; of each kind so many at most."""
    text = text.strip()[:MOST_LETTERS]
    words = search_words(text)
    groups = []
    for finder in filter(_is_used, finders()) if words else ():
        found = tuple(finder.find(actor, words, each + 1))
        if found:
            group = Group(finder.name, str(finder.label), found[:each], len(found) > each)
            groups.append((found[0].match, finder.position, group))
    groups.sort(key=lambda one: one[:2])
    return FindPage(text, bool(words), tuple(group for *_, group in groups))


def _is_used(finder: Finder) -> bool:
    return finder.used is None or still(("used", finder.name), finder.used)
