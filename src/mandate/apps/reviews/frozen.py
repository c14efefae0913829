"""What a closed review keeps so that nothing that is renamed, moved or set later changes it: every name in
every language, and the words of its periods."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from mandate.apps.reviews.content import Content, PeriodWords
from mandate.platform.i18n.languages import CODES, text_in
from mandate.platform.i18n.periods import name_of_code

T = TypeVar("T")


def frozen(content: Content) -> Content:
    """The content with each of its names in all languages, as a reader of that language would read it now."""
    return _filled(content)


def words_of(codes: Iterable[str]) -> tuple[PeriodWords, ...]:
    """The periods' names in all languages, each period once."""
    return tuple(
        PeriodWords(
            code,
            {language: name_of_code(code, language) for language in CODES},
            {language: name_of_code(code, language, "sentence") for language in CODES},
        )
        for code in dict.fromkeys(codes)
    )


def period_name(content: Content, code: str, language: str, *, sentence: bool = False) -> str:
    """A period's name as the content has it; of one that it does not name, the name it has now."""
    for words in content.period_words:
        if words.code == code:
            return text_in(words.sentences if sentence else words.titles, language)
    return name_of_code(code, language, "sentence" if sentence else "title")


def _filled(value: T) -> T:
    """Every {language: text} in a value with all languages; everything else as it is."""
    made: Any = value
    if is_dataclass(value) and not isinstance(value, type):
        made = type(value)(**{field.name: _filled(getattr(value, field.name)) for field in fields(value)})
    elif isinstance(value, tuple):
        made = tuple(_filled(item) for item in value)
    elif isinstance(value, Mapping) and value and all(key in CODES for key in value):
        texts = {language: text_in(value, language) for language in CODES}
        made = {language: text for language, text in texts.items() if text}
    found: T = made
    return found
