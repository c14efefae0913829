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
        self._by_look: dict[str, list[str]] = {}
        self._by_shape: dict[str, list[str]] = {}
        for code in codes:
            self.add(code)

    def __iter__(self) -> Iterator[str]:
        return (code for same in self._by_look.values() for code in same)

    def add(self, code: str) -> None:
        """One code more."""
        same = self._by_look.setdefault(alike(code), [])
        if code not in same:
            same.append(code)
            for shape in shapes(code):
                self._by_shape.setdefault(shape, []).append(code)

    def find(self, text: str) -> str | None:
        """The code that a text means."""
        same = self.all(text)
        if text in same:
            return text
        return same[0] if len(same) == 1 else None

    def all(self, text: str) -> list[str]:
        """The codes that look like a text, itself among them if it is one."""
        return list(self._by_look.get(alike(text), ()))

    def others(self, text: str) -> list[str]:
        """The other codes that look like a text, those with letters of other alphabets last."""
        found = [*self.all(text), *(code for shape in shapes(text) for code in self._by_shape.get(shape, ()))]
        return [code for code in dict.fromkeys(found) if code != text]

    def hint(self, text: str) -> dict[str, object]:
        """What a message says beside that there is no such code, where one looks the same by letters of
        another alphabet: ``looks``, and the first of them (`difference`). Else nothing."""
        for code in self.others(text):
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
        self._numbers: dict[frozenset[str], int] = {}  # up to which number all are taken

    def offer(self, text: str) -> str:
        """The code for a text, the same each time; "" where nothing of it can stand in one."""
        if text not in self._offered:
            self._offered[text] = self._free(self._made(text))
            self._taken |= shapes(self._offered[text])
        return self._offered[text]

    def _free(self, code: str) -> str:
        code = _cut(code, self._limit)
        look = shapes(code)
        found, number = code, self._numbers.get(look, 1)
        while found and shapes(found) & self._taken:
            number += 1
            found = f"{_cut(code, self._limit - len(str(number)) - 1)}{'_' if '_' in code else '-'}{number}"
        self._numbers[look] = number
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
