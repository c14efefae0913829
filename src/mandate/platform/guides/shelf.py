"""The guides that ship with the program: docs/guides in a checkout, and the copy that the wheel carries.

Translations lie in a folder of their language, under the names of the English ones and with the same passages
in the same order: these keep the anchors of the English ones, so that whatever leads to a passage leads there
in every language.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from django.urls import reverse

import mandate
from mandate.core.textkey import fold
from mandate.platform.guides.rendering import Passage, Rendered, rendered
from mandate.platform.i18n.languages import DEFAULT

#: In this order; others follow by name.
ORDER = ("reporter", "secretary", "reviewer", "observer", "administrator", "command-line")
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{2,4} (.+)$", re.MULTILINE)
_PLACE = re.compile(r"(?P<path>[^#]*)(?:#(?P<anchor>.*))?")


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide by the name of its file, in a language."""

    name: str
    content: Rendered
    language: str = DEFAULT

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
def shelf(language: str = DEFAULT) -> Shelf:
    """The guides for whoever reads that language, in English where they are not translated. Read once."""
    texts, images = folders()
    found = _read(texts)
    names = [name for name in ORDER if name in found] + [name for name in found if name not in ORDER]
    own = _read(texts / language) if language != DEFAULT else {}
    if language != DEFAULT and not own:
        return shelf()
    pictures = dict(shelf().pictures) if own else {}
    anchors = {name: _anchors(text, shelf().guides[name]) for name, text in own.items()}

    def guide(name: str) -> Guide:
        def address(target: str) -> str:
            return _address(target, name, anchors, found, images, pictures)

        kept = tuple(anchors.get(name, {}).values())
        content = rendered(own.get(name, found[name]), address, kept)
        return Guide(name, content, language if name in own else DEFAULT)

    return Shelf({name: guide(name) for name in names}, pictures)


def _read(folder: Path) -> dict[str, str]:
    """The texts of a folder, by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}


def _anchors(text: str, source: Guide) -> dict[str, str]:
    """What the headings of a translation are called in the files, and what on the site: as in the source."""
    headings = [_in_files(words) for words in _HEADING.findall(_FENCE.sub("", text))]
    return dict(zip(headings, [one.anchor for one in source.content.passages if one.anchor], strict=True))


def _in_files(words: str) -> str:
    """What whoever reads the file as Markdown calls a heading, with all accents.

    >>> _in_files("Tìm báo cáo phải nộp")
    'tìm-báo-cáo-phải-nộp'
    """
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _address(
    target: str,
    name: str,
    anchors: Mapping[str, Mapping[str, str]],
    known: Container[str],
    images: Path,
    pictures: dict[str, Path],
) -> str:
    """Where a link of the guide ``name`` leads on the site: to another guide, a picture, elsewhere, or
    nowhere."""
    if target.startswith(("http://", "https://", "mailto:")):
        return target
    place = _PLACE.fullmatch(target)
    path = Path(place["path"]) if place else Path()
    anchor = unquote(place["anchor"] or "") if place else ""
    leads_to = path.stem if path.name else name
    ending = f"#{anchors.get(leads_to, {}).get(anchor, anchor)}" if anchor else ""
    if not path.name:
        return ending
    if path.suffix == ".md" and path.stem in known and set(path.parts[:-1]) <= {".."}:
        return reverse("guides:guide", args=[path.stem]) + ending
    if path.parent.name == "images" and (images / path.name).is_file():
        pictures[path.name] = images / path.name
        return reverse("guides:picture", args=[path.name])
    return ""


@cache
def keys(language: str = DEFAULT) -> tuple[tuple[Guide, Passage, str, str], ...]:
    """Every passage in a language with the folded words of its heading and of its text."""
    return tuple(
        (guide, passage, fold(passage.title or guide.title), fold(passage.text))
        for guide in shelf(language).guides.values()
        for passage in guide.content.passages
    )
