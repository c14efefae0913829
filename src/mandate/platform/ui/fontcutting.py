"""How the fonts are cut. The library for it takes a while to load, and this happens once: see fonts.py."""

import importlib.resources
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

#: Ranges of code points that stay; everything Mandate writes in its seven languages, and names near them.
_RANGES: Final = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x0180, 0x024F),  # Latin Extended-B: Ơ, Ư
    (0x0300, 0x0323),  # combining marks, for decomposed Vietnamese
    (0x0400, 0x045F),  # Cyrillic
    (0x0490, 0x0491),
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese
    (0x2000, 0x206F),  # punctuation, spaces of each width
    (0x2070, 0x209F),  # raised and lowered figures
    (0x20AB, 0x20AC),  # ₫ €
    (0x2116, 0x2122),  # № ™
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),
    (0x2248, 0x2265),  # ≈ ≠ ≤ ≥
    (0x25A0, 0x25CF),  # ▲ ▼ ● ○ ◆
    (0x2713, 0x2717),  # ✓ ✗
)
_FEATURES: Final = (
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "calt",
    "liga",
    "tnum",
    "pnum",
    "lnum",
    "frac",
    "cv05",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A variable font of a wheel, the optical size it keeps, and what is made of it; no `web`, no WOFF2."""

    package: str
    file: str
    optical_size: float
    print: str
    web: str = ""


SOURCES: Final = (
    Source("fontpkg_inter", "Inter[opsz,wght].ttf", 14, "Inter.ttf", "inter.woff2"),
    Source("fontpkg_inter", "Inter-Italic[opsz,wght].ttf", 14, "Inter-Italic.ttf"),
    Source(
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        20,
        "SourceSerif4.ttf",
        "source-serif.woff2",
    ),
)


def make_font(source: Source, web: Path, paper: Path) -> None:
    """Write the files of one source into the two folders, and its licence beside them."""
    package = importlib.resources.files(source.package)
    with importlib.resources.as_file(package / "files" / source.file) as path:
        font = TTFont(path)
    _keep_needed(font)
    instancer.instantiateVariableFont(font, {"opsz": source.optical_size}, inplace=True)
    font.save(paper / source.print)
    if source.web:
        font.flavor = "woff2"
        font.save(web / source.web)
    licence = f"{source.package.removeprefix('fontpkg_')}-LICENSE"
    for folder in (web, paper):
        (folder / licence).write_bytes((package / "LICENSE").read_bytes())


def _keep_needed(font: TTFont) -> None:
    """Drop every letter and feature that no page and no document uses."""
    options = subset.Options(
        layout_features=list(_FEATURES), name_IDs=["*"], notdef_outline=True, hinting=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for low, high in _RANGES for code in range(low, high + 1)])
    cutter.subset(font)
