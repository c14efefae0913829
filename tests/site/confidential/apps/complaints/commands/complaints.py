"""``mandate complaints``: all of them, to whoever runs the site."""

from argparse import Namespace

from django.utils import timezone

from mandate.platform.access.actor import console
from mandate.platform.console.output import say


def run(arguments: Namespace) -> int:
    """Each in a line."""
    from mandate.apps.complaints.queries import complaints

    for row in complaints(console(timezone.now())).source.order_by("pk"):
        say(row.title)
    return 0
