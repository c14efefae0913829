"""How well rows and texts answer to the words of a search.

A search key is the folded code and names, one a line.

>>> match_of("dt1\\npho 10\\nstreet 10", ("pho", "10")).name, match_of("a\\npho 10", ("pho", "1")).name
('EXACT', 'BEGINS')
>>> match_of("a\\nphuong ham rong", ("rong", "ham")).name, match_of("a\\nham rong", ("am",)).name
('WORDS', 'INSIDE')
>>> match_of("a\\nham rong", ("dong",)) is None
True
>>> unanswered("village yearly 2023", ("pho", "1", "2023"))
('pho', '1')
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from django.db.models import Case, F, Func, IntegerField, TextField, Value, When
from django.db.models.expressions import Combinable

from mandate.core.period import Frequency, Period, PeriodError
from mandate.core.search import holds
from mandate.core.textkey import fold
from mandate.platform.database.words import holding
from mandate.platform.find.finding import Match

T = TypeVar("T", bound=Hashable)

WAYS = 6
SHORT = 2  # a word of so few letters is a word of its own, or none


def years_in(words: Iterable[str]) -> Iterator[str]:
    """The words that are years."""
    for word in words:
        with suppress(PeriodError):
            if Period.parse(word).frequency is Frequency.YEARLY:
                yield word


@lru_cache(maxsize=10_000)  # many are asked for in every search
def key_of(*texts: str) -> str:
    """The search key of codes and names."""
    return "\n".join(fold(text) for text in dict.fromkeys(texts))


def match_of(key: str, words: Sequence[str]) -> Match | None:
    """How well a search key answers to all words; None where one of them does not stand in it."""
    if not words or not holds(key, words):
        return None
    lines, wanted = key.split("\n"), " ".join(words)
    if wanted in lines:
        return Match.EXACT
    if any(line.startswith(wanted) for line in lines):
        return Match.BEGINS
    begins = all(any(own.startswith(word) for own in key.split()) for word in words)
    return Match.WORDS if begins else Match.INSIDE


def matching(key: str | Combinable, words: Sequence[str], above: Combinable | None = None) -> Case:
    """The same of rows that hold the words in their search key (a field's path or an expression), or in it
    and in the key of what they lie under: that key is looked at only where their own does not do."""
    wanted, path = " ".join(words), F(key) if isinstance(key, str) else key
    lines = _Lines(path)
    cases = [
        When(holding(lines, [f"\n{wanted}\n"]), then=Value(Match.EXACT)),
        When(holding(lines, [f"\n{wanted}"]), then=Value(Match.BEGINS)),
        When(holding(_InOneLine(lines), [f" {word}" for word in words]), then=Value(Match.WORDS)),
        When(holding(path, words), then=Value(Match.INSIDE)),
    ]
    if above is not None:
        both = _Both(lines, above)
        own = holding(_InOneLine(both), [f" {word} " for word in words])
        cases.append(When(own, then=Value(Match.PLACED)))
    return Case(*cases, default=Value(Match.ABOVE), output_field=IntegerField())


# Django's own Concat and Replace would be half of what finding takes: they stand four times in each search.


class _Lines(Func):
    """A key with an end of line before and after it."""

    template = r"(E'\n' || %(expressions)s || E'\n')"
    output_field = TextField()


class _Both(Func):
    """A key, and one beside it that may be missing."""

    template = "CONCAT(%(expressions)s, ' ')"
    output_field = TextField()


class _InOneLine(Func):
    template = r"REPLACE(%(expressions)s, E'\n', ' ')"
    output_field = TextField()


def unanswered(key: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that begin no word of a key: those that something else must answer to."""
    own = key.split()
    return tuple(word for word in words if not _answers(own, word))


def by_unanswered(keys: Mapping[T, str], words: Sequence[str]) -> dict[tuple[str, ...], list[T]]:
    """Things by the words that their keys leave unanswered, those of the fewest words first: so many ways to
    share the words out as there are, or :data:`WAYS`."""
    found: dict[tuple[str, ...], list[T]] = {}
    for thing, key in keys.items():
        found.setdefault(unanswered(key, words), []).append(thing)
    return dict(sorted(found.items(), key=lambda one: len(one[0]))[:WAYS])


def _answers(own: Iterable[str], word: str) -> bool:
    if len(word) <= SHORT:
        return word in own
    return any(one.startswith(word) for one in own)
