"""typst, with the fonts of the house and nothing from outside."""

from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Final, Literal

import typst
from django.conf import settings

from mandate.platform.ui.fonts import ensure_fonts, print_folder

#: The standard that a PDF claims and typst checks: accessible PDF.
STANDARD: Final = "ua-1"
_PPI = 200


def typeset(template: str, format: Literal["pdf", "png"], inputs: Mapping[str, str]) -> bytes:
    """What a template beside this file makes of its inputs."""
    ensure_fonts(settings.DATA_DIR)
    with as_file(files("mandate.apps.reviews.documents").joinpath(template)) as path:
        made: bytes = typst.compile(
            path,
            root=path.parent,
            font_paths=[print_folder(settings.DATA_DIR)],
            ignore_system_fonts=True,
            format=format,
            ppi=_PPI,
            sys_inputs=dict(inputs),
            pdf_standards=STANDARD,
        )
    return made
