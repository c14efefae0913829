"""What can be wrong with a catalogue. Each problem is one line: where, what, which string."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from mandate.platform.i18n.catalogue import (
    PLURAL_FORMS,
    entries,
    key_of,
    plural_of,
    po_path,
    wanted,
)
from mandate.platform.i18n.languages import CODES, LOCALE_DIR
from mandate.platform.i18n.messages import Message
from mandate.platform.i18n.pofile import NotACatalogueError, read

_NAMED = re.compile(r"%\((\w[\w.|:]*)\)[#0\- +]?\d*(?:\.\d+)?[sdifr]")
_POSITIONAL = re.compile(r"(?<!%)(?:%%)*(%[sdifr])")
_BRACES = re.compile(r"\{\w*\}")
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACE = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a catalogue; `str()` is its line."""

    path: Path
    line: int
    fault: str
    text: str = ""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.fault}" + (f": {self.text!r}" if self.text else "")


def check(messages: Sequence[Message], locale_dir: Path = LOCALE_DIR) -> list[Problem]:
    """The problems of all seven catalogues against the strings of the code."""
    return [problem for code in CODES for problem in check_catalogue(messages, code, locale_dir)]


def check_catalogue(
    messages: Sequence[Message], language: str, locale_dir: Path = LOCALE_DIR
) -> Iterator[Problem]:
    """The problems of one language's catalogue."""
    path = po_path(language, locale_dir)
    if not path.exists():
        yield Problem(path, 0, "there is no catalogue")
        return
    try:
        catalogue = read(path)
    except NotACatalogueError as error:
        yield Problem(path, error.line, error.fault)
        return
    if catalogue.plural_forms != PLURAL_FORMS[language]:
        yield Problem(path, 0, f"Plural-Forms must be {PLURAL_FORMS[language]!r}")
        return
    yield from _against_code(wanted(messages, language), catalogue, path)
    for entry in catalogue.obsolete.values():
        yield Problem(path, entry.lineno or 0, "obsolete", key_of(entry)[1])
    for entry in entries(catalogue):
        for fault in _faults(entry, language):
            yield Problem(path, entry.lineno or 0, fault, key_of(entry)[1])


def _against_code(messages: Iterable[Message], catalogue: Catalog, path: Path) -> Iterator[Problem]:
    left = {key_of(entry): entry for entry in entries(catalogue)}
    for message in messages:
        entry = left.pop(message.key, None)
        if entry is None:
            yield Problem(path, 0, f"missing (used in {message.files[0]})", message.text)
        elif plural_of(entry) != message.plural:
            yield Problem(path, entry.lineno or 0, "the plural in the code has changed", message.text)
    for entry in left.values():
        yield Problem(path, entry.lineno or 0, "no longer in the code", key_of(entry)[1])


def _faults(entry: Entry, language: str) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    text, plural = key_of(entry)[1], plural_of(entry)
    if not plural:
        yield from _text_faults(text, text, str(entry.string))
        return
    for form, translation in enumerate(entry.string or ()):
        # A form that serves one number alone may spell it out where English does.
        also = text if _serves_one_alone(form, language) else plural
        yield from (f"{fault} (form {form})" for fault in _text_faults(plural, also, translation))


def _serves_one_alone(form: int, language: str) -> bool:
    rule = c2py(PLURAL_FORMS[language].partition("plural=")[2].rstrip(";"))
    return [n for n in range(1000) if rule(n) == form] == [1]


def _text_faults(text: str, also: str, translation: str) -> Iterator[str]:
    """Faults of one translation; its placeholders are those of `text` or those of `also`."""
    if not translation.strip():
        yield "not translated"
        return
    for kind, pattern in (("placeholders", _NAMED), ("placeholders", _BRACES), ("HTML tags", _HTML)):
        if _found(pattern, translation) not in (_found(pattern, text), _found(pattern, also)):
            yield f"{kind} differ"
    if _POSITIONAL.findall(translation) != _POSITIONAL.findall(text):
        yield "placeholders differ"
    if _NAMED.search(text) and not _can_be_filled(translation):
        yield "broken placeholder"
    if _SPACE.match(translation).groups() != _SPACE.match(text).groups():  # type: ignore[union-attr]
        yield "space or line break at the start or end differs"


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(match[0] for match in pattern.finditer(text))


class _AnyName(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return 0


def _can_be_filled(text: str) -> bool:
    try:
        text % _AnyName()
    except (ValueError, TypeError):
        return False
    return True
