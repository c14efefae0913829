"""Which passage of which guide helps on which pages: values that each part states in its ``part.py``."""

from collections.abc import Callable
from dataclasses import dataclass

from mandate.platform.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Help:
    """On the pages of a ``section`` of the side, "?" leads to the passage ``anchor`` of ``guide``. With
    ``action`` it is for those who may do that somewhere, and with ``pages`` on these pages only (names of
    views); ``who`` says whom it is for where the right alone does not. The first that fits page and reader
    is theirs."""

    section: str
    guide: str
    anchor: str
    action: str = ""
    pages: tuple[str, ...] = ()
    who: Callable[[Actor], bool] | None = None
