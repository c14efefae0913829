"""``mandate journal --out FILE``: every deed, the newest first, as the page of the journal writes them."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.desk.queries.journal import Wanted, deeds_list
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError
from mandate.platform.listing.command import write_list


def run(arguments: Namespace) -> int:
    """Write the deeds of some days, or all; the journal says so."""
    since, until = arguments.since, arguments.until
    if since and until and until < since:
        raise CommandError("--until lies before --since.")
    narrowed = tuple((name, day.isoformat()) for name, day in (("since", since), ("until", until)) if day)
    actor = console(timezone.now())
    return write_list(actor, deeds_list(actor, Wanted(since=since, until=until), narrowed), arguments.out)
