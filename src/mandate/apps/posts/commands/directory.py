"""``mandate directory UNIT``: who heads a unit and each below it, and who is in charge of what there."""

import json
from argparse import Namespace

from django.utils import timezone

from mandate.apps.posts.queries.directory import DirectoryRow, directory
from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.queries import ref_of
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table
from mandate.platform.listing.files import note_taken
from mandate.platform.listing.showing import every
from mandate.platform.parts import charges


def run(arguments: Namespace) -> int:
    """Print a line for each unit, with ``--json`` as objects; the journal tells."""
    actor = console(timezone.now())
    unit = ref_of(unit_called(arguments.unit))
    day = arguments.on or actor.today
    listing = directory(actor, unit, day)
    rows = list(every(listing, {}))
    note_taken(actor, listing, {}, len(rows), "json" if arguments.json else "text")
    if arguments.json:
        answer = {"unit": unit.code, "on": day.isoformat(), "units": [_told(row) for row in rows]}
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        head = ("unit", "head", *(charge.name for charge in charges()))
        lines = [(row.unit.code, row.head_names, *(one.names for one in row.charges)) for row in rows]
        say(table([head, *lines]))
    return 0


def _told(row: DirectoryRow) -> dict[str, object]:
    heads = [
        {
            "post": seat.post,
            "holder": seat.holder.name if seat.holder is not None else "",
            "acting": seat.holder is not None and seat.holder.acting,
            "vacant": seat.holder is None,
        }
        for seat in row.heads
    ]
    held = {
        charge.name: [{"name": one.name, "office": one.office, "unit": one.place} for one in charge.people]
        for charge in row.charges
    }
    return {"unit": row.unit.code, "name": row.place, "heads": heads, **held}
