"""The catalogues: merging new strings in, and compiling them, without GNU gettext on the machine.

A catalogue is src/mandate/locale/<language>/LC_MESSAGES/django.po. It has no line numbers and no dates, and
its order follows the sources, so that people who work on different parts can merge their work.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from mandate.platform.i18n.languages import CODES, LOCALE_DIR
from mandate.platform.i18n.messages import Message
from mandate.platform.i18n.pofile import NotACatalogueError, read

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

_WIDTH = 101
# What stands before the entries. Babel's own header would have dates, and names of nobody.
_HEADER = """#
msgid ""
msgstr ""
"Project-Id-Version: Mandate\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def po_path(language: str, locale_dir: Path = LOCALE_DIR) -> Path:
    """Where a language's catalogue lies."""
    return locale_dir / language / "LC_MESSAGES" / "django.po"


def entries(catalogue: Catalog) -> list[Entry]:
    """All but the header."""
    return [entry for entry in catalogue if entry.id]


def key_of(entry: Entry) -> tuple[str, str]:
    """What gettext looks up: context and singular."""
    return entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]


def plural_of(entry: Entry) -> str:
    """The plural in the code; "" where there is none."""
    return "" if isinstance(entry.id, str) else entry.id[1]


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
        content = written(_merged(wanted(messages, language), read(path), language), language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            _write(path, content)


def written(catalogue: Catalog, language: str) -> bytes:
    """A catalogue as it stands in its file."""
    body = BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True)
    header = _HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    return (header.encode() + body.getvalue()).rstrip() + b"\n"


def _merged(messages: Iterable[Message], old: Catalog, language: str) -> Catalog:
    kept = {key_of(entry): entry for entry in entries(old)}
    merged = Catalog(language)
    merged.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    for message in messages:
        before = kept.get(message.key)
        if before is not None and plural_of(before) != message.plural:
            before = None
        merged.add(
            (message.text, message.plural) if message.plural else message.text,
            _text(message, before, language),
            locations=[(file, 0) for file in message.files],  # without the line, which changes often
            flags=["fuzzy"] if before is not None and before.fuzzy else [],
            auto_comments=[line for comment in message.comments for line in comment.splitlines()],
            user_comments=before.user_comments if before is not None else [],
            context=message.context or None,
        )
    return merged


def _text(message: Message, before: Entry | None, language: str) -> str | tuple[str, ...]:
    if language == "en":
        return (message.text, message.plural) if message.plural else message.text
    if before is not None:
        return tuple(before.string or ()) if message.plural else str(before.string)
    return ("",) * PLURALS[language] if message.plural else ""


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
            _write(mo, compiled(po))
        except NotACatalogueError:
            raise
        except OSError:
            if not mo.exists():
                raise
        else:
            written.append(mo)
    return written


def compiled(po: Path) -> bytes:
    """What the program reads of a catalogue; the same whenever it is made."""
    catalogue = read(po)
    catalogue.creation_date = datetime(2000, 1, 1, tzinfo=UTC)
    content = BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


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
