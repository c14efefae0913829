"""The fonts: Inter and Source Serif 4, taken from their wheels and cut down to the letters that are needed.

Latin with all of Vietnamese, French, German, Swedish and Polish, Cyrillic, punctuation, arrows and the shapes
of the states. WOFF2 files for the browser, TTF files for typst; all keep the axis of weights and lose that of
optical sizes. Both fonts are under the SIL Open Font License; its text is laid beside the files.
"""

import importlib.resources
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
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
#: Grows when the recipe changes, so that folders made by an older version are made again.
_RECIPE: Final = 1


@dataclass(frozen=True, slots=True)
class _Source:
    """A variable font of a wheel, the optical size it keeps, and what is made of it; no `web`, no WOFF2."""

    package: str
    file: str
    optical_size: float
    print: str
    web: str = ""


_SOURCES: Final = (
    _Source("fontpkg_inter", "Inter[opsz,wght].ttf", 14, "Inter.ttf", "inter.woff2"),
    _Source("fontpkg_inter", "Inter-Italic[opsz,wght].ttf", 14, "Inter-Italic.ttf"),
    _Source(
        "fontpkg_source_serif_4",
        "SourceSerif4[opsz,wght].ttf",
        20,
        "SourceSerif4.ttf",
        "source-serif.woff2",
    ),
)


def web_folder(data_dir: Path) -> Path:
    """Where the browser's fonts lie: below a folder that is served as static files."""
    return data_dir / "static" / "fonts"


def print_folder(data_dir: Path) -> Path:
    """Where typst's fonts lie."""
    return data_dir / "fonts"


def ensure_fonts(data_dir: Path) -> None:
    """Make the fonts below `data_dir` unless this version of them is there already.

    The first call takes some seconds, a later one reads one small file. Each folder appears whole or not at
    all, so that a killed process or two at once leave nothing half made. Raises OSError if the folder cannot
    be written.
    """
    stamp = _stamp()
    done = print_folder(data_dir) / "stamp"
    if (
        done.is_file()
        and done.read_text(encoding="utf-8") == stamp
        and (web_folder(data_dir) / "inter.woff2").is_file()
    ):
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".fonts-") as name:
        web, paper = Path(name, "web"), Path(name, "print")
        web.mkdir()
        paper.mkdir()
        for source in _SOURCES:
            _make(source, web, paper)
        (paper / "stamp").write_text(stamp, encoding="utf-8")
        # The stamp lies in the folder that is put in place last: it vouches for both.
        _replace(web, web_folder(data_dir))
        _replace(paper, print_folder(data_dir))


def _stamp() -> str:
    wheels = ("fontpkg-inter", "fontpkg-source-serif-4", "fonttools")
    return "\n".join([f"recipe {_RECIPE}", *(f"{wheel} {version(wheel)}" for wheel in wheels)])


def _make(source: _Source, web: Path, paper: Path) -> None:
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


def _replace(made: Path, place: Path) -> None:
    """Put a folder in the place of an older one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = made.with_name(made.name + "-old")
    if place.exists():
        place.rename(old)
    try:
        made.rename(place)
    except OSError:
        # Another process was faster and made the same files; an empty or equal folder there is as good.
        if not place.exists():
            raise
    shutil.rmtree(old, ignore_errors=True)
