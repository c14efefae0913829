"""The languages Mandate speaks, and how a stored name is read in one of them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from django.utils import translation

#: Code and own name, in the order in which screens offer them. Ready for Django's LANGUAGES.
LANGUAGES: Final[tuple[tuple[str, str], ...]] = (
    ("en", "English"),
    ("vi", "Tiếng Việt"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("sv", "Svenska"),
    ("pl", "Polski"),
    ("ru", "Русский"),
)
CODES: Final[tuple[str, ...]] = tuple(code for code, _ in LANGUAGES)
DEFAULT: Final = "en"

#: The one folder that holds the catalogues. Ready for Django's LOCALE_PATHS.
LOCALE_DIR: Final = Path(__file__).resolve().parents[2] / "locale"
LOCALE_PATHS: Final[tuple[Path, ...]] = (LOCALE_DIR,)


NBSP: Final = "\u00a0"

# Times and dates in English follow British habit.
_LOCALES: Final = {"en": "en_GB"}


@lru_cache(maxsize=16)
def babel_locale(language: str) -> Locale:
    """Babel's locale for one of our languages."""
    return Locale.parse(_LOCALES.get(language, language))


def supported(code: str | None) -> str | None:
    """The language that serves a code such as "de", "de-AT" or "de_AT"; None if there is none."""
    if not code:
        return None
    base = code.replace("_", "-").split("-", 1)[0].lower()
    return base if base in CODES else None


def current() -> str:
    """The language of the request (or job) under way; English where none is active."""
    return supported(translation.get_language()) or DEFAULT


def own_name(code: str) -> str:
    """What the language calls itself: "sv" gives "Svenska"."""
    return dict(LANGUAGES)[code]


def text_in(names: Mapping[str, str], language: str | None = None) -> str:
    """One of the texts in `names` ({language: text}): that language, else English, else any.

    "Any" follows the order of `LANGUAGES`, so that the same names always give the same text.
    Empty texts count as missing; with no text at all the result is empty.
    """
    wanted = (language or current(), DEFAULT, *CODES, *names)
    return next((names[code] for code in wanted if names.get(code)), "")
