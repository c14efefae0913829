"""A list as the file of a command."""

from pathlib import Path
from typing import Any

from mandate.platform.access.actor import Actor
from mandate.platform.console.files import format_of, replaced
from mandate.platform.console.output import CommandError, say
from mandate.platform.listing.files import TooLongError, take
from mandate.platform.listing.value import Listing
from mandate.platform.tables.writing import FORMATS


def write_list(actor: Actor, listing: Listing[Any], out: Path) -> int:
    """Write the whole list; the file is only replaced once all of it is there."""
    suffix = format_of(out, FORMATS)
    try:
        data = take(actor, listing, {}, suffix)
    except TooLongError as error:
        raise CommandError(str(error)) from None
    replaced(out, data)
    say(f"{out}: {len(data):,} bytes")
    return 0
