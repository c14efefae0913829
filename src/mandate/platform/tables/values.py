"""Texts of a file as they are meant: a code that only looks like one that there is, names by language."""

from collections.abc import Iterable, Mapping

from mandate.core.codes import Looks
from mandate.platform.i18n.languages import CODES
from mandate.platform.tables.reading import ReadRow


def by_language(row: ReadRow, column: str) -> dict[str, str]:
    """What stands in the columns of the languages: ``name_en``, ``name_vi``; empty ones say nothing."""
    texts = {code: row.cells.get(f"{column}_{code}", "") for code in CODES}
    return {code: text for code, text in texts.items() if text}


def languages_of(texts: Iterable[Mapping[str, str]]) -> list[str]:
    """The languages in which there are texts."""
    used = {language for names in texts for language, text in names.items() if text}
    return [language for language in CODES if language in used]


def lookalikes(texts: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """The codes that texts look like which are none: other capitals, a space without width."""
    known = set(known)
    unknown = {text for text in texts if text not in known}
    if not unknown:
        return {}
    looks = Looks(known)
    found = ((text, looks.find(text)) for text in unknown)
    return {text: code for text, code in found if code is not None}
