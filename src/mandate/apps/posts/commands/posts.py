"""``mandate posts UNIT``: who holds which post of a unit and of all below it on a day, and what is vacant."""

import json
from argparse import Namespace
from collections.abc import Iterator

from django.utils import timezone

from mandate.apps.posts.queries.listed import PostRow, posts_list
from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.queries import ref_of
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table
from mandate.platform.listing.files import note_taken
from mandate.platform.listing.showing import every

COLUMNS = ("unit", "post", "body", "holder", "how", "since", "until", "vacant")


def run(arguments: Namespace) -> int:
    """Print a line for each holder and for what is vacant, with ``--json`` as objects; the journal tells."""
    actor = console(timezone.now())
    unit = ref_of(unit_called(arguments.unit))
    day = arguments.on or actor.today
    listing = posts_list(actor, unit, day)
    asked = {"state": "vacant"} if arguments.vacant else {}
    rows = list(every(listing, asked))
    note_taken(actor, listing, asked, len(rows), "json" if arguments.json else "text")
    told = [line for row in rows for line in _lines(row, vacant_only=arguments.vacant)]
    if arguments.json:
        answer = {"unit": unit.code, "on": day.isoformat(), "posts": told}
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say(table([COLUMNS, *(tuple(str(cell) for cell in line.values()) for line in told)]))
    return 0


def _lines(row: PostRow, *, vacant_only: bool) -> Iterator[dict[str, str | int]]:
    """Holders first, then how many places are vacant."""
    post = {"unit": row.unit.code, "post": row.name, "body": row.body}
    for one in () if vacant_only else row.holders:
        until = one.ends.isoformat() if one.ends else ""
        held = {"holder": one.name, "how": one.how, "since": one.starts.isoformat(), "until": until}
        yield {**post, **held, "vacant": 0}
    if row.vacant:
        yield {**post, "holder": "", "how": "", "since": "", "until": "", "vacant": row.vacant}
