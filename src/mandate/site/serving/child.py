"""The processes that `mandate demo` and `mandate serve` start: web workers and job workers.

    python -m mandate.site.serving.child web --parent PID --lifeline FD --socket FD [--quiet]
    python -m mandate.site.serving.child jobs --parent PID --lifeline FD

Each runs in a session of its own, so that Ctrl-C reaches only the parent, which stops them in order. Nothing
stands between them and the parent: whoever of them is killed is missed by it at once, and when the parent is
gone, however it ended, the kernel ends them. Where it does not (see platform/processes.py), they see it by
the lifeline: the reading end of a pipe whose other end only the parent holds.
"""

import argparse
import gc
import os
import resource
import signal
import socket
import threading
import time
from contextlib import suppress

from mandate.platform.processes import die_with_parent

STOP_SECONDS = 3  # for requests under way, and for jobs
JOBS_AT_ONCE = 3  # of one worker, so that a long one holds up nobody's short one
APPLICATION = "mandate.site.asgi:application"


def main() -> None:
    """Run the process that the arguments name, until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["web", "jobs"])
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--lifeline", type=int, required=True)
    parser.add_argument("--socket", type=int)
    parser.add_argument("--quiet", action="store_true")
    arguments = parser.parse_args()
    die_with_parent(arguments.parent)
    listening = None if arguments.socket is None else socket.socket(fileno=arguments.socket)
    threading.Thread(target=_watch, args=(arguments.lifeline, listening), daemon=True).start()
    if listening is not None:
        _web(listening, arguments.quiet)
    else:
        _jobs()


def _watch(lifeline: int, listening: socket.socket | None) -> None:
    os.read(lifeline, 1)
    if listening is not None:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)  # whoever starts anew needs the address now
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def _web(listening: socket.socket, quiet: bool) -> None:
    import uvicorn

    from mandate.site.entrance.protocol import BoundedProtocol

    _allow_files(2 * BoundedProtocol.most_connections)
    config = uvicorn.Config(
        APPLICATION,
        http=BoundedProtocol,
        lifespan="off",  # Django's application knows no lifespan
        ws="none",
        log_level="warning" if quiet else "info",
        access_log=not quiet,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    config.load()
    gc.collect()
    gc.freeze()  # what is loaded now stays: looking through it again and again takes a tenth of every page
    uvicorn.Server(config).run(sockets=[listening])


def _allow_files(count: int) -> None:
    """A connection is an open file, and some systems allow few to begin with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _jobs() -> None:
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from mandate.platform.jobs.jobs import resume_open

    resume_open()  # a worker before this one may have been killed in the middle
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker:
        worker.run_worker(
            concurrency=JOBS_AT_ONCE, shutdown_graceful_timeout=STOP_SECONDS, delete_jobs="successful"
        )


if __name__ == "__main__":
    main()
