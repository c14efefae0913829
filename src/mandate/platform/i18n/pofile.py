"""Reading a catalogue strictly. The build of the wheel reads with it too, where nothing of ours is installed,
so it imports nothing of ours.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

# Babel reads on where a quotation mark is missing, and loses a letter.
_LINE = re.compile(r'(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) )?"(?:[^"\\]|\\.)*"|)\s*')


class NotACatalogueError(OSError):
    """A file that cannot be read as a catalogue, from a line on."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        super().__init__(f"{path}:{line}: {fault}")
        self.line, self.fault = line, fault


def read(path: Path) -> Catalog:
    """A catalogue as it is; empty if there is none yet. Raises NotACatalogueError, an OSError."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line):
            raise NotACatalogueError(path, number, "not a line of a catalogue")
    try:
        return read_po(lines, abort_invalid=True)
    except PoFileError as error:
        raise NotACatalogueError(path, error.lineno + 1, str(error)) from error
