"""The processes that `mandate demo` and `mandate serve` start: the web server and the job worker.

    python -m mandate.site.serving.child web --socket FD --lifeline FD [--workers N] [--quiet]
    python -m mandate.site.serving.child jobs --lifeline FD

Each runs in a session of its own, so that Ctrl-C reaches only the parent, which stops them in order. The
lifeline is the reading end of a pipe whose other end only the parent holds: at its end of file the parent is
gone, however it ended, and the child stops by itself.
"""

import argparse
import os
import signal
import socket
import threading
import time

STOP_SECONDS = 3  # for requests under way, and for jobs
APPLICATION = "mandate.site.asgi:application"


def main() -> None:
    """Run the process that the arguments name, until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["web", "jobs"])
    parser.add_argument("--lifeline", type=int, required=True)
    parser.add_argument("--socket", type=int)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    threading.Thread(target=_watch, args=(arguments.lifeline,), daemon=True).start()
    if arguments.part == "web":
        _web(arguments.socket, arguments.workers, arguments.quiet)
    else:
        _jobs()


def _watch(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def _web(descriptor: int, workers: int, quiet: bool) -> None:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    listening = socket.socket(fileno=descriptor)
    config = uvicorn.Config(
        APPLICATION,
        workers=workers,
        lifespan="off",  # Django's application knows no lifespan
        log_level="warning" if quiet else "info",
        access_log=not quiet,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


def _jobs() -> None:
    import django

    django.setup()
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker:
        worker.run_worker(shutdown_graceful_timeout=STOP_SECONDS)


if __name__ == "__main__":
    main()
