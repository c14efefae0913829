"""The numbers of a file that are of an indicator and a unit, as services read them: without a percent sign,
with a decimal point, and with the codes as they are stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from django.utils.translation import gettext_lazy

from mandate.apps.indicators.models import Indicator
from mandate.apps.units.models import Unit
from mandate.core.number import NumberError, plain_of_either
from mandate.core.period import looks_plain
from mandate.core.problem import Problem
from mandate.platform.i18n.problems import register
from mandate.platform.periods import calendar
from mandate.platform.tables.values import lookalikes

_PERCENT = ("%", "percent", "per cent", "phần trăm", "pour cent", "prozent", "procent", "процент")

register(
    {
        "cell_percent": gettext_lazy(
            "The cell shows %(text)s; this is not counted in percent, so write the number without the sign."
        ),
    }
)


class NumberRow(Protocol):
    """A row that has a number of an indicator of a unit."""

    @property
    def row(self) -> int:
        """Its line in the file."""

    @property
    def unit(self) -> str:
        """The code of the unit."""

    @property
    def indicator(self) -> str:
        """The code of the indicator."""

    @property
    def period(self) -> str:
        """The code of the period."""


R = TypeVar("R", bound=NumberRow)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the file writes numbers, in which column they stand, and where the problems of its cells go."""

    column: str
    decimal_comma: bool
    problems: list[Problem]


def in_percent(indicator: Indicator) -> bool:
    """Whether an indicator is counted in percent, so that a cell that shows 80 % means 80."""
    return any(word in text.casefold() for text in indicator.measures.values() for word in _PERCENT)


def understood(rows: Sequence[R], reading: Reading) -> tuple[R, ...]:
    """The rows with their codes as they are stored and their numbers in the plain form. A number that cannot
    be read is a problem of the file, and stays in its row as it is."""
    indicators = {one.code: one for one in Indicator.objects.all()}
    units = lookalikes((row.unit for row in rows), Unit.objects.values_list("code", flat=True))
    codes = lookalikes((row.indicator for row in rows), indicators)
    named = {row.period for row in rows if not looks_plain(row.period)}
    periods = lookalikes(named, calendar().by_code) if named else {}
    return tuple(_understood(rows, reading, units, codes, periods, indicators))


def _understood(
    rows: Sequence[R],
    reading: Reading,
    units: Mapping[str, str],
    codes: Mapping[str, str],
    periods: Mapping[str, str],
    indicators: Mapping[str, Indicator],
) -> Iterator[R]:
    for row in rows:
        changed: dict[str, str] = {}
        if row.unit in units:
            changed["unit"] = units[row.unit]
        if row.period in periods:
            changed["period"] = periods[row.period]
        if row.indicator in codes:
            changed["indicator"] = codes[row.indicator]
        indicator = indicators.get(changed.get("indicator", row.indicator))
        text: str = getattr(row, reading.column)
        if indicator is not None and (reading.decimal_comma or text[-1:] == "%"):
            try:
                plain = _plain(text, indicator, reading)
                if plain is None:
                    told = {"text": text[:40]}
                    reading.problems.append(Problem(row.row, reading.column, "cell_percent", told))
                elif plain != text:
                    changed[reading.column] = plain
            except NumberError as error:
                found = Problem(row.row, reading.column, f"number_{error.code}", error.params)
                reading.problems.append(found)
        yield replace(row, **changed) if changed else row  # type: ignore[type-var]


def _plain(text: str, indicator: Indicator, reading: Reading) -> str | None:
    """The number without its sign and with a decimal point; None for a percentage of something else."""
    if text[-1:] == "%":
        if not in_percent(indicator):
            return None
        text = text[:-1].strip()
    return plain_of_either(text, indicator.decimals) if reading.decimal_comma else text
