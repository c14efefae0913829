"""All addresses of the site from its URL conf, and all words that its views read from a request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

import mandate
from tests.fuzz.values import odd

_ASKED = re.compile(r'\b(?:GET|POST|asked|data)\.get(?:list)?\(\s*"([\w-]+)"')
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
#: What a path has in a place, by its name: what is there in the organisation, and what is not.
GOOD: dict[str, tuple[str, ...]] = {
    "code": ("C", "A", "B", "A1", "B3", "A2", "families", "share", "area", "ward", "street", "NOWHERE",
    "yearly"),
    "indicator": ("families", "cultural", "clean", "share", "area", "nothing"),
    "period": ("2023", "2024", "2022", "2023H1", "2023-11", "1900", "1901", "2200", "2199", "2023-W05",
    "2025"),
    "kind": ("units", "indicators", "targets", "figures", "people"),
    "suffix": ("csv", "xlsx"),
    "part": ("due", "returned", "units", "waiting", "lately"),
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """A pattern of the URL conf with its places in braces, each with its converter."""

    name: str
    pattern: str
    places: tuple[tuple[str, str], ...]

    def fill(self, random: Random, strange: float) -> str:
        """An address; with the probability ``strange`` a place holds an odd value."""
        filled = {}
        for place, converter in self.places:
            if random.random() < strange:
                filled[place] = quote(odd(random, "period" if place == "period" else "number"), safe="")
            elif converter == "int":
                filled[place] = str(1 + int(12 * random.random() ** 2))  # most rooms hold only a few
            else:
                filled[place] = random.choice(GOOD.get(place, ("x",)))
        return "/" + self.pattern.format(**filled)


def addresses() -> list[Address]:
    """Every address, in the order of the URL conf."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[Address]:
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
            continue
        groups = [(name, "str") for name in _GROUP.findall(here)]
        text = _GROUP.sub(r"{\1}", here)
        converters = [(name, converter or "str") for converter, name in _PART.findall(text)]
        text = (
            _PART.sub(r"{\2}", text).replace("\\.", ".").replace("^", "").replace("$", "").replace("\\Z", "")
        )
        yield Address(one.name or text, text, (*groups, *converters))


def words_asked() -> list[str]:
    """The parameters that any view reads by name, found in the source, and those of the shared forms."""
    root = Path(mandate.__file__).parent
    found = {
        "period",
        "unit",
        "person",
        "kind",
        "since",
        "until",
        "text",
        "next",
        "login",
        "password",
        "as_of",
    }
    for path in root.rglob("*.py"):
        if "web" in path.parts or "platform" in path.parts:
            found.update(_ASKED.findall(path.read_text(encoding="utf-8")))
    return sorted(found)
