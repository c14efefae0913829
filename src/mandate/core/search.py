"""What somebody searches for: the words of a text, and no more of them than a name can have.

>>> search_words("  Phường   ĐÔNG phuong ")
('phuong', 'dong')
>>> holds("d380 phuong dong tho", ("dong", "tho")), holds("d380", ("dong",))
(True, False)
"""

from collections.abc import Iterable

from mandate.core.textkey import fold

MOST_LETTERS = 300  # a name has no more
MOST_WORDS = 20


def search_words(text: str) -> tuple[str, ...]:
    """The different words of `text` as search keys have them. What stands after `MOST_LETTERS` letters or
    `MOST_WORDS` words narrows nothing, so that a search costs the same whatever is sent."""
    return tuple(dict.fromkeys(fold(text[:MOST_LETTERS]).split()))[:MOST_WORDS]


def holds(key: str, words: Iterable[str]) -> bool:
    """Whether a search key holds every word."""
    return all(word in key for word in words)
