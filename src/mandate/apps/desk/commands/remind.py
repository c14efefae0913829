"""``mandate remind``: the daily reminders, sent now."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.desk.reminders import send_reminders
from mandate.platform.console.output import say


def run(arguments: Namespace) -> int:
    """Mail everybody who owes a report that is due soon or overdue, once a day at most. 1 where something
    went wrong: the others' mails went out, and the log says what it was."""
    done = send_reminders(timezone.now())
    say(f"Reminders sent: {done.sent}")
    if done.failed:
        say(f"Failed: {done.failed}. The log says why.")
    return 1 if done.failed else 0
