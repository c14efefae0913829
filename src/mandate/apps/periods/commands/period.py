"""``mandate period add|list|remove``: financial years, terms and plans."""

import json
from argparse import Namespace

from django.conf import settings
from django.utils import timezone

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.periods.services import AddPeriod, RemovePeriod, add_period, remove_period
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say, table
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import calendar


def add(arguments: Namespace) -> int:
    """Name one; naming it again with the same days changes nothing but its name."""
    names = {settings.LANGUAGE_CODE: arguments.name}
    command = AddPeriod(arguments.code, arguments.first, arguments.last, names)
    made = add_period(console(timezone.now()), command)
    say(f"{made.code}: {made.first.isoformat()} to {made.last.isoformat()}.")
    return 0


def remove(arguments: Namespace) -> int:
    """Take one away that nothing stands under."""
    try:
        period = period_called(arguments.code)
    except CommandError:
        raise CommandError(f"There is no financial year or term {arguments.code}.") from None
    remove_period(console(timezone.now()), RemovePeriod(period.code))
    say(f"{period.code} is removed.")
    return 0


def show(arguments: Namespace) -> int:
    """Print those there are, the oldest first."""
    rows = [
        {
            "code": period.code,
            "kind": period.frequency.value,
            "first": period.start.isoformat(),
            "last": period.last_day.isoformat(),
            "name": period_name(period, settings.LANGUAGE_CODE),
        }
        for period in calendar().periods
    ]
    if arguments.json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        heading = ("code", "kind", "first", "last", "name")
        say(table([heading, *([row[name] for name in heading] for row in rows)]))
    return 0
