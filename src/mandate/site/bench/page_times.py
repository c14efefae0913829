"""The pages of one organisation, measured in a database of its own.

Run as a module it prints JSON: ``python -m mandate.site.bench.page_times MIDDLE LEAVES INDICATORS REPEATS``.
"""

import json
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from mandate.site.bench.organisation import RATIO, ROOT, Organisation, throwaway_database

if TYPE_CHECKING:
    from django.test import Client

YEARS = (2021, 2022, 2023)
YEAR = YEARS[-1]
PAGES = {
    "overview": f"/unit/{ROOT}/?period={YEAR}",
    "compare": f"/unit/{ROOT}/compare/?period={YEAR}",
    "where a total comes from": f"/unit/{ROOT}/number/i1/{YEAR}/",
    "where a ratio comes from": f"/unit/{ROOT}/number/{RATIO}/{YEAR}/",
    "reports below": f"/unit/{ROOT}/reports/?period={YEAR}",
    "desk": "/",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's first and its usual time in seconds, its queries, its size in bytes."""

    first: float
    usual: float
    queries: int
    size: int


def main(middle: int, leaves: int, indicators: int, repeats: int) -> None:
    """Build the organisation, ask for each page, and print what was measured by page."""
    made = Organisation(middle, leaves, indicators)
    with throwaway_database():
        client = _built(made)
        found = {name: _measure(client, address, repeats) for name, address in PAGES.items()}
    answer: dict[str, Any] = {
        name: [page.first, page.usual, page.queries, page.size] for name, page in found.items()
    }
    sys.stdout.write(json.dumps({"units": made.size, "pages": answer}))


def _built(made: Organisation) -> "Client":
    """Read the organisation in, and sign the secretary of its root in."""
    from django.test import Client
    from django.utils import timezone

    from mandate.apps.units.models import Unit
    from mandate.platform.access.actor import Role, console
    from mandate.platform.access.services import AddUser, add_user
    from mandate.platform.parts import table_named
    from mandate.platform.tables.importing import import_table

    actor = console(timezone.now())
    import_table(actor, table_named("units"), made.units())
    import_table(actor, table_named("indicators"), made.indicator_table())
    import_table(actor, table_named("figures"), made.figures(*YEARS))
    import_table(actor, table_named("targets"), made.targets(YEAR))
    root = Unit.objects.get(code=ROOT)
    command = AddUser("secretary@bench.example", "Secretary", Role.SECRETARY, root.pk, password=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(add_user(actor, command))
    return client


def _measure(client: "Client", address: str, repeats: int) -> Measured:
    """Ask for a page again and again; its queries are counted at the last time, when nothing is new."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - began)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    return Measured(times[0], median(times[1:]), len(captured), len(response.content))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
