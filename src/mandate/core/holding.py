"""Who holds which post: spans of people in posts, places that are vacant, and the order of precedence.

A post has places, and from a day until a day; a *holding* puts a person into it, half-open like every span.
A body may have *terms*, and a holding in one of its posts lies within one of them. docs/algorithms/posts.md
shows the rules on an example.

>>> post = Bound("post", Span(date(2025, 1, 1), None))
>>> held = [Held(7, Span(date(2025, 3, 1), date(2025, 9, 1)))]
>>> [(str(one.span.starts), one.vacant) for one in stretches(2, post.span, held)]
[('2025-01-01', 2), ('2025-03-01', 1), ('2025-09-01', 2)]
>>> crowded(1, [*held, Held(8, Span(date(2025, 8, 31), None))])
datetime.date(2025, 8, 31)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from mandate.core.errors import CoreError
from mandate.core.span import Span

Days = Span[date]
K = TypeVar("K")


class How(StrEnum):
    """How somebody came into a post."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    COOPTED = "coopted"
    ACTING = "acting"  # until somebody has it


class Ended(StrEnum):
    """Why a holding ended."""

    TERM = "term"
    OTHER = "other"
    RESIGNED = "resigned"
    RELIEVED = "relieved"
    RETIRED = "retired"
    DIED = "died"
    CLOSED = "closed"


class HoldingError(CoreError):
    """Days that do not fit; ``params`` carry the day and what it belongs to."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "backwards": "The end must come after the beginning.",
        "before_body": "The body begins on {day}.",
        "after_body": "The body ends on {day}.",
        "before_post": "The post begins on {day}.",
        "after_post": "The post ends on {day}.",
        "no_term": "The body has no term on {day}.",
        "after_term": "The term ends on {day}.",
        "full": "On {day} all {places} places are held already.",
    }


@dataclass(frozen=True, slots=True)
class Bound:
    """What a span must not go beyond: a "body" or a "post", and its days."""

    name: str
    span: Days


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a post. Whoever acts holds the place, but serves no term."""

    person: int
    span: Days
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same number of places is vacant."""

    span: Days
    vacant: int


def within(inner: Days, bounds: Iterable[Bound]) -> None:
    """Raises HoldingError where a span ends before it begins, or goes beyond one of the bounds."""
    if inner.is_empty:
        raise HoldingError("backwards")
    for bound in bounds:
        outer = bound.span
        if outer.starts is not None and (inner.starts is None or inner.starts < outer.starts):
            raise HoldingError(f"before_{bound.name}", {"day": outer.starts})
        if outer.ends is not None and (inner.ends is None or inner.ends > outer.ends):
            raise HoldingError(f"after_{bound.name}", {"day": outer.ends})


def within_term(inner: Days, terms: Sequence[Days]) -> Days:
    """The same span within the one of the terms in which it begins, with which it ends where it has no end of
    its own; as it is where there are no terms. Raises HoldingError.

    >>> term = Span(date(2020, 6, 1), date(2025, 6, 1))
    >>> str(within_term(Span(date(2021, 1, 1)), [term]).ends)
    '2025-06-01'
    """
    if not terms:
        return inner
    starts = inner.starts
    assert starts is not None, "a holding has a beginning"
    term = next((one for one in terms if one.holds(starts)), None)
    if term is None:
        raise HoldingError("no_term", {"day": starts})
    if inner.ends is None:
        return Span(starts, term.ends)
    if term.ends is not None and inner.ends > term.ends:
        raise HoldingError("after_term", {"day": term.ends})
    return inner


def on(held: Iterable[Held], day: date) -> list[Held]:
    """Those who hold it on a day."""
    return [one for one in held if one.span.holds(day)]


def crowded(places: int, held: Iterable[Held]) -> date | None:
    """The first day on which more people hold a post than it has places; None where there is none."""
    begun = sorted(held, key=lambda one: (one.span.starts is not None, one.span.starts))
    for one in begun:
        day = one.span.starts
        if day is not None and len(on(begun, day)) > places:
            return day
    return None


def stretches(places: int, span: Days, held: Sequence[Held]) -> tuple[Stretch, ...]:
    """How many places of a post are vacant, from its beginning to its end. Neighbours differ."""
    turns = {day for one in held for day in (one.span.starts, one.span.ends) if day is not None}
    cuts = [span.starts, *sorted(day for day in turns if span.holds(day) and day != span.starts)]
    found: list[Stretch] = []
    for starts, ends in zip(cuts, [*cuts[1:], span.ends], strict=True):
        there = on(held, starts) if starts is not None else []
        vacant = max(places - len(there), 0)
        if found and found[-1].vacant == vacant:
            found[-1] = Stretch(Span(found[-1].span.starts, ends), vacant)
        else:
            found.append(Stretch(Span(starts, ends), vacant))
    return tuple(found)


def concurrent(posts: Mapping[K, Iterable[Held]], day: date) -> dict[int, list[K]]:
    """The people who hold more than one post on a day, each with them all, in the order of the posts."""
    found: dict[int, list[K]] = defaultdict(list)
    for post, held in posts.items():
        for person in dict.fromkeys(one.person for one in on(held, day)):
            found[person].append(post)
    return {person: held for person, held in found.items() if len(held) > 1}


def precedence(rank: int, body: Sequence[Any], name: str) -> tuple[Any, ...]:
    """The key of the order of protocol: the rank of the post, then the body (what belongs to the unit itself
    is before all of them: an empty key), then the name.

    >>> rows = [(2, (1, "b"), "An"), (1, (2, "a"), "Bình"), (1, (), "Yên"), (1, (2, "a"), "An")]
    >>> [name for *_, name in sorted(rows, key=lambda row: precedence(*row))]
    ['Yên', 'An', 'Bình', 'An']
    """
    return (rank, tuple(body), name)


def terms_running(terms: Sequence[Days], held: Iterable[Held], day: date) -> int:
    """How many terms in a row somebody has served by the end of the one in which a day lies: those in which
    they held the post on some day, without acting. 0 where the day lies in none of them, or is not served."""
    served = [one.span for one in held if not one.acting]
    count = 0
    for term in sorted(terms, key=lambda one: one.order, reverse=True):
        if not term.begun(day):
            continue
        if not any(term.meets(one) for one in served):
            break
        if count == 0 and not term.holds(day):
            break
        count += 1
    return count


def age(born: date, day: date) -> int:
    """Full years on a day.

    >>> age(date(2000, 2, 29), date(2025, 2, 28)), age(date(2000, 2, 29), date(2025, 3, 1))
    (24, 25)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
