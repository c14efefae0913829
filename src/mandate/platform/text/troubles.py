"""What is told of a text that holds too much."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from mandate.platform.text.bounds import BRACKETS, CELLS, COLUMNS, DEPTH, LENGTH, MARKS, TABLES, Trouble
from mandate.platform.text.markdown import trouble_of

_WORDS: Final[Mapping[Trouble, Callable[[], str]]] = {
    Trouble.LONG: lambda: _("At most %(limit)s characters.") % {"limit": LENGTH},
    Trouble.BRACKETS: lambda: _("At most %(limit)s opening square brackets.") % {"limit": BRACKETS},
    Trouble.MARKS: lambda: _("At most %(limit)s stars and underscores.") % {"limit": MARKS},
    Trouble.CELLS: lambda: _("At most %(limit)s cells in tables.") % {"limit": CELLS},
    Trouble.TABLES: lambda: _("At most %(limit)s tables.") % {"limit": TABLES},
    Trouble.COLUMNS: lambda: _("At most %(limit)s columns in a table.") % {"limit": COLUMNS},
    Trouble.DEEP: lambda: _("At most %(limit)s lists and quotes within one another.") % {"limit": DEPTH},
}


def words_of(text: str) -> str:
    """Why it is not taken, in the language in force; "" for one that is."""
    trouble = Trouble.LONG if len(text) > LENGTH else trouble_of(text)
    return _WORDS[trouble]() if trouble else ""
