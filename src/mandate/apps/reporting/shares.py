"""Which part of a unit's total came through each unit directly below, in per cent that add up to 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mandate.apps.reporting.totals import Ledger
from mandate.core.period import Period
from mandate.core.shares import has_negative, shares


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares by unit; ``left_out``: there are none, for a part is below zero or the parts are more than
    the total."""

    of: Mapping[int, Decimal | None]
    left_out: bool


def shares_of(ledger: Ledger, unit_id: int, code: str, period: Period) -> Shares:
    """For an indicator whose total is a sum; the same on whichever page it is told."""
    parts = ledger.given(unit_id, code, period).parts
    ids = sorted(parts)
    values = [parts[pk].value for pk in ids]
    whole = ledger.total(unit_id, code, period).value
    return Shares(dict(zip(ids, shares(values, whole), strict=True)), has_negative(values, whole))
