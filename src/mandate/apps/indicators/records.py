"""The rows of indicators as a write reads, fills and compares them."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.core.text import kept_names
from mandate.core.textkey import fold

_DEFINITION = (
    "code",
    "kind",
    "decimals",
    "over_units",
    "over_time",
    "formula",
    "denominator",
    "better",
    "allow_negative",
    "counted",
)
FIELDS = (*_DEFINITION, "names", "descriptions", "measures")

State = dict[str, Any]


def locked() -> dict[str, Indicator]:
    """All indicators by code, in their order, for the only writer at this time.

    Formulas hang together, so the table is locked as a whole: two new formulas cannot close a circle between
    them. Readers go on.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE indicators_indicator IN SHARE ROW EXCLUSIVE MODE")
    return {indicator.code: indicator for indicator in Indicator.objects.order_by("position", "id")}


def fill(indicator: Indicator, definition: Definition, **texts: Mapping[str, str]) -> None:
    """Put a checked definition and texts (``names``, ``measures``, ``descriptions``) into a row, unsaved."""
    for name in _DEFINITION:
        setattr(indicator, name, getattr(definition, name))
    for name, by_language in texts.items():
        setattr(indicator, name, kept_names(by_language))
    indicator.search_key = fold(" ".join([indicator.code, *indicator.names.values()]))


def state_of(indicator: Indicator) -> State:
    """What the journal keeps of an indicator: values as JSON has them."""
    return {name: _plain(getattr(indicator, name)) for name in FIELDS}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return dict(value)
    return str(value) if isinstance(value, str) else value


def changes(before: State, after: State) -> tuple[State, State]:
    """The fields that differ, as they were and as they are."""
    names = [name for name in FIELDS if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}
