"""``mandate backup FILE`` and ``mandate restore FILE``."""

import os
from argparse import Namespace

from mandate.platform.console.output import say
from mandate.platform.database import backup as keeping
from mandate.site.cli.setup import location_of, ready


def backup(arguments: Namespace) -> int:
    """Write everything to one file."""
    location = location_of(arguments)
    with ready(location):
        made = keeping.backup(location, arguments.file)
    say(f"{arguments.file}: {arguments.file.stat().st_size:,} bytes, {made.files} attached files")
    if made.lost:
        say(f"{made.lost} attached files are missing or damaged, and not in it: see mandate check.")
    return 1 if made.lost else 0


def restore(arguments: Namespace) -> int:
    """Replace everything by what a backup holds; on any error what was there stays."""
    location = location_of(arguments)
    keeping.restore(location, arguments.file)
    with ready(location):
        # Once more, now that its tables are those of this version: an older backup may have lacked some.
        keeping.end_what_was_live(os.environ["DATABASE_URL"])
        say(f"Restored from {arguments.file}.")
    return 0
