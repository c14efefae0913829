"""The one way out of the journal: rows with what they say of people, as it may be told today.

A row knows people by their numbers. What they were called at its moment, and the personal values that lie
beside it, are looked up here for as many rows as are shown, in the same few queries.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Case, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat

from mandate.platform.access.names import Names, name_then, people_names
from mandate.platform.journal.events import (
    Event,
    codes_with_values_apart,
    event_from,
    naming_codes,
    people_named,
)
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.journal.people import Person


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the journal, who did it by the name of that moment ("" for the console and for somebody who
    was not signed in), and its event."""

    entry: Entry
    by: str
    event: Event


def read(entries: Sequence[Entry]) -> list[Told]:
    """These rows, in their order: three queries, however many there are."""
    entries = list(entries)
    named = {entry.pk: people_named(entry.code, entry.data) for entry in entries}
    names = people_names({entry.user_id for entry in entries}.union(*named.values()))
    apart = _apart(entries)
    return [
        Told(
            entry,
            names.at(entry.user_id, entry.at),
            event_from(
                entry.code,
                {**entry.data, **apart.get(entry.pk, {})},
                {pk: _person(names, pk, entry) for pk in named[entry.pk]},
            ),
        )
        for entry in entries
    ]


def writers(entries: Sequence[Entry]) -> dict[int, str]:
    """Only who did it, by row: two queries."""
    names = people_names({entry.user_id for entry in entries})
    return {entry.pk: names.at(entry.user_id, entry.at) for entry in entries}


def _person(names: Names, pk: int, entry: Entry) -> Person:
    return Person(pk, names.at(pk, entry.at), names.before(pk, entry.at))


def _apart(entries: Sequence[Entry]) -> Mapping[int, dict[str, Any]]:
    kinds = codes_with_values_apart()
    asked = [entry.pk for entry in entries if entry.code in kinds]
    return dict(Apart.objects.filter(pk__in=asked).values_list("pk", "values")) if asked else {}


def writer() -> Coalesce:
    """Of a row in a query, the name of who did it, as it is shown."""
    return name_then("user_id")


def all_told() -> Combinable:
    """All that a row says, for a search: its data, what lies beside them, the people whom it names and who
    did it, by the names that are shown."""
    beside = Apart.objects.filter(pk=OuterRef("pk")).values("values")[:1]
    parts: list[Combinable] = [Cast("data", TextField())]
    if kinds := codes_with_values_apart():
        parts.append(_of(kinds, Cast(Subquery(beside), TextField())))
    for name, kinds in naming_codes().items():
        number = Cast(KeyTextTransform(name, OuterRef("data")), BigIntegerField())
        parts.append(_of(kinds, name_then(number)))
    spaced: list[Combinable] = []
    for part in parts:
        spaced += [part, Value(" ")]
    return Concat(*spaced, writer(), output_field=TextField())


def _of(codes: Sequence[str], told: Combinable) -> Coalesce:
    """Asked of rows of these kinds only, and "" of all others."""
    asked = Case(When(code__in=codes, then=told), output_field=TextField())
    return Coalesce(asked, Value(""), output_field=TextField())
