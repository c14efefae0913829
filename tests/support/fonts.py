"""The fonts of pages and documents, made once in a run and copied to every data folder that needs them."""

import fcntl
import os
import shutil
from pathlib import Path

from mandate.platform.ui.fonts import ensure_fonts, print_folder, web_folder
from tests.support.database import FOLDER


def made_fonts() -> Path:
    """A data folder with the fonts, made by the first worker that asks."""
    folder = Path(os.environ[FOLDER]) / "fonts"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_fonts(folder)
    return folder


def give_fonts(data_dir: Path) -> None:
    """Put the fonts into a data folder, so that its command does not make them again."""
    made = made_fonts()
    for place in (print_folder, web_folder):
        shutil.copytree(place(made), place(data_dir), dirs_exist_ok=True)
