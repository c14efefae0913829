"""`mandate serve`: the web server with several workers, and the job workers, behind a reverse proxy."""

import os
from collections.abc import Callable

from mandate.platform.database import embedded
from mandate.platform.database.location import Location
from mandate.site.serving.address import PATIENCE, is_loopback, listen, url_of
from mandate.site.serving.demo import children_of, serving_environment
from mandate.site.serving.errors import ServingError
from mandate.site.serving.supervisor import running, stop_signals, watch

MOST = 200  # of each kind of worker


def run_production(
    location: Location,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    jobs: int = 1,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until SIGTERM or Ctrl-C, with `workers` web processes and `jobs` job workers.

    The database must be set up already; with no DATABASE_URL it is the embedded one. Raises ServingError.
    """
    if not 1 <= workers <= MOST or not 0 <= jobs <= MOST:
        raise ServingError(f"The web workers must be 1 to {MOST}, and the job workers 0 to {MOST}.")
    if not is_loopback(host) and not os.environ.get("MANDATE_HOSTS"):
        raise ServingError(
            "Set MANDATE_HOSTS to the names this site is reached by, such as mandate.example.org."
        )
    with stop_signals() as stop, listen(host, port, PATIENCE) as listening:
        server = embedded.start(location.data_dir) if location.database_url is None else None
        lifeline, ours = os.pipe()
        try:
            database = server.url if server is not None else str(location.database_url)
            environment = serving_environment(location, database, {})
            children = children_of(listening, environment, lifeline, workers=workers, jobs=jobs)
            with running(children):
                say(f"Mandate serves at {url_of(listening)} with {workers} web and {jobs} job processes.")
                watch(children, server, stop)
        finally:
            os.close(ours)
            os.close(lifeline)
            if server is not None:
                server.stop()
