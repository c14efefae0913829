"""What the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandate.platform.live.still import forget


@contextmanager
def asked_anew() -> Iterator[CaptureQueriesContext]:
    """The queries of the block, as after a deed of somebody: nothing is known from before it."""
    forget()
    with CaptureQueriesContext(connection) as found:
        yield found
