"""``mandate remind``: the daily reminders, sent now."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.desk.reminders import send_reminders
from mandate.platform.console.output import say


def run(arguments: Namespace) -> int:
    """Mail everybody who owes a report that is due soon or overdue, once a day at most."""
    sent = send_reminders(timezone.now())
    say(f"Reminders sent: {sent}")
    return 0
