"""``mandate remind``: the daily reminders, sent now."""

from argparse import Namespace

from mandate.site.cli.output import say
from mandate.site.cli.setup import location_of, ready


def run(arguments: Namespace) -> int:
    """Mail everybody who owes a report that is due soon or overdue, once a day at most."""
    with ready(location_of(arguments)):
        from django.utils import timezone

        from mandate.apps.desk.reminders import send_reminders

        sent = send_reminders(timezone.now())
        say(f"Reminders sent: {sent}")
    return 0
