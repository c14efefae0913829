"""The look of the house in one place: its colours on white, and how each state is shown.

Pages take their colours from the tokens of static/ui/mandate.css, which also know the dark. Whatever carries
its own colours (charts in documents, HTML files, PDF, Word) takes them from here; a test computes that both
are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Token of mandate.css → its light colour.
COLOURS: Final[Mapping[str, str]] = {
    "accent": "#005d87",
    "accent-2": "#e5f2fb",
    "ink": "#182232",
    "ink-2": "#4c5666",
    "ink-3": "#616978",
    "paper": "#fbfaf7",
    "sheet": "#ffffff",
    "line": "#dbdee3",
    "line-2": "#c0c4cc",
    "field": "#7f8793",
    "over": "#006042",
    "met": "#227849",
    "missed": "#b34124",
    "over-2": "#addec7",
    "met-2": "#ddf6e4",
    "missed-2": "#ffeae0",
}

#: The same in the dark, of those that mails use.
DARK: Final[Mapping[str, str]] = {
    "accent": "#74c2ee",
    "ink": "#e3e8f0",
    "ink-2": "#a7aebb",
    "paper": "#11161e",
    "sheet": "#1a2029",
    "line": "#323843",
    "line-2": "#474d58",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: the token of its colour, that of the ground under it in a heat table (none:
    white), and its shape as a letter."""

    colour: str
    ground: str
    mark: str


#: By the class that a state has on pages; an app chooses one for each of its states (states.py).
LOOKS: Final[Mapping[str, Look]] = {
    "over": Look("over", "over-2", "▲"),
    "met": Look("met", "met-2", "●"),
    "missed": Look("missed", "missed-2", "▼"),
    "underway": Look("ink-3", "", "◐"),
    "none": Look("ink-3", "", "○"),
    "nodata": Look("ink-3", "line", "▨"),
    "draft": Look("ink-3", "", "◌"),
    "submitted": Look("accent", "", "▶"),
    "accepted": Look("met", "", "✓"),
    "returned": Look("missed", "", "◀"),
    "late": Look("missed", "", "◆"),
}
