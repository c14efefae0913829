"""What was worked out before and still holds, because nobody did anything since.

Every deed goes into the journal, so while the journal has no new row, nothing changed of what people have to
do. A process keeps such values for the people who came last, each with the state of the journal before it was
worked out; a deed that is committed meanwhile only makes it be worked out once more.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from mandate.platform.database.reading import once

T = TypeVar("T")
State = tuple[int, int]

KEPT = 4000  # a few for each person
#: Numbers are given before commit: so many behind the last, a lower one may still become visible.
LATE = 20_000
_STATE = f"""
SELECT max(id), (SELECT count(*) FROM journal_entry WHERE id > (SELECT max(id) FROM journal_entry) - {LATE})
FROM journal_entry"""  # noqa: S608 -- a number of ours
_values: OrderedDict[Hashable, tuple[State, Any]] = OrderedDict()
_lock = Lock()


def _state() -> State:
    """The last number of the journal and how many rows lie near it, asked once in a request until something
    is written: a row that becomes visible late changes the second."""

    def read() -> State:
        with connection.cursor() as cursor:
            cursor.execute(_STATE)
            last, near = cursor.fetchone()
        return last or 0, near

    return once("state of the journal", read)


def still(key: Hashable, work_out: Callable[[], T]) -> T:
    """The value of a key; ``work_out`` is called unless it was since the last deed. The key names whatever
    else the value depends on: the person, their roles, the day, the language. The value is shared, so it is
    frozen."""
    state = _state()
    with _lock:
        before = _values.get(key)
        if before is not None:
            _values.move_to_end(key)
    if before is not None and before[0] == state:
        value: T = before[1]
        return value
    value = work_out()
    with _lock:
        _values[key] = state, value
        _values.move_to_end(key)
        while len(_values) > KEPT:
            _values.popitem(last=False)
    return value


def forget() -> None:
    """Keep nothing: the database is another one."""
    with _lock:
        _values.clear()
