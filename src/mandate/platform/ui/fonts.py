"""The fonts: Inter and Source Serif 4, taken from their wheels and cut down to the letters that are needed.

Latin with all of Vietnamese, French, German, Swedish and Polish, Cyrillic, punctuation, arrows and the shapes
of the states. WOFF2 files for the browser, TTF files for typst; all keep the axis of weights and lose that of
optical sizes. Both fonts are under the SIL Open Font License; its text is laid beside the files.
"""

import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

#: Grows when the recipe (fontcutting.py) changes, so that folders made by an older version are made again.
_RECIPE: Final = 1


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
    from mandate.platform.ui.fontcutting import SOURCES, make_font

    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=".fonts-") as name:
        web, paper = Path(name, "web"), Path(name, "print")
        web.mkdir()
        paper.mkdir()
        for source in SOURCES:
            make_font(source, web, paper)
        (paper / "stamp").write_text(stamp, encoding="utf-8")
        # The stamp lies in the folder that is put in place last: it vouches for both.
        _replace(web, web_folder(data_dir))
        _replace(paper, print_folder(data_dir))


def _stamp() -> str:
    wheels = ("fontpkg-inter", "fontpkg-source-serif-4", "fonttools")
    return "\n".join([f"recipe {_RECIPE}", *(f"{wheel} {version(wheel)}" for wheel in wheels)])


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
