"""The command line in a process of its own, which stays for many commands (see warm.py)."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.support.database import copied, dropped, with_database
from tests.support.warm import Fork

SECRET = "the same for the command and the server of a test"


@dataclass(frozen=True)
class Done:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """``mandate …`` on one database."""

    def __init__(self, url: str, data_dir: str) -> None:
        self.url = url
        more = {"DATABASE_URL": url, "MANDATE_DATA": data_dir, "MANDATE_SECRET_KEY": SECRET}
        self.environment = {**os.environ, **more}
        self._process = Fork(self.environment)

    def __call__(self, *words: object, typed: str = "") -> Done:
        done = Done(*self._process([str(word) for word in words], typed))
        assert "Traceback" not in done.err, done.err
        return done

    def good(self, *words: object, typed: str = "") -> Done:
        """A command that must succeed."""
        done = self(*words, typed=typed)
        assert done.code == 0, done.err
        return done

    def refused(self, *words: object, typed: str = "") -> str:
        """A command that must fail; what it says."""
        done = self(*words, typed=typed)
        assert done.code not in (0, None), done.out
        assert done.out == ""
        assert done.err.strip()
        return done.err

    def rows(self, query: str, *params: object) -> list[tuple[Any, ...]]:
        """What the database holds; or a change behind Mandate's back."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(query, params)
            return cursor.fetchall() if cursor.description else []

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        tables = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return {name: self.rows(f'SELECT t::text FROM "{name}" t ORDER BY 1') for (name,) in tables}

    def end(self) -> None:
        self._process.end()


@contextmanager
def command_line(server: str, name: str, like: str = "template0") -> Iterator[CommandLine]:
    """The command line on a new database of a server, as empty or full as another one."""
    copied(server, name, like)
    with tempfile.TemporaryDirectory(prefix="mandate-data-") as folder:
        line = CommandLine(with_database(server, name), folder)
        try:
            yield line
        finally:
            line.end()
            dropped(server, name)
