"""What the journal says of lists that were taken out as a file."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.platform.journal.events import Event

#: What a search by words is called in an address, and in the rows of the journal.
WORDS = "q"


@dataclass(frozen=True)
class ListTaken(Event):
    """A list with personal data went out as a file. Its part derives the kind with its words from this, and
    names it in the list (`Taken` in value.py).

    ``filters`` say what it was narrowed to, as [name, choice]; ``words`` put both into the reader's
    language, a choice of the filter "state" under "state=draft". ``typed`` is {name: text}, what whoever
    took it typed (somebody's name, say): personal values, kept apart. In rows of an earlier version all
    stands there, as {label: words}.
    """

    audience: ClassVar[str] = "access.view"
    touches: ClassVar[bool] = True
    quiet: ClassVar[bool] = True
    apart: ClassVar[tuple[str, ...]] = ("typed",)
    filters: list[list[str]]
    rows: int
    file: str
    typed: dict[str, str] | None

    def sentence(self) -> str:
        """For people."""
        said = [(_("rows"), str(self.rows))]
        said += [(self._label(name), self.chosen(name, choice)) for name, choice in self.filters]
        said += [(self._label(name), text) for name, text in self._typed()]
        if self.typed is None:
            said.append((_("what was typed"), _("erased")))
        return f"{capfirst(str(self.label))} ({'; '.join(f'{label}: {words}' for label, words in said)})"

    def chosen(self, name: str, choice: str) -> str:
        """A choice in words."""
        return str(self.words.get(f"{name}={choice}", choice))

    def _typed(self) -> list[tuple[str, str]]:
        """As the words are in their order, which the database does not keep."""
        order = {name: place for place, name in enumerate(self.words)}
        return sorted((self.typed or {}).items(), key=lambda one: order.get(one[0], len(order)))

    def _label(self, name: str) -> str:
        return str(self.words.get(name, name))
