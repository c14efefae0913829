"""``mandate people UNIT``: the members of a unit and all below it on a day."""

import json
from argparse import Namespace

from django.utils import timezone

from mandate.apps.people.queries.members import MemberRow, members_list
from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.queries import ref_of
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table
from mandate.platform.listing.files import note_taken
from mandate.platform.listing.showing import every

COLUMNS = ("name", "number", "kind", "unit", "since")


def run(arguments: Namespace) -> int:
    """Print them as a table, or with ``--json`` as objects; the journal says so."""
    actor = console(timezone.now())
    unit = ref_of(unit_called(arguments.unit))
    day = arguments.on or actor.today
    listing = members_list(actor, unit, day)
    rows = list(every(listing, {}))
    note_taken(actor, listing, {}, len(rows), "json" if arguments.json else "text")
    told = [dict(zip(COLUMNS, _cells(row), strict=True)) for row in rows]
    if arguments.json:
        answer = {"unit": unit.code, "on": day.isoformat(), "members": told}
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say(table([COLUMNS, *(tuple(row.values()) for row in told)]))
    return 0


def _cells(row: MemberRow) -> tuple[str, ...]:
    return (row.name, row.number, row.kind, row.unit.code, row.since.isoformat())
