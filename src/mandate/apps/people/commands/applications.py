"""``mandate applications UNIT``: who applied to become a member of a unit or of one below it."""

import json
from argparse import Namespace

from django.utils import timezone

from mandate.apps.people.queries.applications import ApplicationRow, applications_list
from mandate.apps.people.states import PREFIX
from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.queries import ref_of
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table
from mandate.platform.listing.files import note_taken
from mandate.platform.listing.showing import every

COLUMNS = ("name", "unit", "source", "applied", "state", "number", "decided")


def run(arguments: Namespace) -> int:
    """Print them as a table, or with ``--json`` as objects; the journal says so."""
    actor = console(timezone.now())
    unit = ref_of(unit_called(arguments.unit))
    listing = applications_list(actor, unit)
    asked = {"state": "open"} if arguments.open else {}
    rows = list(every(listing, asked))
    note_taken(actor, listing, asked, len(rows), "json" if arguments.json else "text")
    told = [dict(zip(COLUMNS, _cells(row), strict=True)) for row in rows]
    if arguments.json:
        say(json.dumps({"unit": unit.code, "applications": told}, ensure_ascii=False, indent=2))
    else:
        say(table([COLUMNS, *(tuple(row.values()) for row in told)]))
    return 0


def _cells(row: ApplicationRow) -> tuple[str, ...]:
    decided = row.decided.isoformat() if row.decided else ""
    state = row.state.removeprefix(PREFIX)
    return (row.name, row.code, row.source, row.applied.isoformat(), state, row.number, decided)
