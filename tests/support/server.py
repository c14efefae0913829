"""`mandate serve` on a database of a test, with people who are signed in."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from mandate.site.serving.address import listen
from tests.support.fonts import give_fonts

MANDATE = (sys.executable, "-c", "import sys; from mandate.site.cli import main; sys.exit(main())")
SECONDS = 120


@contextmanager
def served(environment: dict[str, str], workers: int = 2) -> Iterator[str]:
    """The address of a production server on the environment's database, until the block ends."""
    give_fonts(Path(environment["MANDATE_DATA"]))
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
    process = subprocess.Popen(
        [*MANDATE, "serve", "--port", str(port), "--workers", str(workers), "--jobs", "0"],
        env={**os.environ, **environment},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + SECONDS
        while not _answers(address):
            assert process.poll() is None, "the server does not start"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/account/login/").status_code == 200
    except httpx.HTTPError:
        return False


def browser(address: str, session: str) -> httpx.Client:
    """Somebody with a session, who keeps cookies and follows nothing by itself."""
    return httpx.Client(base_url=address, cookies={"sessionid": session}, timeout=SECONDS)


SIGNED_IN = """
import json
from django.test import Client
from django.utils import timezone
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role, console
from mandate.platform.access.services import AddUser, add_user
sessions = []
for number in range({count}):
    unit = Unit.objects.get(code={unit!r})
    command = AddUser(f"p{{number}}@example.org", f"Person {{number}}", Role({role!r}), unit.pk)
    client = Client(SERVER_NAME="localhost")
    client.force_login(add_user(console(timezone.now()), command))
    sessions.append(client.cookies["sessionid"].value)
print(json.dumps(sessions))
"""


def sessions_in(output: str) -> list[str]:
    """The sessions that SIGNED_IN printed, as its last line."""
    found: list[str] = json.loads(output.strip().splitlines()[-1])
    return found
