"""``mandate admissions UNIT``: how many were admitted in a year, by source, and in the year before."""

import json
from argparse import Namespace

from django.utils import timezone

from mandate.apps.people.queries.admissions import AdmissionRow, admissions_page
from mandate.apps.units.commands.lookup import unit_called
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table


def run(arguments: Namespace) -> int:
    """Print them by source, or with ``--json`` as an object that has them by unit as well."""
    actor = console(timezone.now())
    page = admissions_page(actor, unit_called(arguments.unit).code, arguments.year)
    sources = [*page.sources, *([page.unknown] if page.unknown.number or page.unknown.before else ())]
    if arguments.json:
        answer = {
            "unit": page.unit.code,
            "year": page.year,
            "admitted": page.total.number,
            "year_before": page.total.before,
            "plan": str(page.plan.goal.normalize()) if page.plan else None,
            "sources": [_told("source", one.name, one) for one in sources],
            "units": [_told("unit", one.code or page.unit.code, one) for one in page.units],
        }
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        heads = ("source", str(page.year), str(page.year - 1))
        lines = [(one.name or "not known", str(one.number), str(one.before)) for one in sources]
        say(table([heads, *lines, ("together", str(page.total.number), str(page.total.before))]))
    return 0


def _told(what: str, name: str, row: AdmissionRow) -> dict[str, object]:
    return {what: name or None, "admitted": row.number, "year_before": row.before}
