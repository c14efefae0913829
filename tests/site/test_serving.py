"""The demo and the production server as real processes: started, broken off, killed."""

import http.client
import os
import pty
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.database import a_data_folder

from mandate.platform.database.location import Location
from mandate.site.serving import supervisor
from mandate.site.serving.address import listen, url_of
from mandate.site.serving.demo import run_demo
from mandate.site.serving.errors import ServingError
from mandate.site.serving.production import run_production
from mandate.site.serving.secret import secret_key

pytestmark = pytest.mark.processes

DRIVER = """
import sys
from pathlib import Path
from mandate.platform.database.location import Location
from mandate.site.cli.setup import ready
from mandate.site.serving import run_demo, run_production
location = Location(Path(sys.argv[1]))
with ready(location):
    if sys.argv[2] == "demo":
        run_demo(location, say=lambda text: print(text, flush=True))
    else:
        run_production(location, port=int(sys.argv[3]), say=lambda text: print(text, flush=True))
"""
LONG = 60


class Served:
    """A demo or production server in a terminal of its own."""

    ended = False

    def __init__(self, data_dir: Path, *arguments: str) -> None:
        self.data_dir = data_dir
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, [sys.executable, "-c", DRIVER, str(data_dir), *arguments], environment)
        self.output = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        """Read all the time: a terminal that nobody reads holds up those who write to it."""
        with suppress(OSError):  # the other end is closed
            while data := os.read(self.terminal, 10_000):
                self.output += data.decode(errors="replace")

    def wait_for(self, pattern: str) -> re.Match[str]:
        eventually(lambda: re.search(pattern, self.output), self)
        found = re.search(pattern, self.output)
        assert found
        return found

    def end(self) -> int:
        """Wait for the end; the exit status."""
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.ended = True
        self.reader.join(LONG)
        return status

    def clean_up(self) -> None:
        """Leave nothing behind when a test fails: without their parent, the children end by themselves."""
        if not self.ended:
            os.kill(self.pid, signal.SIGKILL)
            self.end()

    def children(self) -> dict[str, int]:
        """The process numbers of a web worker and the job worker."""
        return {part: pid for pid, part in self.parts()}

    def parts(self) -> list[tuple[int, str]]:
        """All our processes below the supervisor that live: number and what it does."""
        lines = subprocess.run(["ps", "-wweo", "pid,ppid,stat,args"], capture_output=True, text=True).stdout
        found = re.findall(rf"(\d+) +{self.pid} +[^Z ]\S* .*serving\.child (\w+)", lines)
        return [(int(pid), part) for pid, part in found]

    def database(self) -> int:
        return int((self.data_dir / "postgres" / "postmaster.pid").read_text().splitlines()[0])


@pytest.fixture(scope="module")
def folder():
    """The data folder of all servers here, so that its tables are made once."""
    with a_data_folder(migrated=True) as made:
        yield made


@pytest.fixture
def serve(folder):
    """A function that starts a server on the data folder."""
    started = []

    def start(*arguments: str) -> Served:
        started.append(Served(folder, *arguments))
        return started[-1]

    yield start
    for served in started:
        served.clean_up()


def running(pid: int) -> bool:
    """Whether the process lives; one that ended and is not yet reaped does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(found.strip()) and not found.startswith("Z")


def eventually(condition, served=None) -> None:
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline, served.output if served else "it did not happen"
        time.sleep(0.1)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    with listen("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


@pytest.mark.long
def test_ctrl_c_stops_everything_the_demo_started(serve, folder):
    demo = serve("demo")
    port = int(demo.wait_for(r"Mandate runs at http://127\.0\.0\.1:(\d+)/").group(1))
    first = demo.children()
    assert set(first) == {"web", "jobs"}
    processes = [*first.values(), demo.database()]

    os.kill(first["web"], signal.SIGKILL)  # whatever dies meanwhile comes back
    os.kill(demo.database(), signal.SIGKILL)
    eventually(lambda: demo.children().get("web", first["web"]) != first["web"] and answers(port))
    eventually(lambda: (folder / "postgres" / "postmaster.pid").exists())
    eventually(lambda: demo.database() not in processes)
    processes += [*demo.children().values(), demo.database()]

    os.write(demo.terminal, b"\x03")
    eventually(lambda: not running(demo.pid), demo)
    assert demo.end() == 0
    assert not [pid for pid in processes if running(pid)]
    assert demo.output.rstrip().endswith("Stopped.")
    assert not answers(port)


@pytest.mark.long
def test_a_killed_demo_leaves_no_web_server_behind_and_starts_again(serve):
    demo = serve("demo")
    demo.wait_for("Ctrl-C stops it")
    children = demo.children()
    os.kill(demo.pid, signal.SIGKILL)
    demo.end()
    eventually(lambda: not any(running(pid) for pid in children.values()))
    again = serve("demo")
    again.wait_for("Ctrl-C stops it")
    database = again.database()
    os.write(again.terminal, b"\x03")
    assert again.end() == 0
    assert "Traceback" not in again.output.partition("^C")[2]
    assert not running(database)


def test_production_serves_with_several_workers_until_sigterm(serve):
    port = free_port()
    site = serve("production", str(port))
    site.wait_for("with 2 web and 1 job processes")
    eventually(lambda: answers(port))
    children, database = site.children(), site.database()
    os.kill(site.pid, signal.SIGTERM)
    assert site.end() == 0
    assert not [pid for pid in [*children.values(), database] if running(pid)]
    assert not answers(port)


def stop_and_look(site: Served, port: int) -> None:
    """Everything ends that a site started, also what came back meanwhile."""
    processes = [pid for pid, _ in site.parts()] + [site.database()]
    os.kill(site.pid, signal.SIGTERM)
    assert site.end() == 0
    assert not [pid for pid in processes if running(pid)]
    assert not answers(port)


KILLED = [
    pytest.param(["supervisor"], marks=pytest.mark.long),
    pytest.param(["web", "jobs"], marks=pytest.mark.long),
    pytest.param(["database", "supervisor"], marks=pytest.mark.long),
    ["web", "web", "jobs", "supervisor"],
]


@pytest.mark.parametrize("order", KILLED, ids="-".join)
def test_whoever_is_killed_the_site_comes_back_on_its_port(serve, order):
    port = free_port()
    site = serve("production", str(port))
    site.wait_for("with 2 web and 1 job processes")
    eventually(lambda: answers(port), site)
    left = [pid for pid, _ in site.parts()] + [site.database()]
    for what in order:
        if what == "supervisor":
            os.kill(site.pid, signal.SIGKILL)
            site.end()
        elif what == "database":
            os.kill(site.database(), signal.SIGKILL)
        else:
            os.kill(next(pid for pid, part in site.parts() if part == what), signal.SIGKILL)
    if "supervisor" in order:  # at once: nobody has to wait for what was left behind
        site = serve("production", str(port))
        site.wait_for("with 2 web and 1 job processes")
        assert "in use" not in site.output
    eventually(lambda: sorted(part for _, part in site.parts()) == ["jobs", "web", "web"], site)
    eventually(lambda: answers(port), site)
    if "supervisor" in order:
        eventually(lambda: not [pid for pid in left[:-1] if running(pid)])
    stop_and_look(site, port)


@pytest.mark.long
def test_a_web_worker_that_is_busy_dies_with_its_supervisor_too(serve):
    """One that was stopped cannot see the end of its lifeline; the kernel ends it all the same."""
    port = free_port()
    site = serve("production", str(port))
    site.wait_for("with 2 web and 1 job processes")
    eventually(lambda: answers(port), site)
    children = [pid for pid, _ in site.parts()]
    for pid in children:
        os.kill(pid, signal.SIGSTOP)
    os.kill(site.pid, signal.SIGKILL)
    site.end()
    eventually(lambda: not [pid for pid in children if running(pid)])


def test_a_worker_that_is_killed_again_and_again_always_comes_back(monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_WAIT", 0.1)
    lifeline, ours = os.pipe()
    life = ("--parent", str(os.getpid()), "--lifeline", str(lifeline))
    worker = supervisor.ServerProcess("job worker", ("jobs", *life), os.environ, (lifeline,))
    worker.start()
    for _ in range(2 * supervisor.RESTARTS):
        os.kill(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
        eventually(lambda: worker.keep() or worker.alive)
    worker.ask_to_stop()
    worker.wait()
    os.close(lifeline)
    os.close(ours)


def test_a_worker_that_cannot_start_is_given_up_and_said(monkeypatch):
    monkeypatch.setattr(supervisor, "LONGEST_WAIT", 0.1)
    worker = supervisor.ServerProcess("job worker", ("wrong",), os.environ, ())
    worker.start()
    with pytest.raises(ServingError, match="The job worker ends each time it starts"):
        eventually(worker.keep)


def test_the_demo_answers_this_machine_only(location_unused):
    for host in ("0.0.0.0", "192.168.1.5", "::", "example.org"):
        with pytest.raises(ServingError, match="answers this machine only"):
            run_demo(location_unused, host=host)


def test_production_for_others_needs_their_names_for_it(location_unused, monkeypatch):
    monkeypatch.delenv("MANDATE_HOSTS", raising=False)
    with pytest.raises(ServingError, match="MANDATE_HOSTS"):
        run_production(location_unused, host="0.0.0.0")


@pytest.fixture
def location_unused(tmp_path):
    return Location(tmp_path, "postgres://nobody@127.0.0.1:1/none")


def test_a_port_in_use_is_said_or_passed_over():
    with listen("127.0.0.1", None) as first:
        taken = first.getsockname()[1]
        with pytest.raises(ServingError, match=f"Port {taken} on 127.0.0.1 is in use"):
            listen("127.0.0.1", taken)
        with listen("127.0.0.1", None) as second:
            assert second.getsockname()[1] > taken
            assert url_of(second) == f"http://127.0.0.1:{second.getsockname()[1]}/"
    with pytest.raises(ServingError, match="Cannot listen on"):
        listen("192.0.2.1", 8000)


def test_the_secret_key_is_made_once_and_kept_to_ourselves(tmp_path, monkeypatch):
    monkeypatch.delenv("MANDATE_SECRET_KEY", raising=False)
    key = secret_key(tmp_path / "data")
    assert len(key) >= 50
    assert secret_key(tmp_path / "data") == key
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    monkeypatch.setenv("MANDATE_SECRET_KEY", "x" * 40)
    assert secret_key(tmp_path / "data") == "x" * 40
    monkeypatch.setenv("MANDATE_SECRET_KEY", "short")
    with pytest.raises(ServingError, match="at least 32"):
        secret_key(tmp_path / "data")
