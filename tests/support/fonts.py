"""The fonts of pages and documents, made once by this recipe and copied to where they are needed."""

import fcntl
import os
import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path

from mandate.platform.ui import fonts
from tests.support.database import FOLDER, KEPT


@cache
def made_fonts() -> Path:
    """A data folder with the fonts, made by the first worker that asks, and kept for later runs until the
    recipe or the wheels that they are made of change."""
    here = Path(fonts.__file__)
    told = here.read_bytes() + here.with_name("fontcutting.py").read_bytes() + fonts._stamp().encode()
    recipe = sha256(told).hexdigest()
    folder = Path(os.environ.get(KEPT) or os.environ[FOLDER]) / f"fonts-{recipe[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        fonts.ensure_fonts(folder)
    return folder


def give_fonts(data_dir: Path) -> None:
    """Put the fonts into a data folder, so that its command does not make them again."""
    made = made_fonts()
    for place in (fonts.print_folder, fonts.web_folder):
        shutil.copytree(place(made), place(data_dir), dirs_exist_ok=True)
