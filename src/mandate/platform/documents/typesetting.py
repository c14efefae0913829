"""typst, with the fonts of the house and nothing from outside."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import typst
from django.conf import settings

from mandate.platform.ui.fonts import ensure_fonts, print_folder

#: The standard that a PDF claims and typst checks: accessible PDF.
STANDARD: Final[Literal["ua-1"]] = "ua-1"
_PPI = 200
_UNKNOWN_CHARACTER = "could not be displayed"


def typeset(template: str, format: Literal["pdf", "png"], inputs: Mapping[str, bytes]) -> bytes:
    """What a template beside this file makes of the files it reads, by name.

    A PDF claims the standard of accessible documents. A character that the fonts lack (an emoji in a unit's
    name) is against it: then the document comes out with an empty box there and without the claim.
    """
    ensure_fonts(settings.DATA_DIR)
    source = files("mandate.platform.documents").joinpath(template).read_bytes()
    with TemporaryDirectory(prefix="mandate-") as folder:
        for name, content in {template: source, **inputs}.items():
            Path(folder, name).write_bytes(content)
        path = Path(folder, template)
        try:
            return _compiled(path, format, STANDARD)
        except typst.TypstError as error:
            if _UNKNOWN_CHARACTER not in str(error):
                raise
            return _compiled(path, format, None)


def _compiled(path: Path, format: Literal["pdf", "png"], standard: Literal["ua-1"] | None) -> bytes:
    made: bytes = typst.compile(
        path,
        root=path.parent,
        font_paths=[print_folder(settings.DATA_DIR)],
        ignore_system_fonts=True,
        format=format,
        ppi=_PPI,
        pdf_standards=standard,
    )
    return made
