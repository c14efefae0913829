"""``mandate backup FILE`` and ``mandate restore FILE``."""

from argparse import Namespace

from mandate.platform.database import backup as keeping
from mandate.site.cli.output import say
from mandate.site.cli.setup import location_of, ready


def backup(arguments: Namespace) -> int:
    """Write everything to one file."""
    location = location_of(arguments)
    with ready(location):
        keeping.backup(location, arguments.file)
    say(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes")
    return 0


def restore(arguments: Namespace) -> int:
    """Replace everything by what a backup holds; on any error what was there stays."""
    location = location_of(arguments)
    keeping.restore(location, arguments.file)
    with ready(location):
        say(f"Restored from {arguments.file}.")
    return 0
