"""The places at the side are told apart by their words, in every language."""

from itertools import permutations

import pytest
from django.utils import translation

from mandate.platform.i18n.languages import CODES
from mandate.platform.parts import places, tabs


@pytest.mark.parametrize("language", CODES)
def test_no_place_is_called_like_another(language: str) -> None:
    """Not even as its plural."""
    with translation.override(language):
        words = [str(one.label).casefold() for one in (*tabs(), *places())]
    alike = [
        (one, other)
        for one, other in permutations(words, 2)
        if other.startswith(one[:-1]) and len(other) - len(one) <= 2
    ]
    assert not alike
