"""The command line in a process of its own, which stays for many commands so that Django loads only once."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from tests.support.database import with_database

SECRET = "the same for the command and the server of a test"
_DRIVER = """
import contextlib, io, json, sys, traceback
from mandate.site.cli import main
for line in sys.stdin:
    words, typed = json.loads(line)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        sys.stdin, kept = io.StringIO(typed), sys.stdin
        try:
            code = main(words)
        except SystemExit as end:
            code = end.code
        except BaseException:
            code = 1
            traceback.print_exc()
        sys.stdin = kept
    print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)
"""


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
        self._process = subprocess.Popen(
            [sys.executable, "-c", _DRIVER],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: object, typed: str = "") -> Done:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([[str(word) for word in words], typed]) + "\n")
        self._process.stdin.flush()
        done = Done(*json.loads(self._process.stdout.readline()))
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
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


@contextmanager
def command_line(server: str, name: str, template: str = "template0") -> Iterator[CommandLine]:
    """The command line on a new database of a server, as empty or full as its template."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    with tempfile.TemporaryDirectory(prefix="mandate-data-") as folder:
        line = CommandLine(with_database(server, name), folder)
        try:
            yield line
        finally:
            line.end()
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )
