"""What surrounds every page: the top bar, the side, the crumbs. Filled by the floor that knows the apps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mandate.platform.ui.undo import Offer


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a menu; `current` marks the one in force."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the side or among tabs; `badge_id` names its counter, `badge_label` says what it counts ("7
    due"). `drawing` is the path of its icon; those `at_hand` stand in the bar at the bottom of a phone."""

    label: str
    url: str
    current: bool = False
    badge_id: str = ""
    badge_count: int = 0
    badge_label: str = ""
    drawing: str = ""
    at_hand: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the root of the organisation down to a unit; without `url` it may not be opened."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class UnitHead:
    """The head of the pages of one unit: what it is called (`url` is its first page, if the reader may open
    it), the way down to it, whether it is `open` today, its tabs, and the `further` ones behind them."""

    name: str
    kind: str
    url: str
    path: tuple[Crumb, ...]
    open: bool
    tabs: tuple[NavItem, ...]
    further: tuple[NavItem, ...] = ()

    @property
    def further_current(self) -> NavItem | None:
        """The further tab that is this page, if one is."""
        return next((one for one in self.further if one.current), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values to choose by a button: a language, a theme."""

    value: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, and the pages about their own account."""

    name: str
    links: tuple[Link, ...] = ()
    logout_url: str = ""


class Told(Protocol):
    """Something that the person is told at once: a sentence, whether all is well, and where it is seen."""

    @property
    def sentence(self) -> str:
        """For people."""

    @property
    def good(self) -> bool:
        """Nothing is wrong."""

    @property
    def address(self) -> str:
        """More of it."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page.

    `nav` are the places at the side, `pages` those beside this one in its place. `unit` is the head of a page
    about a unit; `standing` is the name of that unit, or of the person's own, `standing_above` what tells it
    from others of that name, and `switch_url` answers with the units to go to. `period` is the label of the
    period in force; `periods_url` answers with the others, each a link to this page; `period_told` is said
    beside it: why it is this one. `theme` is "", "light" or "dark". `banner` is one line above the page
    ("Demonstration data"). `look_url` is a stylesheet that sets `--brand` to the organisation's own colour.
    `nav_url` answers with the template `ui/parts/nav_again.html`; with it the counters follow what
    happens (`live_url`).
    A search goes to `find_url`; `hints_url` answers with what it finds so far, as a list below its field.
    `help_url` is the passage of a guide that helps on this page.
    `unread` is how much in the person's inbox is new. `told` is asked by whoever shows it, once: what is said
    at once. An open page asks `came_url` for both. `undo` is asked once, too: the way back from what was just
    done.
    """

    organisation: str = ""
    home_url: str = "/"
    emblem_url: str = ""
    nav: tuple[NavItem, ...] = ()
    pages: tuple[NavItem, ...] = ()
    unit: UnitHead | None = None
    standing: str = ""
    standing_above: str = ""
    switch_url: str = ""
    period: str = ""
    period_told: str = ""
    periods_url: str = ""
    language: str = "en"
    languages: tuple[Choice, ...] = ()
    language_url: str = ""
    theme: str = ""
    themes: tuple[Choice, ...] = ()
    theme_url: str = ""
    person: Person | None = None
    find_url: str = ""
    hints_url: str = ""
    help_url: str = ""
    banner: str = ""
    look_url: str = ""
    live_url: str = ""
    nav_url: str = ""
    inbox_url: str = ""
    came_url: str = ""
    unread: Callable[[], int] = int
    told: Callable[[], tuple["Told", ...]] = tuple
    undo: Callable[[], Offer | None] = lambda: None
