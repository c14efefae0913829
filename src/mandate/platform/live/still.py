"""What was worked out before and still holds, because nobody did anything since.

Every deed goes into the journal, so while the journal has no new row, nothing changed of what people have to
do. A process keeps such values for the people who came last, each with what of the journal it had seen
before it was worked out; a deed that is committed meanwhile only makes it be worked out once more.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from mandate.platform.database.reading import once
from mandate.platform.live.seen import Seen

T = TypeVar("T")

KEPT = 1000
_values: OrderedDict[Hashable, tuple[Seen, Any]] = OrderedDict()
_lock = Lock()


def seen_now() -> Seen:
    """All that the journal holds, asked once in a request until something is written."""
    return once("seen of the journal", Seen.now)


def still(key: Hashable, work_out: Callable[[], T]) -> T:
    """The value of a key; ``work_out`` is called unless it was since the last deed. The key names whatever
    else the value depends on: the person, their roles, the day, the language. The value is shared, so it is
    frozen."""
    seen = seen_now()
    with _lock:
        before = _values.get(key)
    if before is not None and before[0] == seen:
        value: T = before[1]
        return value
    value = work_out()
    with _lock:
        _values[key] = seen, value
        _values.move_to_end(key)
        while len(_values) > KEPT:
            _values.popitem(last=False)
    return value


def forget() -> None:
    """Keep nothing: the database is another one."""
    with _lock:
        _values.clear()
