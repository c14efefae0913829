"""A unit's total as it is told: the published value, its parts, and how many units it rests on."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.core.number import round_half_away
from mandate.core.target import told
from mandate.core.totals import Totals


@dataclass(frozen=True, slots=True)
class Total:
    """One unit's total of one indicator in one period.

    ``value`` is the published one, rounded half away from zero to the indicator's decimals (None: no data);
    ``exact`` the same unrounded. A ratio and a yes/no indicator (``is_share``) have ``numerator`` and
    ``denominator``, unless the formula is not of the form A / B. Of ``expected`` units, ``reported`` have
    answered; of a ratio, all its parts, and with ``mixed`` its parts rest on different units.
    """

    value: Decimal | None
    exact: Fraction | None
    numerator: Decimal | None
    denominator: Decimal | None
    reported: int
    expected: int
    is_share: bool = False
    mixed: bool = False

    @property
    def percent(self) -> Decimal | None:
        """The share of yes among the answers of a yes/no indicator, as it is told, or None."""
        if self.numerator is None or not self.denominator:
            return None
        return told(Fraction(self.numerator) * 100 / Fraction(self.denominator))

    @property
    def complete(self) -> bool:
        """Everybody expected has answered."""
        return self.reported >= self.expected


NOTHING = Total(None, None, None, None, 0, 0)


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit's total is made of: ``own`` is what it reported itself, None where nothing was asked of it;
    ``parts`` what came through each unit directly below, by its id. A sum equals their sum."""

    own: Total | None
    parts: dict[int, Total]


def total_of(indicator: Indicator, rolled: Totals, asked: Totals, unit_id: int) -> Total:
    """One unit's total of an indicator that is reported."""
    at, expected = rolled.index(unit_id), asked.index(unit_id)
    yes_no = indicator.kind == Kind.YES_NO
    return Total(
        value=rolled.decimal(at),
        exact=rolled.value(at),
        numerator=exact_decimal(rolled.numerator(at)) if yes_no else None,
        denominator=exact_decimal(rolled.denominator(at)) if yes_no else None,
        reported=int(rolled.reported[at]) if at >= 0 else 0,
        expected=int(asked.reported[expected]) if expected >= 0 else 0,
        is_share=yes_no,
    )


def exact_decimal(value: Fraction | int | None) -> Decimal | None:
    """A numerator or denominator as a decimal: exact where it has an end within twelve digits."""
    if value is None:
        return None
    # Through text, for a product of figures has more digits than Python's decimals calculate with.
    return Decimal(f"{round_half_away(Fraction(value), 12):f}".rstrip("0").rstrip("."))
