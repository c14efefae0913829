"""The name of a file as it is kept: what the sender called it, without what belongs in no name.

>>> kept_name("..\\\\..\\\\minutes of May.PDF", KINDS["pdf"])
'minutes of May.PDF'
>>> kept_name("scan.pdf", KINDS["png"]), kept_name("run.exe", KINDS["txt"]), kept_name("/", KINDS["csv"])
('scan.png', 'run.txt', 'file.csv')
>>> kept_name("Bie\\u0302n ba\\u0309n\\u202e.txt", KINDS["txt"]), kept_name("a" * 300, KINDS["odt"])[-6:]
('Biên bản.txt', 'aa.odt')
"""

import re

from mandate.core.text import one_line, seen
from mandate.platform.files.kinds import KINDS, Kind

NAME_LENGTH = 200
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f:*?"<>|]')

__all__ = ["KINDS", "NAME_LENGTH", "kept_name"]


def kept_name(name: str, kind: Kind) -> str:
    """The last part of a path, on one line, composed, without what nobody sees and what file systems refuse;
    with an ending that says what it is."""
    last = re.split(r"[\\/]", name)[-1]
    plain = one_line(seen(_FORBIDDEN.sub(" ", last))).strip(". ")
    found = _ENDING.search(plain)
    ending = found.group() if found else ""
    stem = plain.removesuffix(ending)
    if ending.lower() not in kind.endings:
        ending = kind.endings[0]
    stem = stem[: NAME_LENGTH - len(ending)].strip(". ") or "file"
    return f"{stem}{ending}"
