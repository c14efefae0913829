"""What the journal says of lists that were taken out as a file."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.platform.journal.events import Event


@dataclass(frozen=True)
class ListTaken(Event):
    """A list with personal data went out as a file. Its part derives the kind with its words from this, and
    names it in the list (`Taken` in value.py). ``filters`` say what it was narrowed to, as [label, words] in
    the language of whoever took it."""

    audience: ClassVar[str] = "access.view"
    touches: ClassVar[bool] = True
    quiet: ClassVar[bool] = True
    filters: list[list[str]]
    rows: int
    file: str

    def sentence(self) -> str:
        """For people."""
        said = [(_("rows"), str(self.rows)), *self.filters]
        return f"{capfirst(str(self.label))} ({'; '.join(f'{label}: {words}' for label, words in said)})"
