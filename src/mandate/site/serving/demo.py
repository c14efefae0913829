"""`mandate demo`: everything on this machine, for this machine only."""

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping

from mandate.platform.database import embedded
from mandate.platform.database.location import Location
from mandate.site.serving.address import PATIENCE, is_loopback, listen, url_of
from mandate.site.serving.errors import ServingError
from mandate.site.serving.secret import secret_key
from mandate.site.serving.supervisor import ServerProcess, running, stop_signals, watch

READY_SECONDS = 60


def run_demo(
    location: Location,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    announce: Callable[[str], None] = lambda url: None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the demo until Ctrl-C, SIGTERM or a closed terminal; then stop web, jobs and database in order.

    The database must be set up already. `announce` is told the address as soon as it is known (see
    platform/database/lock.py), `say` prints for people. With `port` None: the first free one from 8000.
    Raises ServingError.
    """
    if not is_loopback(host):
        raise ServingError(
            f"The demo answers this machine only, as its accounts are open to all: use 127.0.0.1, not {host}."
        )
    with stop_signals() as stop, listen(host, port, PATIENCE if port else 0) as listening:
        server = embedded.start(location.data_dir) if location.database_url is None else None
        try:
            url = url_of(listening)
            announce(url)
            database = server.url if server is not None else str(location.database_url)
            environment = serving_environment(
                location, database, {"MANDATE_DEMO": "1", "MANDATE_URL": os.environ.get("MANDATE_URL", url)}
            )
            _serve(listening, environment, server, stop, lambda: say(_greeting(url)))
            say("Stopped.")
        finally:
            if server is not None:
                server.stop()


def _greeting(url: str) -> str:
    named = url.replace("127.0.0.1", "localhost")
    passkeys = f"\nTo try a passkey, use {named} (browsers bind them to names)." if named != url else ""
    return f"Mandate runs at {url}{passkeys}\nCtrl-C stops it."


def serving_environment(location: Location, database_url: str, more: Mapping[str, str]) -> dict[str, str]:
    """What our processes are told through their environment."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "mandate.site.settings",
        "DATABASE_URL": database_url,
        "MANDATE_DATA": str(location.data_dir),
        "MANDATE_SECRET_KEY": secret_key(location.data_dir),
        **more,
    }


def children_of(
    listening: socket.socket,
    environment: Mapping[str, str],
    lifeline: int,
    *web_arguments: str,
    workers: int = 1,
    jobs: int = 1,
) -> list[ServerProcess]:
    """`workers` web workers, which share the address, and `jobs` job workers."""
    life = ("--parent", str(os.getpid()), "--lifeline", str(lifeline))
    web = ("web", "--socket", str(listening.fileno()), *life, *web_arguments)
    pooling = {**environment, "MANDATE_POOL": "1"}
    return [
        *(ServerProcess("web server", web, pooling, (listening.fileno(), lifeline)) for _ in range(workers)),
        *(ServerProcess("job worker", ("jobs", *life), environment, (lifeline,)) for _ in range(jobs)),
    ]


def _serve(
    listening: socket.socket,
    environment: Mapping[str, str],
    server: embedded.Server | None,
    stop: threading.Event,
    ready: Callable[[], None],
) -> None:
    lifeline, ours = os.pipe()
    try:
        children = children_of(listening, environment, lifeline, "--quiet")
        with running(children):
            if _wait_until_ready(listening, children[0], stop):
                ready()
            watch(children, server, stop)
    finally:
        os.close(ours)
        os.close(lifeline)


def _wait_until_ready(listening: socket.socket, web: ServerProcess, stop: threading.Event) -> bool:
    """Wait for the first answer; False when we are told to stop first."""
    host, port = listening.getsockname()[:2]
    end = time.monotonic() + READY_SECONDS
    while not stop.is_set() and time.monotonic() < end:
        if not web.alive:
            raise ServingError("The web server does not start; its messages are above.")
        connection = http.client.HTTPConnection(host, port, timeout=1)
        try:
            connection.request("HEAD", "/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            continue
        else:
            return True
        finally:
            connection.close()
    return False
