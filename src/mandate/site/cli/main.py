"""From the words on the command line to one command, with one clear line for whatever goes wrong."""

import os
import sys
from collections.abc import Sequence
from unicodedata import normalize

import psycopg

from mandate.core.text import clean
from mandate.platform.console.output import CommandError
from mandate.platform.database.backup import BackupError
from mandate.platform.database.binaries import EmbeddedDatabaseError
from mandate.platform.database.location import DatabaseUrlError, DataFolderError
from mandate.platform.database.lock import AlreadyRunningError
from mandate.site.cli.parser import parser
from mandate.site.environment import SettingError
from mandate.site.serving.errors import ServingError

_EXPECTED = (
    CommandError,
    DatabaseUrlError,
    DataFolderError,
    SettingError,
    AlreadyRunningError,
    ServingError,
    BackupError,
    EmbeddedDatabaseError,
    psycopg.Error,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, 1 for an error (one line on stderr), 2 for wrong usage, 130 for Ctrl-C."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not all(map(_is_text, words)):
        parser().error("an argument holds bytes or control characters that no text has")
    arguments = parser().parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        print("Interrupted; nothing was half done.", file=sys.stderr)  # noqa: T201 -- this is the command line
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except _EXPECTED as error:
        print(f"mandate: {_one_line(error)}", file=sys.stderr)  # noqa: T201 -- this is the command line
        return 1
    except Exception as error:
        known = _django_sentence(error)
        if known is None:
            raise
        print(f"mandate: {known}", file=sys.stderr)  # noqa: T201 -- this is the command line
        return 1
    return code


def _is_text(word: str) -> bool:
    """Nothing that could not be kept, printed or put into a document; however a name is composed is its own
    affair, for it may be that of a file."""
    return normalize("NFC", word) == clean(word)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _django_sentence(error: Exception) -> str | None:
    """Errors that only exist once Django is loaded, and those of files and disks."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    from django.core.exceptions import ImproperlyConfigured, ValidationError
    from django.db import DatabaseError

    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ImproperlyConfigured):
        return _one_line(error)
    if isinstance(error, DatabaseError):
        return f"the database refused: {_one_line(error)}"
    return None
