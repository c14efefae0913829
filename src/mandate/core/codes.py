"""A code that could stand for one that cannot: what a message offers beside the rule.

>>> units = CodeOffers({"nz-a2f"}, unit_code, 40)
>>> units.offer("nz/a2f"), units.offer("US AL 001"), units.offer("nz/a2f"), units.offer("///")
('nz-a2f-2', 'US-AL-001', 'nz-a2f-2', '')
>>> CodeOffers(set(), indicator_code, 60).offer("1-1-1 Số hộ")
'i1_1_1_so_ho'
"""

import re
from collections.abc import Callable, Iterable

from mandate.core.text import alike
from mandate.core.textkey import fold


class CodeOffers:
    """Codes that are free: not one of the ``taken``, none that looks like one of them, and none twice."""

    def __init__(self, taken: Iterable[str], made: Callable[[str], str], limit: int) -> None:
        self._taken = set(map(alike, taken))
        self._made = made
        self._limit = limit
        self._offered: dict[str, str] = {}

    def offer(self, text: str) -> str:
        """The code for a text, the same each time; "" where nothing of it can stand in one."""
        if text not in self._offered:
            self._offered[text] = self._free(self._made(text))
            self._taken.add(alike(self._offered[text]))
        return self._offered[text]

    def _free(self, code: str) -> str:
        code = _cut(code, self._limit)
        found, number = code, 1
        while found and alike(found) in self._taken:
            number += 1
            found = f"{_cut(code, self._limit - len(str(number)) - 1)}{'_' if '_' in code else '-'}{number}"
        return found


def unit_code(text: str) -> str:
    """A text as a code of a unit or a kind: letters, digits, points, colons, hyphens and underscores."""
    return re.sub(r"^[\W_]+|[.:-]+$", "", re.sub(r"[^\w.:-]+", "-", text.strip()))


def indicator_code(text: str) -> str:
    """A text as a code of an indicator, which can stand in a formula: small Latin letters unless it had none
    but these, digits, underscores and single points, and a letter at the beginning."""
    plain = text if text.isascii() else fold(text)
    code = re.sub(r"[._]*\.[._]*", ".", re.sub(r"[^A-Za-z0-9_.]+", "_", plain)).strip("._")
    return f"i{code}" if code[:1].isdigit() else code


def _cut(code: str, length: int) -> str:
    return code[:length].rstrip("._:-")
