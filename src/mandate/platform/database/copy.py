"""Many rows at once, in and out, through PostgreSQL's COPY."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

SIGNATURE = b"PGCOPY\n\xff\r\n\0"  # then int32 flags, int32 length of an extension, the rows, int16 -1
HEADER = len(SIGNATURE) + 8
TRAILER = 2


def copy_in(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows into a table, each a sequence of values in the order of `columns`; return how many.

    The cursor is Django's or psycopg's. All or nothing with the surrounding transaction; database errors are
    Django's where the cursor is Django's.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with _errors(cursor), cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def copy_out_int64(
    cursor: Any, query: str, params: Sequence[Any], columns: Sequence[str]
) -> NDArray[np.void]:
    """The rows of a SELECT as a structured array, one int64 field for each of `columns`.

    `query` is a SELECT with %s placeholders that yields columns of these names; each is cast to int8 by the
    database. No value may be NULL. COPY takes no bound parameters, so they are written into the statement
    as literals.

    Shape: (rows,), in the order of the query. Raises ValueError where a value is NULL.
    """
    casts = sql.SQL(", ").join(sql.SQL("{}::int8").format(sql.Identifier(name)) for name in columns)
    # Identifiers may hold a percent sign; with parameters, psycopg reads it as a placeholder unless doubled.
    text = casts.as_string(None)
    head = text.replace("%", "%%") if params else text
    statement = f"COPY (SELECT {head} FROM ({query}) AS rows) TO STDOUT (FORMAT BINARY)"  # noqa: S608
    if params:
        # Written in here and not by copy(): Django's cursor for counting queries takes a statement alone.
        statement = psycopg.ClientCursor(cursor.connection).mogrify(statement, tuple(params))
    with _errors(cursor), cursor.copy(statement) as copy:
        data = b"".join(copy)
    return _decode(data, columns)


def _decode(data: bytes, columns: Sequence[str]) -> NDArray[np.void]:
    """Every row without NULLs has one layout: a count of fields, then for each its length and its value."""
    if not data.startswith(SIGNATURE):
        raise ValueError("PostgreSQL answered COPY with something else than its binary format")
    parts = [("count", ">i2")]
    for number in range(len(columns)):
        parts += [(f"length{number}", ">i4"), (f"value{number}", ">i8")]
    layout = np.dtype(parts)
    body = memoryview(data)[HEADER:-TRAILER]
    found = np.frombuffer(body[: len(body) - len(body) % layout.itemsize], dtype=layout)
    whole = len(body) % layout.itemsize == 0 and bool((found["count"] == len(columns)).all())
    if not whole or not all((found[f"length{number}"] == 8).all() for number in range(len(columns))):
        raise ValueError(f"a NULL among the values of {', '.join(columns)}")
    result = np.empty(len(found), dtype=[(name, np.int64) for name in columns])
    for number, name in enumerate(columns):
        result[name] = found[f"value{number}"]
    return result


def _errors(cursor: Any) -> AbstractContextManager[Any]:
    """Django's translation of database errors, where the cursor is Django's."""
    database = getattr(cursor, "db", None)
    return database.wrap_database_errors if database is not None else nullcontext()
