"""A page as the tests open it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """The name of its address, who of the sample opens it ("": nobody), and the address. `{…}` in it is one
    of the numbers that ``numbers`` of a ``pages.py`` looks up in the site's database."""

    name: str
    who: str
    address: str
    label: str = ""

    def __str__(self) -> str:
        return f"{self.name}{'-' if self.label else ''}{self.label}"
