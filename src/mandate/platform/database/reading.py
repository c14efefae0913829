"""What many parts of one request ask anew, read once: the number of the tree's version, the calendar.

Kept are values that are the same for everybody, or lie under the number of whoever asks and the language in
which they are told; for one request, and outside of its transactions: within one, and after anything but a
plain read, the database is asked again. Jobs and commands keep nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    """What a request has read, and in how many transactions it began (none, but for tests)."""

    depth: int
    values: dict[str, Any] = field(default_factory=dict)


_kept: ContextVar[_Kept | None] = ContextVar("kept", default=None)


def once(key: str, read: Callable[[], T]) -> T:
    """The value of a key as it was read in this request, or else as it is read now."""
    kept = _kept.get()
    if kept is None or len(connection.atomic_blocks) > kept.depth:
        return read()
    if key not in kept.values:
        kept.values[key] = read()
    value: T = kept.values[key]
    return value


@contextmanager
def reading_once() -> Iterator[None]:
    """In the block, what :func:`once` is asked for is kept until something is written."""
    kept = _Kept(len(connection.atomic_blocks))

    def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        finally:
            if not _is_plain_read(str(sql)):
                kept.values.clear()

    token = _kept.set(kept)
    try:
        with connection.execute_wrapper(watch):
            yield
    finally:
        _kept.reset(token)


def _is_plain_read(sql: str) -> bool:
    """Whether a statement is a SELECT that locks nothing."""
    return sql.lstrip().startswith("SELECT ") and " FOR UPDATE" not in sql


class ReadOnceMiddleware:
    """Each request keeps for itself what it has read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading_once():
            return self.get_response(request)
