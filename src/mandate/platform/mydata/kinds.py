"""What a part keeps of a person, told to that person alone. A part says so itself, among the ``personal`` of
its ``part.py``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

Text = str | Promise
Value = str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table of what a part keeps of a person.

    ``name`` is its key in the file for programs, as the first of each of the ``columns`` is; the second is
    the heading. ``rows(user_id, today)`` gives a value for each column, words in the language in force: a
    few queries, however many rows there are. It tells of nobody else, not who wrote or decided something; but
    for who looked at what is restricted, which is the person's to know. ``mend`` is the view where they ask
    that something of it be put right.
    """

    name: str
    label: Text
    columns: tuple[tuple[str, Text], ...]
    rows: Callable[[int, date], Sequence[tuple[Value, ...]]]
    mend: str = ""
