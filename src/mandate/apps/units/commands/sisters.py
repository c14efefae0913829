"""``mandate sisters`` and ``mandate unit link|unlink``: sister organisations beside units."""

import json
from argparse import Namespace

from django.core.exceptions import ValidationError
from django.utils import timezone

from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.models import SisterLink
from mandate.apps.units.services.sisters import EndSister, LinkSister, end_sister, link_sister
from mandate.apps.units.sisters import sisters_of
from mandate.apps.units.structure import with_all_below
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say, table
from mandate.platform.database import spans
from mandate.platform.parts import heads

COLUMNS = ("unit", "sister", "from", "until", "head", "document")


def run(arguments: Namespace) -> int:
    """Print a line for each link of a unit and of all below it, with ``--json`` as objects."""
    actor = console(timezone.now())
    unit = unit_called(arguments.unit)
    day = arguments.on or actor.today
    found = sisters_of(actor, with_all_below([unit.pk], day).tolist(), day)
    led = heads(actor, {one.sister_id for one in found}, day) if found else {}
    rows = [_told(one, led.get(one.sister_id, "")) for one in found]
    if arguments.json:
        answer = {"unit": unit.code, "on": day.isoformat(), "sisters": rows}
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say(table([COLUMNS, *(tuple(row.values()) for row in rows)]))
    return 0


def link(arguments: Namespace) -> int:
    """Put a unit of a sister organisation beside another unit."""
    sister, unit = unit_called(arguments.sister), unit_called(arguments.unit)
    command = LinkSister(sister.pk, unit.pk, arguments.starts, document=arguments.document)
    try:
        link_sister(console(timezone.now()), command)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    say(f"{sister.code} stands beside {unit.code} from {arguments.starts}.")
    return 0


def unlink(arguments: Namespace) -> int:
    """End the link of a unit of a sister organisation that lasts on a day."""
    sister = unit_called(arguments.sister)
    links = SisterLink.objects.filter(spans.lasts(arguments.ends), sister=sister, starts__lt=arguments.ends)
    row = links.select_related("unit").first()
    if row is None:
        raise CommandError(f"{sister.code} stands beside no unit before {arguments.ends}.")
    end_sister(console(timezone.now()), EndSister(row.pk, arguments.ends, arguments.document))
    say(f"{sister.code} no longer stands beside {row.unit.code} from {arguments.ends}.")
    return 0


def _told(row: SisterLink, head: str) -> dict[str, str]:
    return {
        "unit": row.unit.code,
        "sister": row.sister.code,
        "from": row.starts.isoformat(),
        "until": row.ends.isoformat() if row.ends else "",
        "head": head,
        "document": row.document,
    }
