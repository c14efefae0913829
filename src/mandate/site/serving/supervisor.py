"""Keeps our processes and the embedded database alive until we are told to stop; stops them in order."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from mandate.platform.database.binaries import EmbeddedDatabaseError
from mandate.platform.database.embedded import Server
from mandate.site.serving.errors import ServingError

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 5  # seconds that a process gets after SIGTERM
TICK = 0.2
DATABASE_EVERY = 2.0
RESTARTS = 5  # in succession, each ending by itself within SETTLED seconds, and we give up
SETTLED = 30.0
LONGEST_WAIT = 5.0

logger = logging.getLogger(__name__)


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that Ctrl-C, SIGTERM or a closed terminal sets, instead of ending the process."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in STOPPING}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclass
class ServerProcess:
    """One of our processes, started again when it dies."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    descriptors: Sequence[int]  # passed on, the lifeline among them
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = field(default=0.0)
    settled: bool = False  # it once lived for long

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "mandate.site.serving.child", *self.arguments],
            stdin=subprocess.DEVNULL,
            env=dict(self.environment),
            pass_fds=self.descriptors,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def keep(self) -> None:
        """Start it again if it died, a little later each time. Raises ServingError when it cannot start.

        One that was killed (by the kernel for its memory, by a crash, by hand) always comes back; one that
        ends by itself time after time before it has ever settled has something wrong with it.
        """
        if self.alive:
            self.settled = self.settled or time.monotonic() - self.started > SETTLED
            return
        lived = time.monotonic() - self.started
        if self.process is not None:
            code, self.process = self.process.returncode, None
            self.failures = self.failures + 1 if lived < SETTLED else 1
            logger.warning("The %s ended with status %s.", self.name, code)
            if code >= 0 and self.failures > RESTARTS and not self.settled:
                raise ServingError(f"The {self.name} ends each time it starts; its messages are above.")
        if lived > min(self.failures - 1, LONGEST_WAIT):
            self.start()

    def ask_to_stop(self) -> None:
        """SIGTERM."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Until it has ended; SIGKILL for the whole session if it does not."""
        if self.process is None:
            return
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            logger.warning("The %s does not stop; it is killed.", self.name)
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def running(children: Sequence[ServerProcess]) -> Iterator[None]:
    """Start the processes, and stop them at the end: those of one name together, in the same order."""
    try:
        for child in children:
            child.start()
        yield
    finally:
        for _, same in groupby(children, key=lambda child: child.name):
            together = list(same)
            for child in together:
                child.ask_to_stop()
            for child in together:
                child.wait()


def watch(children: Sequence[ServerProcess], server: Server | None, stop: threading.Event) -> None:
    """Bring back whatever dies, until the event is set. Raises ServingError where that does not help."""
    looked = time.monotonic()
    while not stop.wait(TICK):
        for child in children:
            child.keep()
        if server is not None and time.monotonic() - looked > DATABASE_EVERY:
            looked = time.monotonic()
            _keep_database(server)


def _keep_database(server: Server) -> None:
    try:
        if not server.whole():
            logger.warning("The database or its keeper ended; it is started again.")
            server.ensure()
    except EmbeddedDatabaseError as error:
        logger.error("%s", error)
