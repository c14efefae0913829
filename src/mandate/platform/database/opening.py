"""Having a database for as long as a command runs, embedded or not."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mandate.platform.database import embedded
from mandate.platform.database.location import Location


@contextmanager
def opened(location: Location, *, durable: bool = True) -> Iterator[str]:
    """The URL of the location's database; an embedded server runs at least until the block ends."""
    if location.database_url is not None:
        yield location.database_url
        return
    with _orderly_end():
        server = embedded.start(location.data_dir, durable=durable)
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def _orderly_end() -> Iterator[None]:
    """SIGTERM and a closed terminal end the command as an exception does, so the server is stopped too."""
    signals = [signal.SIGTERM, signal.SIGHUP]
    if threading.current_thread() is not threading.main_thread():
        signals = []
    ours = [number for number in signals if signal.getsignal(number) == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)
