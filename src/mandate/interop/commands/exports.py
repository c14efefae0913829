"""``mandate export KIND [PERIOD] --out FILE``."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.periods.commands.lookup import period_called
from mandate.platform.access.actor import console
from mandate.platform.console.files import format_of, replaced
from mandate.platform.console.output import say
from mandate.platform.parts import table_named
from mandate.platform.tables.writing import FORMATS, written


def run(arguments: Namespace) -> int:
    """Write the table; the file is only replaced once the whole of it is there."""
    kind, out = table_named(arguments.kind), arguments.out
    suffix = format_of(out, FORMATS)
    actor = console(timezone.now())
    period = period_called(arguments.period) if arguments.period else None
    made = kind.rows(actor, period)
    data = written(str(kind.label), made.heading, made.rows, suffix)
    replaced(out, data)
    say(f"{out}: {len(data):,} bytes")
    return 0
