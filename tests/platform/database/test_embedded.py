"""The embedded server, with real processes that are really killed."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from mandate.platform.database import embedded
from mandate.platform.database.binaries import EmbeddedDatabaseError

pytestmark = pytest.mark.processes

USER = """
import sys, time
from pathlib import Path
from mandate.platform.database import embedded
server = embedded.start(Path(sys.argv[1]), durable=False)
print("ready", flush=True)
sys.stdin.readline()
server.stop()
"""


class User:
    """Another process that uses the server of a data folder."""

    def __init__(self, data_folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def leave(self) -> None:
        self.process.communicate("go\n", timeout=20)

    def end_by(self, number: int) -> None:
        self.process.send_signal(number)
        self.process.communicate()


def postmaster(data_folder: Path) -> int:
    return int((data_folder / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def value(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
        return row[0] if row else None


def test_a_server_starts_in_utf8_safe_against_a_crash_and_on_a_socket_only(data_folder):
    server = embedded.start(data_folder)
    with psycopg.connect(server.url) as connection:
        names = (
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "listen_addresses",
            "server_encoding",
            "jit",
        )
        settings = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in names}
    server.stop()
    assert settings == {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "jit": "off",
    }
    assert psycopg.conninfo.conninfo_to_dict(server.dsn)["dbname"] == "mandate"
    assert stat.S_IMODE((data_folder / "postgres").stat().st_mode) == 0o700


def test_processes_share_the_server_and_the_last_stops_it(data_folder):
    ours = embedded.start(data_folder, durable=False)
    running = postmaster(data_folder)
    other = User(data_folder)
    assert postmaster(data_folder) == running
    ours.stop()
    assert value(ours.url, "SELECT 1") == 1
    other.leave()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(ours.url)
    ours.stop()  # a second time does nothing


def test_what_was_written_is_there_after_everything_was_killed(data_folder):
    server = embedded.start(data_folder)
    other = User(data_folder)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(postmaster(data_folder), signal.SIGKILL)
    other.end_by(signal.SIGKILL)
    server.stop()
    again = embedded.start(data_folder, durable=False)
    assert again.url == server.url
    assert value(again.url, "SELECT number FROM kept") == 7
    again.stop()


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def running(pid: int) -> bool:
    """Whether the process lives; one that ended and is not yet reaped does not."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(found.strip()) and not found.startswith("Z")


def keepers(data_folder: Path) -> list[int]:
    lines = subprocess.run(["ps", "-wweo", "pid,stat,args"], capture_output=True, text=True).stdout
    return [int(pid) for pid in re.findall(rf"(\d+) +[^Z ]\S* .*database\.keeper {data_folder} ", lines)]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_the_server_ends_with_its_last_user_however_that_ended(data_folder, number):
    users = [User(data_folder), User(data_folder)]
    server = postmaster(data_folder)
    for user in users:
        assert running(server)
        user.end_by(number)
    eventually(lambda: not running(server))
    eventually(lambda: not keepers(data_folder))


def test_it_goes_on_while_a_user_is_left(data_folder):
    stays, goes = User(data_folder), User(data_folder)
    goes.end_by(signal.SIGKILL)
    ours = embedded.start(data_folder, durable=False)
    ours.stop()
    assert len(keepers(data_folder)) == 1
    assert running(postmaster(data_folder))
    stays.leave()
    eventually(lambda: not (data_folder / "postgres" / "postmaster.pid").exists())


def test_a_user_that_was_killed_while_the_server_came_up_leaves_none_behind(data_folder):
    embedded.start(data_folder, durable=False).stop()
    eventually(lambda: not keepers(data_folder))
    for delay in (0.1, 0.2, 0.3, 0.4):
        user = subprocess.Popen([sys.executable, "-c", USER, str(data_folder)], stdin=subprocess.PIPE)
        time.sleep(delay)
        user.kill()
        user.communicate()
        eventually(lambda: not keepers(data_folder))
        pid_file = data_folder / "postgres" / "postmaster.pid"
        eventually(lambda pid_file=pid_file: not pid_file.exists())


def test_a_keeper_that_was_killed_is_missed_and_comes_back(data_folder):
    server = embedded.start(data_folder, durable=False)
    eventually(lambda: len(keepers(data_folder)) == 1)
    assert server.whole()
    os.kill(keepers(data_folder)[0], signal.SIGKILL)
    eventually(lambda: not server.whole())
    server.ensure()
    assert server.whole()
    server.stop()


def test_many_that_come_and_go_at_once_leave_neither_server_nor_keeper(data_folder):
    for _ in range(3):
        users = [User(data_folder) for _ in range(3)]
        for user in users:
            user.process.stdin.write("go\n")
            user.process.stdin.flush()
        users[0].process.kill()
        for user in users:
            user.process.communicate()
    eventually(lambda: not keepers(data_folder))
    assert not (data_folder / "postgres" / "postmaster.pid").exists()


def test_a_server_that_died_under_us_comes_back_at_the_same_address(data_folder):
    server = embedded.start(data_folder, durable=False)
    os.kill(postmaster(data_folder), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while server.answers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not server.answers()
    server.ensure()
    assert value(server.url, "SELECT 1") == 1
    server.stop()


def test_a_pid_file_whose_number_now_belongs_to_another_process_is_no_obstacle(data_folder):
    embedded.start(data_folder, durable=False).stop()
    cluster = data_folder / "postgres"
    (cluster / "postmaster.pid").write_text(
        f"{os.getpid()}\n{cluster}\n1700000000\n5432\n{cluster}\n\n 1 1\nready\n"
    )
    server = embedded.start(data_folder, durable=False)
    assert value(server.url, "SELECT 1") == 1
    server.stop()


def test_a_long_path_and_one_with_odd_characters_work(data_folder):
    for name in ("long" * 50, "a b'c\"d $(exit 1) Thanh Hóa"):
        server = embedded.start(data_folder / name, durable=False)
        assert value(server.url, "SELECT 1") == 1
        socket_folder = Path(psycopg.conninfo.conninfo_to_dict(server.dsn)["host"])
        server.stop()
        assert socket_folder == data_folder / name / "postgres" or not socket_folder.exists()


def test_the_server_is_in_a_session_of_its_own(data_folder):
    server = embedded.start(data_folder, durable=False)
    assert os.getsid(postmaster(data_folder)) != os.getsid(0)
    server.stop()


def test_a_folder_that_cannot_be_used_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EmbeddedDatabaseError, match="cannot be used") as caught:
        embedded.start(tmp_path / "file" / "data")
    assert "\n" not in str(caught.value)


def test_data_of_another_postgresql_is_refused_and_not_touched(data_folder):
    embedded.start(data_folder, durable=False).stop()
    marker = data_folder / "postgres" / "PG_VERSION"
    marker.write_text("16\n")
    with pytest.raises(EmbeddedDatabaseError, match="written by PostgreSQL 16"):
        embedded.start(data_folder)
    marker.write_text("18\n")
