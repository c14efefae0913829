"""What is wrong with an answer: a 500, a traceback in the log, too many queries, or it takes long."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

#: No page asks the database more often than this, whatever it is asked (the fullest asks about 60 times).
MOST_QUERIES = 250


@dataclass
class Watch(logging.Handler):
    """Keeps the tracebacks that are logged, and the errors without one."""

    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Called for every line of the log."""
        if record.exc_info and record.exc_info[1] is not None:
            lines = traceback.format_exception(record.exc_info[1])
            self.troubles.append("".join(lines[-6:]) + f"logged as: {record.getMessage()[:300]}")

    def taken(self) -> list[str]:
        """What has come since it was asked last."""
        found, self.troubles = self.troubles, []
        return found

    __hash__ = logging.Handler.__hash__


@contextmanager
def watching() -> Iterator[Watch]:
    """See all that is logged as it would stand in the log: the site's own handler is the one that looks."""
    watch = Watch()
    root = logging.getLogger()
    kept = root.handlers
    watch.filters = [one for handler in kept for one in handler.filters]
    root.handlers = [watch]
    try:
        yield watch
    finally:
        root.handlers = kept
