"""Run the tests of core and of the services on each Python with each PostgreSQL that is found here.

``make test-matrix`` looks for Python 3.11 to 3.14 below ~/.pyenv and on the PATH, and for servers of
PostgreSQL 15 to 18 where Debian, Homebrew and the PATH have them; the server that comes with Mandate is
always among them. Each Python gets an environment of its own below .venv/matrix/. What is not there is
said and left out. ``ARGS="--python 3.11 --server 15"`` runs one combination.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SERVERS = ("15", "16", "17", "18")
OWN = "its own"
PLACES = ("tests/core", "tests/apps", "src/mandate/core")
ENVIRONMENTS = Path(".venv/matrix")


def main() -> int:
    asked = _asked()
    pythons, servers = _pythons(), {OWN: None, **_servers()}
    if asked.python:
        pythons = {version: path for version, path in pythons.items() if version in asked.python}
    if asked.server:
        servers = {version: path for version, path in servers.items() if version in asked.server}
    wanted = (asked.python or PYTHONS, pythons), (asked.server or SERVERS, servers)
    for name, (versions, found) in zip(("Python", "PostgreSQL"), wanted, strict=True):
        if missing := [version for version in versions if version not in found]:
            _say(f"Not here, so not tried: {name} {', '.join(missing)}")
    results = {}
    for version, python in pythons.items():
        environment = _environment(version, python)
        for server, binaries in servers.items():
            with _url(binaries) as url:
                results[version, server] = _passes(environment, url, asked.places or PLACES, asked.workers)
            _say(
                f"Python {version}, PostgreSQL {server}: {'passed' if results[version, server] else 'FAILED'}"
            )
    return 0 if results and all(results.values()) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make test-matrix", description=__doc__)
    parser.add_argument("places", nargs="*", help=f"what to run instead of {' '.join(PLACES)}")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="only this one; may be repeated")
    parser.add_argument("--server", action="append", choices=(OWN, *SERVERS), help="the same of PostgreSQL")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def _pythons() -> dict[str, Path]:
    """The Pythons that are here, by version."""
    found = {}
    for version in PYTHONS:
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
        if pyenv:  # before the PATH, where pyenv puts a name that may lead nowhere
            found[version] = pyenv[-1]
        elif path := shutil.which(f"python{version}"):
            found[version] = Path(path)
    return found


def _servers() -> dict[str, Path]:
    """The folders of the PostgreSQL servers that are here, by version."""
    places = [Path(f"/usr/lib/postgresql/{version}/bin") for version in SERVERS]
    places += [
        Path(f"{brew}/opt/postgresql@{version}/bin")
        for version in SERVERS
        for brew in ("/opt/homebrew", "/usr/local")
    ]
    if path := shutil.which("postgres"):
        places.append(Path(path).parent)
    found: dict[str, Path] = {}
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            told = subprocess.run(
                [place / "postgres", "--version"], capture_output=True, text=True, check=True
            )
            version = re.search(r"(\d+)\.", told.stdout)
            if version and version[1] in SERVERS:
                found.setdefault(version[1], place)
    return found


def _environment(version: str, python: Path) -> Path:
    """A virtual environment with what Mandate and its tests need."""
    folder = ENVIRONMENTS / version
    requirements = Path("requirements/dev.txt")
    stamp = folder / "requirements.stamp"
    if not stamp.exists() or stamp.read_bytes() != requirements.read_bytes():
        _say(f"Installing for Python {version} ...")
        subprocess.run([python, "-m", "venv", "--clear", folder], check=True)
        pip = [
            folder / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-input",
        ]
        subprocess.run([*pip, "--require-hashes", "-r", requirements], check=True)
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], check=True)
        stamp.write_bytes(requirements.read_bytes())
    return folder


@contextmanager
def _url(binaries: Path | None) -> Iterator[str | None]:
    """The URL of a server that runs as long as the block; None lets the tests start Mandate's own."""
    if binaries is None:
        yield None
        return
    user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []  # as root PostgreSQL does not start
    with tempfile.TemporaryDirectory(prefix="mandate-matrix-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o777)
        data = folder / "data"
        subprocess.run(
            [
                *user,
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "mandate",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
        )
        control = [*user, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
        subprocess.run([*control, "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            yield f"postgresql://mandate@/postgres?host={folder}"
        finally:
            subprocess.run(
                [*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=folder
            )


def _passes(environment: Path, url: str | None, places: Sequence[str], workers: int) -> bool:
    command = [
        environment / "bin/pytest",
        "-q",
        "-n",
        str(workers),
        "-p",
        "no:cacheprovider",
        "-m",
        "not long and not browser",
    ]
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return (
        subprocess.run(
            [*command, *places], env=environ | ({"DATABASE_URL": url} if url else {}), check=False
        ).returncode
        == 0
    )


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 -- a command


if __name__ == "__main__":
    sys.exit(main())
