r"""A text that was written before texts were Markdown, as Markdown that reads the same.

>>> as_markdown("# 3 schools\n1. of May\n- *pots*\n\nSnake_case & more")
'\\# 3 schools\n1\\. of May\n\n- \\*pots\\*\n\nSnake_case & more'
"""

import re
from collections.abc import Iterator

#: What began an item of a list.
_BULLETS = ("- ", "* ", "• ", "– ")

#: What is a mark of emphasis, a link or an escape wherever it stands; an underscore between two
#: letters is none.
_ANYWHERE = re.compile(r"[\\*\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=\S)|&(?=#|\w+;)")
#: What makes a line begin something else than a paragraph.
_AT_THE_START = re.compile(r"(?P<mark>[#>+\-:|])|(?P<digits>\d{1,9})(?P<point>[.)])")


def as_markdown(text: str) -> str:
    """The text with paragraphs parted by empty lines and items behind hyphens, as they were read, and nothing
    in it that Markdown would read otherwise. Two lists after one another have different marks."""
    parts: list[str] = []
    mark = "*"
    for kind, lines in _parts(text):
        if kind == "list":
            mark = "-" if mark == "*" else "*"
            parts.append("\n".join(f"{mark} {_escaped(line)}".rstrip() for line in lines))
        else:
            parts.append("\n".join(map(_escaped, lines)))
    return "\n\n".join(parts)


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """("text" or "list", its lines): paragraphs are parted by empty lines, lists are lines behind a mark."""
    kind, lines = "", list[str]()
    for line in text.splitlines():
        item = line.lstrip().startswith(_BULLETS)
        now = "list" if item else "text" if line.strip() else ""
        if now != kind and lines:
            yield kind, lines
            lines = []
        kind = now
        if now:
            lines.append(line.strip()[2:].strip() if item else line.strip())
    if lines:
        yield kind, lines


def _escaped(line: str) -> str:
    told = _ANYWHERE.sub(r"\\\g<0>", line)
    begins = _AT_THE_START.match(told)
    if begins is None:
        return told
    place = begins.start("point") if begins["point"] else 0
    return f"{told[:place]}\\{told[place:]}"
