"""``mandate accounts --out FILE``: who may sign in, with their roles, as the page of people lists them."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.accounts.listed import people_list
from mandate.platform.access.actor import console
from mandate.platform.listing.command import write_list


def run(arguments: Namespace) -> int:
    """Write the list; the journal says so."""
    actor = console(timezone.now())
    return write_list(actor, people_list(actor), arguments.out)
