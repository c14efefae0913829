"""The catalogues: merging new strings in, and compiling them, without GNU gettext on the machine.

A catalogue is src/mandate/locale/<language>/LC_MESSAGES/django.po. It has no line numbers and no dates, and
its order follows the sources, so that people who work on different parts can merge their work.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import polib

from mandate.platform.i18n.languages import CODES, LOCALE_DIR
from mandate.platform.i18n.messages import Message

PLURAL_FORMS: Final = {
    "en": "nplurals=2; plural=(n != 1);",
    "vi": "nplurals=1; plural=0;",
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "sv": "nplurals=2; plural=(n != 1);",
    "pl": ("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
}
PLURALS: Final = {code: int(rule[len("nplurals=")]) for code, rule in PLURAL_FORMS.items()}

#: The list of other packages' strings, and the languages in which those packages lack them.
BORROWED: Final = "platform/i18n/borrowed_strings.py"
BORROWED_FOR: Final = ("vi",)

_WIDTH = 100


def po_path(language: str, locale_dir: Path = LOCALE_DIR) -> Path:
    """Where a language's catalogue lies."""
    return locale_dir / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    """A catalogue as it is; empty if there is none yet. Raises OSError for a file that is not a catalogue."""
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()


def wanted(messages: Iterable[Message], language: str) -> list[Message]:
    """The messages that a language's catalogue holds: all, but borrowed ones only where they are lacking."""
    if language in BORROWED_FOR:
        return list(messages)
    return [message for message in messages if message.files != (BORROWED,)]


def update(messages: Sequence[Message], locale_dir: Path = LOCALE_DIR) -> None:
    """Bring the catalogues of all languages up to `messages`.

    Translations are kept where the string is still the same. A string that is gone goes; one that changed
    comes back empty: nothing is guessed. English fills itself in.
    """
    for language in CODES:
        path = po_path(language, locale_dir)
        merged = _merged(wanted(messages, language), read(path), language)
        content = str(merged).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            _write(path, content)


def _merged(messages: Iterable[Message], old: polib.POFile, language: str) -> polib.POFile:
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    merged = polib.POFile(wrapwidth=_WIDTH)
    merged.metadata = {
        "Project-Id-Version": "Mandate",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message in messages:
        entry = _entry(message)
        before = kept.get(message.key)
        if before is not None and before.msgid_plural == entry.msgid_plural:
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
            entry.tcomment = before.tcomment
            entry.flags += [flag for flag in before.flags if flag == "fuzzy"]
        elif message.plural:
            entry.msgstr_plural = dict.fromkeys(range(PLURALS[language]), "")
        if language == "en":
            _fill_in_english(entry)
        merged.append(entry)
    return merged


def _entry(message: Message) -> polib.POEntry:
    python_format = "%(" in message.text or "%(" in message.plural
    return polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.text,
        msgid_plural=message.plural,
        comment="\n".join(message.comments),
        occurrences=[(file, "") for file in message.files],
        flags=["python-format"] if python_format else [],
    )


def _fill_in_english(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid


def compile_catalogues(locale_dir: Path = LOCALE_DIR, *, force: bool = False) -> list[Path]:
    """Write the .mo beside every .po that is newer (or every one); the files written.

    A folder that cannot be written is no error where a compiled catalogue is already there.
    """
    written = []
    for language in CODES:
        po = po_path(language, locale_dir)
        mo = po.with_suffix(".mo")
        if not po.exists() or (not force and _is_fresh(mo, po)):
            continue
        try:
            _write(mo, read(po).to_binary())
        except OSError:
            if not mo.exists():
                raise
        else:
            written.append(mo)
    return written


def ensure_compiled(locale_dir: Path = LOCALE_DIR) -> None:
    """Compile what is out of date. Call it before Django reads its first translation."""
    compile_catalogues(locale_dir)


def _is_fresh(mo: Path, po: Path) -> bool:
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


def _write(path: Path, content: bytes) -> None:
    """Replace the file in one step, so that a process beside this one never reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
