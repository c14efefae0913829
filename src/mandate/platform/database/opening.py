"""Having a database for as long as a command runs, embedded or not."""

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
    server = embedded.start(location.data_dir, durable=durable)
    try:
        yield server.url
    finally:
        server.stop()
