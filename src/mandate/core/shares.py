"""What part of a whole each of several parts is, in per cent, so that the shares add up to exactly 100.

Each share rounded by itself would not: three equal parts would be 33.3 + 33.3 + 33.3. By the method of the
largest remainder (Hare-Niemeyer) every share is cut to its decimals first, and what is then missing goes, one
last digit each, to the parts of which most was cut off. The rules stand in docs/algorithms/shares.md.

>>> [str(share) for share in shares([Decimal(1), Decimal(1), Decimal(1)], Decimal(3))]
['33.4', '33.3', '33.3']
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def shares(parts: Sequence[Decimal | None], whole: Decimal | None, decimals: int = 1) -> list[Decimal | None]:
    """The share of each part in per cent; None for a part without a value.

    What the parts leave of the whole is a part too (what the unit above reported itself), so that all shares
    with it add up to 100. There are no shares at all where the whole is not above zero, or where a part, or
    what they leave, is below zero: then "how much of it" has no answer.

    >>> shares([Decimal(3), None, Decimal(-1)], Decimal(2))
    [None, None, None]
    """
    none: list[Decimal | None] = [None] * len(parts)
    known = [Fraction(part) for part in parts if part is not None]
    if whole is None or whole <= 0 or has_negative(parts, whole):
        return none
    unit = 10**decimals
    exact = [*(100 * unit * part / Fraction(whole) for part in known)]
    exact.append(100 * unit - sum(exact, Fraction(0)))
    cut = [int(share) for share in exact]
    # The rest that was not shared out is the last to be rounded up among equals.
    order = sorted(range(len(exact)), key=lambda at: (cut[at] - exact[at], at))
    for at in order[: 100 * unit - sum(cut)]:
        cut[at] += 1
    given = iter(cut)
    return [None if part is None else Decimal(next(given)).scaleb(-decimals) for part in parts]


def has_negative(parts: Sequence[Decimal | None], whole: Decimal | None) -> bool:
    """A part is below zero, or the parts are more than the whole: shares of it would mislead.

    >>> has_negative([Decimal(3), Decimal(-1)], Decimal(2)), has_negative([Decimal(3), None], Decimal(2))
    (True, True)
    """
    known = [part for part in parts if part is not None]
    return any(part < 0 for part in known) or (whole is not None and sum(known, Decimal(0)) > whole)
