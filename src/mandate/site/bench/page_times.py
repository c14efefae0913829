"""The pages of one organisation, measured in a database of its own.

Run as a module it prints JSON: ``python -m mandate.site.bench.page_times MIDDLE LEAVES INDICATORS REPEATS``.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from mandate.platform.bench.organisation import ROOT, Organisation
from mandate.site.cli.parser import said
from mandate.site.cli.setup import throwaway

if TYPE_CHECKING:
    from django.test import Client

YEARS = (2021, 2022, 2023)


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's first and its usual time in seconds, its queries, its size in bytes, and the least processor
    time of the program in seconds; queries and processor time also for right after a deed of somebody."""

    first: float
    usual: float
    queries: int
    size: int
    processor: float
    queries_anew: int
    processor_anew: float


def main(middle: int, leaves: int, indicators: int, repeats: int) -> None:
    """Build the organisation, ask for each page, and print what was measured by page."""
    made = Organisation(middle, leaves, indicators)
    with throwaway():
        client = _built(made)
        pages = {name: address.format(year=YEARS[-1]) for name, address in _said("PAGES")}
        found = {name: _measure(client, address, repeats) for name, address in pages.items()}
    answer: dict[str, Any] = {name: list(astuple(page)) for name, page in found.items()}
    sys.stdout.write(json.dumps({"units": made.size, "pages": answer}))


def _built(made: Organisation) -> "Client":
    """Read the organisation in, and sign the secretary of its root in."""
    from django.test import Client
    from django.utils import timezone

    from mandate.apps.units.models import Unit
    from mandate.platform.access.actor import Role, console
    from mandate.platform.access.services import AddUser, add_user
    from mandate.platform.parts import tables
    from mandate.platform.tables.importing import import_table

    actor = console(timezone.now())
    making = dict(_said("MADE"))
    for kind in tables():
        if kind.name in making:
            import_table(actor, kind, making[kind.name](made, YEARS))
    root = Unit.objects.get(code=ROOT)
    command = AddUser("secretary@bench.example", "Secretary", Role.SECRETARY, root.pk, password=None)
    client = Client(SERVER_NAME="localhost")
    client.force_login(add_user(actor, command))
    return client


def _said(name: str) -> Iterator[tuple[str, Any]]:
    """What the apps say under a name, each thing by its own."""
    for _, app in said("bench", "mandate.site"):
        yield from getattr(app, name, {}).items()


def _measure(client: "Client", address: str, repeats: int) -> Measured:
    """Ask for a page again and again; its queries are counted at the last time, when nothing is new."""
    from mandate.platform.live.still import forget

    times, processor, anew = [], [], []
    for _ in range(repeats + 1):
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    queries, size = _asked(client, address)
    for _ in range(repeats):
        forget()
        worked = time.process_time()
        client.get(address)
        anew.append(time.process_time() - worked)
    forget()
    queries_anew, _size = _asked(client, address)
    return Measured(times[0], median(times[1:]), queries, size, min(processor[1:]), queries_anew, min(anew))


def _asked(client: "Client", address: str) -> tuple[int, int]:
    """The queries of a page, and its size."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    return len(captured), len(response.content)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
