"""Codes that look alike; and a code that could stand for one that cannot, which a message offers.

>>> looks = Looks(["T1", "n0"])
>>> looks.find("t1"), looks.find("n1"), looks.others("T1"), looks.others("N0")
('T1', None, [], ['n0'])
>>> Looks(["A2", "a2"]).find("a2"), Looks(["A2", "a2"]).find("Ａ2")
('a2', None)

>>> Looks(["A2"]).find("А2"), Looks(["A2"]).others("А2")  # the second one is written with a Cyrillic А
(None, ['A2'])

>>> units = CodeOffers({"nz-a2f"}, unit_code, 40)
>>> units.offer("nz/a2f"), units.offer("US AL 001"), units.offer("nz/a2f"), units.offer("///")
('nz-a2f-2', 'US-AL-001', 'nz-a2f-2', '')
>>> CodeOffers(set(), indicator_code, 60).offer("1-1-1 Số hộ")
'i1_1_1_so_ho'
"""

import re
from collections.abc import Callable, Iterable, Iterator

from mandate.core.lookalikes import difference, shapes
from mandate.core.text import alike
from mandate.core.textkey import fold


class Looks:
    """Codes by what they look like. A text means the code that it is, else the only one that looks like it;
    where several do, it means none of them. A code that looks the same by letters of another alphabet is
    never meant, but is one of the others."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._by_look: dict[str, dict[str, None]] = {}  # in their order
        self._by_shape: dict[str, dict[str, None]] = {}
        for code in codes:
            self.add(code)

    def __iter__(self) -> Iterator[str]:
        return (code for same in self._by_look.values() for code in same)

    def add(self, code: str) -> None:
        """One code more."""
        self._by_look.setdefault(alike(code), {})[code] = None
        for shape in shapes(code):
            self._by_shape.setdefault(shape, {})[code] = None

    def find(self, text: str) -> str | None:
        """The code that a text means."""
        same = self._by_look.get(alike(text), {})
        if text in same:
            return text
        return next(iter(same)) if len(same) == 1 else None

    def all(self, text: str) -> list[str]:
        """The codes that look like a text, itself among them if it is one."""
        return list(self._by_look.get(alike(text), ()))

    def others(self, text: str) -> list[str]:
        """The other codes that look like a text, those with letters of other alphabets last."""
        return list(dict.fromkeys(self._others(text)))

    def other(self, text: str) -> str | None:
        """The first of the others, without a look at the rest."""
        return next(self._others(text), None)

    def _others(self, text: str) -> Iterator[str]:
        lots = (self._by_look.get(alike(text), {}), *(self._by_shape.get(one, {}) for one in shapes(text)))
        return (code for lot in lots for code in lot if code != text)

    def hint(self, text: str) -> dict[str, object]:
        """What a message says beside that there is no such code, where one looks the same by letters of
        another alphabet: ``looks``, and the first of them (`difference`). Else nothing."""
        for code in self._others(text):
            told = difference(text, code)
            if told:
                return {"looks": code, **told}
        return {}

    def pairs(self) -> Iterator[list[str]]:
        """The codes of which several look the same, each lot in its order and once."""
        lots = {tuple(sorted(same)): None for same in (*self._by_look.values(), *self._by_shape.values())}
        return (list(lot) for lot in lots if len(lot) > 1)


class CodeOffers:
    """Codes that are free: not one of the ``taken``, none that looks like one of them, and none twice."""

    def __init__(self, taken: Iterable[str], made: Callable[[str], str], limit: int) -> None:
        self._taken = {shape for code in taken for shape in shapes(code)}
        self._made = made
        self._limit = limit
        self._offered: dict[str, str] = {}
        self._numbers: dict[str, int] = {}  # by what stands before a number: up to which all are taken

    def offer(self, text: str) -> str:
        """The code for a text, the same each time; "" where nothing of it can stand in one."""
        if text not in self._offered:
            self._offered[text] = self._free(self._made(text))
            self._taken |= shapes(self._offered[text])
        return self._offered[text]

    def _free(self, code: str) -> str:
        found = code = _cut(code, self._limit)
        number, between = 1, "_" if "_" in code else "-"
        while found and shapes(found) & self._taken:
            stem = alike(_cut(code, self._limit - len(str(number)) - 1)) + between
            number = max(number, self._numbers.get(stem, 1)) + 1
            found = f"{_cut(code, self._limit - len(str(number)) - 1)}{between}{number}"
            self._numbers[stem] = number
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
