"""From what to what: the changes that an event of the journal holds, as lines of text.

Events keep them in two shapes: ``before`` and ``after`` (a value, or values by field), and {code: [before,
after]} of an import. An event of another shape tells its changes itself.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.platform.i18n import languages

MOST = 200
PAIRS = ("renames", "moves", "kinds", "changed")  # fields of the form {code: [before, after]}

#: Fields that the events of several parts have.
SHARED: Mapping[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "names": gettext_lazy("name"),
    "code": gettext_lazy("code"),
    "kind": gettext_lazy("kind"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; an empty side says that there was, or is, nothing."""

    label: str
    old: str
    new: str


def changes_in(data: Mapping[str, Any], words: Mapping[str, str | Promise]) -> tuple[Change, ...]:
    """The first :data:`MOST` changes in the data of an event; ``words`` are the names of its fields."""
    told = Words({**SHARED, **words})
    found = [
        *told.sides(data.get("before"), data.get("after")),
        *(line for name in PAIRS for line in told.pairs(data.get(name) or {})),
    ]
    return tuple(found[:MOST])


@dataclass(frozen=True, slots=True)
class Words:
    """The names of fields; a code (of a unit, an indicator, a section) stands for itself."""

    names: Mapping[str, str | Promise]

    def sides(self, before: Any, after: Any, above: str = "") -> Iterable[Change]:
        """The fields that differ; a text by language is shown by language only where the names of languages
        say so."""
        if not isinstance(before, dict) and not isinstance(after, dict):
            if before != after:
                yield Change(above, _text(before), _text(after))
            return
        old, new = before or {}, after or {}
        if not isinstance(old, dict) or not isinstance(new, dict):
            yield Change(above, _text(before), _text(after))
            return
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) != new.get(key):
                yield from self.sides(old.get(key), new.get(key), self._label(above, key))

    def pairs(self, pairs: Mapping[str, Any]) -> Iterable[Change]:
        """Of {code: [before, after]}."""
        for code, (before, after) in pairs.items():
            yield from self.sides(before, after, code)

    def _label(self, above: str, key: str) -> str:
        word = languages.own_name(key) if key in languages.CODES else str(self.names.get(key, key))
        return f"{above}, {word}" if above else word


def _text(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool) or value in ("True", "False"):
        return _("yes") if value in (True, "True") else _("no")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
