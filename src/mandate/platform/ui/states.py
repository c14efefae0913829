"""The states shown on pages: each has a class (its shape and colour) and a word."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

#: State → (class, word). Targets first, then reports.
STATES: Final[Mapping[str, tuple[str, Promise]]] = {
    "exceeded": ("over", pgettext_lazy("state of a target", "exceeded")),
    "met": ("met", pgettext_lazy("state of a target", "met")),
    "missed": ("missed", pgettext_lazy("state of a target", "missed")),
    "under_way": ("underway", pgettext_lazy("state of a target", "under way")),
    "no_target": ("none", pgettext_lazy("state of a target", "no target")),
    "no_data": ("nodata", pgettext_lazy("state of a target", "no data")),
    "expected": ("none", pgettext_lazy("state of a report", "not begun")),
    "draft": ("draft", pgettext_lazy("state of a report", "draft")),
    "submitted": ("submitted", pgettext_lazy("state of a report", "submitted")),
    "returned": ("returned", pgettext_lazy("state of a report", "returned")),
    "accepted": ("accepted", pgettext_lazy("state of a report", "accepted")),
    "late": ("late", pgettext_lazy("state of a report", "late")),
}

#: Those of targets, from the best.
TARGET_STATES: Final = ("exceeded", "met", "missed", "no_data", "under_way", "no_target")


def state_class(state: str) -> str:
    """The class of a state: "exceeded" gives "over"."""
    return STATES[state][0]


def state_word(state: str) -> str:
    """The word of a state in the language of the request."""
    return str(STATES[state][1])
