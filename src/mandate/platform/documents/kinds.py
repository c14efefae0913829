"""What documents a part can make. It says so itself, among the ``documents`` of its ``part.py``; one at a
time is made by the part's own page, those of many units by a job (jobs.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.documents.value import Document


class Reach(StrEnum):
    """Of which units documents are made: of one, of it and those right below, or of it and all below."""

    ONE = "one"
    CHILDREN = "children"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document that a unit can have of a period.

    ``name`` is the first word of its files ("review-D380-2023-vi.pdf"), ``label`` names many of them on
    pages; whoever may do ``action`` on a unit reads it. ``units`` are the codes of those within reach of a
    unit, in the order of the tree; ``make`` gives one unit's document in a language, and raises Http404 where
    there is none that the actor may see. ``address`` is the page about it.
    """

    name: str
    label: str | Promise
    action: str
    units: Callable[[Actor, str, Period, Reach], Sequence[str]]
    make: Callable[[Actor, str, Period, str], Document]
    address: Callable[[str, str], str]

    def file_name(self, unit_code: str, period: Period, language: str, format: str) -> str:
        """What a file of it is called."""
        return f"{self.name}-{unit_code}-{period.code}-{language}.{format}"
