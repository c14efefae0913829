"""The guides that ship with the program: docs/guides in a checkout, and the copy that the wheel carries."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse

import mandate
from mandate.core.textkey import fold
from mandate.platform.guides.rendering import Passage, Rendered, rendered

#: In this order; others follow by name.
ORDER = ("reporter", "secretary", "reviewer", "observer", "administrator", "command-line")
_PLACE = re.compile(r"(?P<path>[^#]*)(?:#(?P<anchor>.*))?")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide by the name of its file; ``about`` is its first paragraph's first sentence."""

    name: str
    content: Rendered

    @property
    def title(self) -> str:
        """As it calls itself."""
        return self.content.title or self.name

    @property
    def chapters(self) -> tuple[Passage, ...]:
        """Its passages of the highest level."""
        return tuple(one for one in self.content.passages if one.anchor and one.level == 2)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All guides by name, and the pictures that they show, by the name of their file."""

    guides: dict[str, Guide]
    pictures: dict[str, Path]

    def has(self, guide: str, anchor: str) -> bool:
        """Whether there is such a passage."""
        found = self.guides.get(guide)
        return found is not None and any(one.anchor == anchor for one in found.content.passages)


def folders() -> tuple[Path, Path]:
    """Where the guides lie, and their pictures."""
    package = Path(mandate.__file__).parent
    carried = package / "guides"
    if carried.is_dir():
        return carried, carried / "images"
    docs = package.parents[1] / "docs"
    return docs / "guides", docs / "images"


@cache
def shelf() -> Shelf:
    """The guides, read once."""
    texts, images = folders()
    found = {path.stem: path.read_text("utf-8") for path in sorted(texts.glob("*.md"))}
    names = [name for name in ORDER if name in found] + [name for name in found if name not in ORDER]
    pictures: dict[str, Path] = {}

    def address(target: str) -> str:
        return _address(target, found, images, pictures)

    return Shelf({name: Guide(name, rendered(found[name], address)) for name in names}, pictures)


def _address(target: str, known: dict[str, str], images: Path, pictures: dict[str, Path]) -> str:
    """Where a link of a guide leads on the site: to another guide, a picture, elsewhere, or nowhere."""
    if target.startswith(("http://", "https://", "mailto:", "#")):
        return target
    place = _PLACE.fullmatch(target)
    path = Path(place["path"]) if place else Path()
    if path.suffix == ".md" and path.stem in known and len(path.parts) == 1:
        anchor = f"#{place['anchor']}" if place and place["anchor"] else ""
        return reverse("guides:guide", args=[path.stem]) + anchor
    if path.parts[:-1] == ("..", "images") and (images / path.name).is_file():
        pictures[path.name] = images / path.name
        return reverse("guides:picture", args=[path.name])
    return ""


@cache
def keys() -> tuple[tuple[Guide, Passage, str, str], ...]:
    """Every passage with the folded words of its heading and of its text."""
    return tuple(
        (guide, passage, fold(passage.title or guide.title), fold(passage.text))
        for guide in shelf().guides.values()
        for passage in guide.content.passages
    )
