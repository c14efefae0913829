"""What a request carries, read in one place, so that what no page of ours would send does no harm."""

import json
import math
from typing import NoReturn

from mandate.core.text import clean

_DIGITS = 18  # of an id or a page: what the database counts with has no more


def number_of(text: str | None) -> int | None:
    """A number in an address or a form, such as an id; None for anything else, however many digits it has.

    >>> number_of("12"), number_of("²"), number_of("9" * 5000), number_of("-1")
    (12, None, None, None)
    """
    if not text or len(text) > _DIGITS or not text.isascii() or not text.isdecimal():
        return None
    return int(text)


def json_of(body: str | bytes) -> object:
    """What a script sent, with its texts made fit to be kept. Raises ValueError for what is not JSON
    (RFC 8259: it has no Infinity and no NaN) and for what is nested too deeply to be read.

    >>> json_of('{"note": "a\\\\u000bb", "seen": null}')
    {'note': 'a b', 'seen': None}
    """
    try:
        return _clean(json.loads(body, parse_constant=_refuse, parse_float=_finite))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {clean(name): _clean(one) for name, one in value.items()}
    return value


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")
