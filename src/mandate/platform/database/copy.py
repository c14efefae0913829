"""Many rows at once, in and out, through PostgreSQL's COPY."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from struct import Struct
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg import sql

SIGNATURE = b"PGCOPY\n\xff\r\n\0"  # then int32 flags, int32 length of an extension, the rows, int16 -1
HEADER = len(SIGNATURE) + 8
TRAILER = 2
#: How many fields a row has, the length of the first and its value, the length of the second.
_FIELDS = Struct(">hiqi")
#: So many rows are joined at once: a field holds a gigabyte at most.
BLOCK = 65_536


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

    The database joins the bytes of many rows into one, because each row of an answer costs Python about as
    much as a hundred figures.

    Shape: (rows,), in the order of the query. Raises ValueError where a value is NULL.
    """
    joined = sql.SQL(" || ").join(
        sql.SQL("int8send({}::int8)").format(sql.Identifier(name)) for name in columns
    )
    # Identifiers may hold a percent sign; with parameters, psycopg reads it as a placeholder unless doubled.
    text = joined.as_string(None)
    head = text.replace("%", "%%") if params else text
    statement = _BLOCKS.format(head=head, query=query, block=BLOCK)
    if params:
        # Written in here and not by copy(): Django's cursor for counting queries takes a statement alone.
        statement = psycopg.ClientCursor(cursor.connection).mogrify(statement, tuple(params))
    with _errors(cursor), cursor.copy(statement) as copy:
        data = b"".join(copy)
    return _decode(data, columns)


#: A block's rows where no value is NULL (with one, a row's bytes are NULL and left out), and how many it has.
_BLOCKS = """
COPY (
  SELECT count(*), coalesce(string_agg({head}, ''::bytea), ''::bytea)
  FROM (SELECT rows.*, (row_number() OVER () - 1) / {block} AS block FROM ({query}) AS rows) AS numbered
  GROUP BY block ORDER BY block
) TO STDOUT (FORMAT BINARY)
"""


def _decode(data: bytes, columns: Sequence[str]) -> NDArray[np.void]:
    """Each block is one row of two fields: how many rows it has, and their values one after another."""
    if not data.startswith(SIGNATURE):
        raise ValueError("PostgreSQL answered COPY with something else than its binary format")
    blocks, count, at = [], 0, HEADER
    while at < len(data) - TRAILER:
        _, _, rows, length = _FIELDS.unpack_from(data, at)
        at += _FIELDS.size
        blocks.append(memoryview(data)[at : at + length])
        count, at = count + rows, at + length
    found = np.frombuffer(b"".join(blocks), dtype=[(name, ">i8") for name in columns])
    if len(found) != count:
        raise ValueError(f"a NULL among the values of {', '.join(columns)}")
    return found.astype([(name, np.int64) for name in columns])


def _errors(cursor: Any) -> AbstractContextManager[Any]:
    """Django's translation of database errors, where the cursor is Django's."""
    database = getattr(cursor, "db", None)
    return database.wrap_database_errors if database is not None else nullcontext()
