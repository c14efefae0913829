"""What a reader may use, and how it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """``cells`` and ``characters`` are those that hold something and are handed over, ``unpacked`` the bytes
    of all parts of a spreadsheet that are read, ``memory`` the bytes of the process, ``seconds`` its time at
    work; it may take twice as long by the clock."""

    rows: int = 1_000_000
    cells: int = 4_000_000
    characters: int = 200_000_000
    unpacked: int = 600_000_000
    memory: int = 1_500_000_000
    seconds: int = 60


# A table that somebody sends to a page; a longer one is read in on the command line.
PAGE = Limits(
    rows=300_000,
    cells=1_500_000,
    characters=60_000_000,
    unpacked=300_000_000,
    memory=800_000_000,
    seconds=30,
)
# One level's template: thousands of units by some dozens of indicators.
LEVEL = Limits(
    rows=20_000,
    cells=400_000,
    characters=20_000_000,
    unpacked=100_000_000,
    memory=500_000_000,
    seconds=15,
)


class RefusedError(Exception):
    """The file is not read any further; row 0 is the file as a whole."""

    def __init__(self, code: str, row: int = 0, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code, self.row, self.params = code, row, dict(params or {})


@dataclass(slots=True)
class Meter:
    """Counts what is handed over, and refuses beyond the limits."""

    limits: Limits
    cells: int = field(default=0)
    characters: int = field(default=0)

    def cell(self, text: str) -> None:
        """One more cell."""
        self.cells += 1
        self.characters += len(text)
        if self.cells > self.limits.cells or self.characters > self.limits.characters:
            raise RefusedError("spreadsheet_too_large")
