"""The personal values beside the journal, where they are erased."""

from collections.abc import Iterator, Sequence
from typing import Any

from mandate.core.search import holds, search_words
from mandate.core.textkey import fold
from mandate.platform.journal.models import Apart


def forget_words_for(names: Sequence[str], email: str) -> None:
    """Erase what was typed to find somebody: words by which a search finds the person, or that hold a whole
    name or the address. What else was typed with them goes too."""
    person = fold(" ".join((*names, email)))
    whole = [fold(one) for one in (*names, email) if one]

    def tells(text: str) -> bool:
        words = search_words(text)
        return bool(words) and (holds(person, words) or any(one in fold(text) for one in whole))

    rows = Apart.objects.values_list("pk", "values").iterator()
    found = [pk for pk, values in rows if any(map(tells, _texts(values)))]
    Apart.objects.filter(pk__in=found).delete()


def _texts(value: Any) -> Iterator[str]:
    """The texts in a JSON value, without the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
