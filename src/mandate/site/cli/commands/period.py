"""``mandate period add|list|remove``: financial years, terms and plans."""

import json
from argparse import Namespace

from mandate.site.cli.output import say, table
from mandate.site.cli.setup import location_of, ready


def add(arguments: Namespace) -> int:
    """Name one; naming it again with the same days changes nothing but its name."""
    with ready(location_of(arguments)):
        from django.conf import settings
        from django.utils import timezone

        from mandate.apps.periods.services import AddPeriod, add_period
        from mandate.platform.access.actor import console

        names = {settings.LANGUAGE_CODE: arguments.name}
        command = AddPeriod(arguments.code, arguments.first, arguments.last, names)
        made = add_period(console(timezone.now()), command)
        say(f"{made.code}: {made.first.isoformat()} to {made.last.isoformat()}.")
    return 0


def remove(arguments: Namespace) -> int:
    """Take one away that nothing stands under."""
    with ready(location_of(arguments)):
        from django.utils import timezone

        from mandate.apps.periods.services import remove_period
        from mandate.platform.access.actor import console
        from mandate.site.cli.lookup import period_called

        period = period_called(arguments.code)
        remove_period(console(timezone.now()), period.code)
        say(f"{period.code} is removed.")
    return 0


def show(arguments: Namespace) -> int:
    """Print those there are, the oldest first."""
    with ready(location_of(arguments)):
        from django.conf import settings

        from mandate.platform.i18n.periods import period_name
        from mandate.platform.periods import calendar

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
