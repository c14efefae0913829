"""``mandate play TOY``: who can."""

from argparse import Namespace

from mandate.platform.access.models import User
from mandate.platform.console.output import say


def run(arguments: Namespace) -> int:
    """Say how many people can play."""
    say(f"{User.objects.count()} can play with the {arguments.toy}.")
    return 0
