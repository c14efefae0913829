"""Half-open spans of days or moments: from one until before another. An open side is None: since always, or
for ever. Two that follow one another share no day and leave none out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

T = TypeVar("T", date, datetime)


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """From ``starts`` until before ``ends``.

    >>> june = Span(date(2024, 6, 1), date(2024, 7, 1))
    >>> june.holds(date(2024, 6, 30)), june.holds(date(2024, 7, 1))
    (True, False)
    >>> june.meets(Span(date(2024, 7, 1), None)), june.meets(Span(None, date(2024, 6, 2)))
    (False, True)
    """

    starts: T | None = None
    ends: T | None = None

    @property
    def is_empty(self) -> bool:
        """It would end before it has begun, or at once."""
        return self.starts is not None and self.ends is not None and self.ends <= self.starts

    @property
    def order(self) -> tuple[object, ...]:
        """A key to sort by: those that begin first, and of these the one that ends first."""
        return (self.starts is not None, self.starts, self.ends is None, self.ends)

    def begun(self, at: T) -> bool:
        """Whether it has begun at a moment, be it over or not."""
        return self.starts is None or self.starts <= at

    def over(self, at: T) -> bool:
        """Whether it is over at a moment; at its end it is."""
        return self.ends is not None and self.ends <= at

    def holds(self, at: T) -> bool:
        """Whether the moment lies in it."""
        return self.begun(at) and not self.over(at)

    def meets(self, other: "Span[T]") -> bool:
        """Whether the two share a moment."""
        if self.is_empty or other.is_empty:
            return False
        before = self.ends is not None and other.starts is not None and self.ends <= other.starts
        after = other.ends is not None and self.starts is not None and other.ends <= self.starts
        return not (before or after)
