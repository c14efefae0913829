"""Command lines without the seconds that loading Django takes: one process a worker loads it, and each of
them is a fork of that, with settings read anew from an environment of its own.

Run as a program (`python -m tests.support.warm NUMBER`), it reads requests from the socket of that number: an
environment, with the two ends of pipes that are to be standard input and output of the fork.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from functools import cache
from typing import IO

from mandate.platform.console.command import Command

_LONGEST = 1_000_000  # bytes of an environment


class Fork:
    """A process that takes commands as lines of JSON and answers each with one."""

    def __init__(self, environment: dict[str, str]) -> None:
        theirs, ours = os.pipe()
        answers, answered = os.pipe()
        socket.send_fds(_loaded(), [json.dumps(environment).encode()], [theirs, answered])
        os.close(theirs)
        os.close(answered)
        self._asked: IO[str] = os.fdopen(ours, "w")
        self._answers: IO[str] = os.fdopen(answers)

    def __call__(self, words: list[str], typed: str) -> tuple[int, str, str]:
        """How the command ended, and what it printed on standard output and error."""
        self._asked.write(json.dumps([words, typed]) + "\n")
        self._asked.flush()
        code, out, err = json.loads(self._answers.readline())
        return code, out, err

    def end(self) -> None:
        self._asked.close()
        assert self._answers.read() == ""  # it has ended, too
        self._answers.close()


@cache
def _loaded() -> socket.socket:
    """The way to the process that has loaded Django; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        number = theirs.fileno()
        subprocess.Popen([sys.executable, "-m", "tests.support.warm", str(number)], pass_fds=[number])
    return ours


def _serve(requests: socket.socket) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "mandate.site.settings"
    import django

    django.setup()
    from mandate.site.cli.parser import all_brought

    for module in ("mandate.site.urls", "mandate.site.cli.setup", "django.core.management.commands.shell"):
        importlib.import_module(module)
    for package, brought in all_brought():  # what is loaded when a command runs
        for command in (brought,) if isinstance(brought, Command) else brought.commands:
            importlib.import_module(f"{package}.{command.run.partition('.')[0]}")
    gc.collect()
    gc.freeze()  # a fork shares what is loaded as long as no collector of garbage goes through it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks but by their pipes
    while True:
        environment, ends, _, _ = socket.recv_fds(requests, _LONGEST, 2)
        if not environment:
            return
        if os.fork() == 0:
            requests.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end, place in zip(ends, (0, 1), strict=True):
                os.dup2(end, place)
            os.environ.clear()
            os.environ.update(json.loads(environment))
            _read_settings_again()
            _run_commands()
            os._exit(0)
        for end in ends:
            os.close(end)


def _read_settings_again() -> None:
    from django.conf import Settings, settings
    from django.db import connections

    importlib.reload(sys.modules["mandate.site.settings"])
    settings._wrapped = Settings("mandate.site.settings")
    connections._settings = None
    connections.__dict__.pop("settings", None)
    for name in connections:
        with contextlib.suppress(AttributeError):
            del connections[name]


def _run_commands() -> None:
    from mandate.site.cli import main

    for line in sys.stdin:
        words, typed = json.loads(line)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            sys.stdin, kept = io.StringIO(typed), sys.stdin
            try:
                code = main(words)
            except SystemExit as end:
                code = end.code  # type: ignore[assignment]
            except BaseException:
                code = 1
                traceback.print_exc()
            sys.stdin = kept
        print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)  # noqa: T201


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        _serve(asked)
