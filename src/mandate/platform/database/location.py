"""Where Mandate keeps its data: the data folder, and the database it was told to use.

`DATABASE_URL` wins; without it an embedded PostgreSQL runs under the data folder (see embedded.py).
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

EXAMPLE = "postgres://user:password@host:5432/database"
SCHEMES = ("postgres", "postgresql")
CONNECT_SECONDS = 5  # how long a database that does not answer may hold up a page


class DatabaseUrlError(ValueError):
    """DATABASE_URL cannot be used; the message is one line and never holds the password."""


class DataFolderError(ValueError):
    """The data folder cannot be told; the message is one line."""


@dataclass(frozen=True)
class Location:
    """The data folder, and the PostgreSQL to use (None: the embedded one under the data folder)."""

    data_dir: Path
    database_url: str | None = None

    @property
    def files(self) -> Path:
        """Where the files lie that people attach."""
        return files_folder(self.data_dir)


def default_data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The user's own folder for Mandate, as the platform wants it."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mandate"
    base = environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".local" / "share") / "mandate"


def configure(data: Path | None = None, environ: Mapping[str, str] = os.environ) -> Location:
    """The location that `--data`, else `MANDATE_DATA`, and `DATABASE_URL` name.

    Raises DatabaseUrlError where DATABASE_URL is not the address of a PostgreSQL database, and
    DataFolderError.
    """
    named = data or (Path(environ["MANDATE_DATA"]) if environ.get("MANDATE_DATA") else None)
    try:
        data_dir = (named or default_data_dir(environ)).expanduser().absolute()
    except RuntimeError:  # no home folder is known
        raise DataFolderError("There is no home folder; name the data folder with --data.") from None
    url = environ.get("DATABASE_URL", "").strip() or None
    if url is not None:
        parse(url)
    return Location(data_dir, url)


def files_folder(data_dir: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the files that people attach: in the data folder, or where `MANDATE_FILES` says, which
    several hosts have in common."""
    named = environ.get("MANDATE_FILES", "")
    return Path(named).expanduser().absolute() if named else data_dir / "files"


def parse(url: str) -> dict[str, str]:
    """The libpq parameters in a PostgreSQL URL (host, port, user, password, dbname, sslmode …).

    Raises DatabaseUrlError. libpq's own messages are not passed on: they may quote the password.
    """
    scheme = url.partition("://")[0].lower() if "://" in url else ""
    if scheme not in SCHEMES:
        what = f"begins with {scheme}://" if scheme.isalnum() and len(scheme) < 20 else "has no postgres://"
        raise DatabaseUrlError(f"DATABASE_URL {what}; Mandate needs PostgreSQL: {EXAMPLE}")
    try:
        parameters = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except (psycopg.Error, UnicodeError):
        raise DatabaseUrlError(
            "DATABASE_URL is not a valid address (characters such as @ : / in a password are written "
            f"%40 %3A %2F, and parameters must be ones that PostgreSQL knows): {EXAMPLE}"
        ) from None
    for port in filter(None, parameters.get("port", "").split(",")):
        if not (port.isascii() and port.isdecimal() and len(port) < 6 and 0 < int(port) < 65536):
            raise DatabaseUrlError(f"The port in DATABASE_URL is not a number from 1 to 65535: {EXAMPLE}")
    seconds = parameters.get("connect_timeout", "0").removeprefix("-")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) < 10):
        raise DatabaseUrlError("connect_timeout in DATABASE_URL is not a number of seconds.")
    if not url.isprintable():
        raise DatabaseUrlError(f"DATABASE_URL holds characters that belong in no address: {EXAMPLE}")
    if not parameters.get("dbname") and not parameters.get("service"):
        raise DatabaseUrlError(f"DATABASE_URL names no database: {EXAMPLE}")
    return parameters


def django_database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for a PostgreSQL URL. Raises DatabaseUrlError."""
    parameters = parse(url)
    parameters.setdefault("connect_timeout", str(CONNECT_SECONDS))
    parameters.setdefault("application_name", "mandate")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parameters.pop("dbname", ""),
        "USER": parameters.pop("user", ""),
        "PASSWORD": parameters.pop("password", ""),
        "HOST": parameters.pop("host", ""),
        "PORT": parameters.pop("port", ""),
        "OPTIONS": parameters,
    }
