"""Which language serves a code, and which stored name a reader sees."""

import pytest
from django.utils import translation

from mandate.platform.i18n import languages


@pytest.mark.parametrize(
    ("code", "expected"),
    [("de", "de"), ("de-at", "de"), ("fr_CA", "fr"), ("EN-GB", "en"), ("es", None), ("", None), (None, None)],
)
def test_supported(code: str | None, expected: str | None) -> None:
    assert languages.supported(code) == expected


def test_current() -> None:
    with translation.override("vi"):
        assert languages.current() == "vi"
    with translation.override("es"):
        assert languages.current() == "en"
    with translation.override(None):
        assert languages.current() == "en"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"sv": "Kommun", "en": "Municipality", "vi": "Xã"}, "Kommun"),
        ({"vi": "Xã", "en": "Municipality"}, "Municipality"),
        ({"ru": "Община", "vi": "Xã"}, "Xã"),
        ({"sv": "", "en": "", "pl": "Gmina"}, "Gmina"),
        ({"lo": "ບ້ານ"}, "ບ້ານ"),
        ({}, ""),
    ],
)
def test_text_in(names: dict[str, str], expected: str) -> None:
    assert languages.text_in(names, "sv") == expected


def test_text_in_the_current_language() -> None:
    with translation.override("vi"):
        assert languages.text_in({"en": "Ward", "vi": "Phường"}) == "Phường"


def test_own_names() -> None:
    assert languages.own_name("sv") == "Svenska"
    assert languages.own_name("vi") == "Tiếng Việt"
