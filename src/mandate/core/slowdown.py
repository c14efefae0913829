"""How long to wait after wrong passwords in a row: some tries are free, then each wait is twice the last."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Slowdown:
    """``free`` tries cost nothing; the wait after them is ``first``, then doubles up to ``longest``. After
    ``forget`` without a try all is forgotten."""

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta = timedelta(days=1)

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many tries the next one may come.

        >>> minute = timedelta(minutes=1)
        >>> slow = Slowdown(free=3, first=minute, longest=5 * minute)
        >>> [slow.wait(failures) // minute for failures in range(9)]
        [0, 0, 0, 1, 2, 4, 5, 5, 5]
        """
        beyond = failures - self.free
        if beyond < 0:
            return timedelta()
        if self.first.total_seconds() * 2.0 ** min(beyond, 1000) >= self.longest.total_seconds():
            return self.longest  # also where doubling would pass what a timedelta holds
        return self.first * (1 << beyond)
