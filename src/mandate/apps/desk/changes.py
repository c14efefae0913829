"""From what to what: the changes that an event of the journal holds, as lines of text.

Events keep them in a few shapes: ``before`` and ``after`` (a value, or values by field), ``changes`` (of
figures), and {code: [before, after]} of an import.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from mandate.apps.reporting.models import Answer
from mandate.platform.i18n import languages
from mandate.platform.journal.events import Event

MOST = 200

#: The fields of events, in words; a code (of a unit, an indicator, a section) stands for itself.
FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("name"),
    "names": gettext_lazy("name"),
    "plurals": gettext_lazy("plural"),
    "may_sign_in": gettext_lazy("may sign in"),
    "kind": gettext_lazy("kind"),
    "kinds": gettext_lazy("kinds of unit"),
    "code": gettext_lazy("code"),
    "goal": gettext_lazy("goal"),
    "direction": gettext_lazy("direction"),
    "document": gettext_lazy("document"),
    "measure": gettext_lazy("measured"),
    "formula": gettext_lazy("formula"),
    "denominator": gettext_lazy("denominator"),
    "decimals": gettext_lazy("decimals"),
    "measures": gettext_lazy("unit of measure"),
    "over_units": gettext_lazy("over units"),
    "over_time": gettext_lazy("over time"),
    "better": gettext_lazy("better"),
    "position": gettext_lazy("place in the list"),
    "frequency": pgettext_lazy("of a form", "how often"),
    "due_days": gettext_lazy("days until due"),
    "items": gettext_lazy("indicators"),
    "indicators": gettext_lazy("indicators"),
    "required": gettext_lazy("required"),
    "retired": gettext_lazy("retired"),
    "expression": gettext_lazy("rule"),
    "severity": gettext_lazy("severity"),
    "sentences": gettext_lazy("sentence"),
    "descriptions": gettext_lazy("description"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; an empty side says that there was, or is, nothing."""

    label: str
    old: str
    new: str


def changes_of(event: Event) -> tuple[Change, ...]:
    """The changes of an event, the first :data:`MOST` of them."""
    data = asdict(event)
    found = [
        *_sides(data.get("before"), data.get("after")),
        *_figures(data.get("changes") or ()),
        *(line for name in ("renames", "moves", "changed") for line in _pairs(data.get(name) or {})),
    ]
    return tuple(found[:MOST])


def _sides(before: Any, after: Any, above: str = "") -> Iterable[Change]:
    """The fields that differ; a text by language is shown by language only where the names of languages say
    so."""
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
            yield from _sides(old.get(key), new.get(key), _label(above, key))


def _label(above: str, key: str) -> str:
    word = languages.own_name(key) if key in languages.CODES else str(FIELDS.get(key, key))
    return f"{above}, {word}" if above else word


def _figures(changes: Iterable[Mapping[str, Any]]) -> Iterable[Change]:
    for one in changes:
        label = str(one.get("code", one.get("indicator", "")))
        yield Change(label, _figure(one.get("before")), _figure(one.get("after")))


def _figure(stored: Mapping[str, Any] | None) -> str:
    if not stored:
        return ""
    answer = Answer(stored["answer"])
    text = str(stored.get("value") or "") if answer == Answer.VALUE else ""
    if answer == Answer.NOT_APPLICABLE:
        text = str(answer.label)
    note = stored.get("note")
    return " · ".join(filter(None, (text, f"“{note}”" if note else "")))


def _pairs(pairs: Mapping[str, Any]) -> Iterable[Change]:
    for code, (before, after) in pairs.items():
        yield from _sides(before, after, code)


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
