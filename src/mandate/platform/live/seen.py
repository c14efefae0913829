"""What of the journal a page has seen: the page says it when it asks for what it missed."""

from collections.abc import Collection
from dataclasses import dataclass

from mandate.platform.journal.models import Entry
from mandate.platform.ui.asked import number_of

OVERLAP = 50  # numbers are given before commit: a lower one may become visible a little later


@dataclass(frozen=True, slots=True)
class Seen:
    """The ``last`` number, and which of those just below it: bit 0 of ``near`` is the next lower one. What
    lies still lower is over.

    >>> str(Seen.of([41, 40, 37])), Seen.read("41.9").numbers()
    ('41.9', {41, 40, 37})
    """

    last: int
    near: int = 0

    @classmethod
    def of(cls, numbers: Collection[int]) -> "Seen":
        """From the numbers that were seen."""
        last = max(numbers, default=0)
        near = {last - 1 - number for number in numbers if last - OVERLAP <= number < last}
        return cls(last, sum(1 << place for place in near))

    @classmethod
    def now(cls) -> "Seen":
        """All that is there."""
        return cls.of(list(Entry.objects.order_by("-pk").values_list("pk", flat=True)[:OVERLAP]))

    @classmethod
    def read(cls, text: str | None) -> "Seen | None":
        """As a page says it; None for anything else."""
        number, _, near = (text or "").partition(".")
        last = number_of(number)
        if last is None:
            return None
        return cls(last, int(near, 16) if _is_short_hex(near) else 0)

    def __str__(self) -> str:
        return f"{self.last}.{self.near:x}"

    def numbers(self) -> set[int]:
        """Those that are known to be seen."""
        return {self.last, *(self.last - 1 - place for place in range(OVERLAP) if self.near >> place & 1)}

    def and_also(self, numbers: Collection[int]) -> "Seen":
        """With some more."""
        return Seen.of(self.numbers() | set(numbers))


def _is_short_hex(text: str) -> bool:
    return 0 < len(text) <= OVERLAP // 4 + 1 and set(text) <= set("0123456789abcdef")
