"""One line in the log for a request that was refused: who asked for what, and why not."""

import logging
from typing import Any


class OneLine(logging.Filter):
    """A refusal (403, a request that cannot be read) is no fault of ours, so it has no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Called for every record; none is dropped."""
        status, request = getattr(record, "status_code", 500), getattr(record, "request", None)
        if request is None or not 400 <= status < 500 or not record.exc_info:
            return True
        why = str(record.exc_info[1]) or record.getMessage()
        record.msg = "%s %s %s by %s: %s"
        record.args = (status, request.method, _printable(request.path), _who(request), _printable(why))
        record.exc_info = record.exc_text = None
        return True


def _who(request: Any) -> str:
    actor = getattr(request, "actor", None)
    return f"person {actor.user_id}" if actor is not None and actor.user_id else "a guest"


def _printable(text: str) -> str:
    shown = text if len(text) <= 300 else f"{text[:300]}…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in shown)
