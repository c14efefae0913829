"""The links that stand together are told apart by their words, in every language."""

from itertools import permutations

import pytest
from django.utils import translation

from mandate.platform.i18n.languages import CODES
from mandate.platform.parts import leaves, tabs
from mandate.platform.places import PLACES


@pytest.mark.parametrize("language", CODES)
def test_no_link_is_called_like_one_beside_it(language: str) -> None:
    """Not even as its plural."""
    together = [
        list(PLACES),
        list(tabs()),
        *([leaf for leaf in leaves() if leaf.place is one] for one in PLACES),
    ]
    for links in together:
        with translation.override(language):
            words = [str(one.label).casefold() for one in links]
        alike = [
            (one, other)
            for one, other in permutations(words, 2)
            if other.startswith(one[:-1]) and len(other) - len(one) <= 2
        ]
        assert not alike
