import numpy as np
import psycopg
import pytest

from mandate.platform.database.copy import copy_in, copy_out_int64


def test_a_million_rows_come_out_as_they_are(database_server):
    with psycopg.connect(database_server) as connection:
        found = copy_out_int64(
            connection.cursor(),
            "SELECT n, n::int8 * n - %s AS square, -n AS minus FROM generate_series(1, %s) AS n",
            [5, 1_000_000],
            ["n", "square", "minus"],
        )
    expected = np.arange(1, 1_000_001, dtype=np.int64)
    assert found.dtype == np.dtype([("n", np.int64), ("square", np.int64), ("minus", np.int64)])
    assert (found["n"] == expected).all()
    assert (found["square"] == expected * expected - 5).all()
    assert (found["minus"] == -expected).all()


def test_no_rows_give_an_empty_array(database_server):
    with psycopg.connect(database_server) as connection:
        found = copy_out_int64(connection.cursor(), "SELECT 1 AS a WHERE false", [], ["a"])
    assert found.shape == (0,)


@pytest.mark.parametrize("rows", ["(1, NULL)", "(NULL, 1)", "(NULL, 1), (NULL, 1)", "(NULL, NULL), (1, 2)"])
def test_null_is_refused_not_misread(database_server, rows):
    query = f"SELECT a::int8, b::int8 FROM (VALUES {rows}) AS v (a, b)"
    with psycopg.connect(database_server) as connection, pytest.raises(ValueError, match="NULL"):
        copy_out_int64(connection.cursor(), query, [], ["a", "b"])


def test_parameters_are_literals_not_sql(database_server):
    text = "'); DROP TABLE x; --%s"
    with psycopg.connect(database_server) as connection:
        found = copy_out_int64(
            connection.cursor(), "SELECT length(%s) AS n, 7 %% 4 AS rest", [text], ["n", "rest"]
        )
    assert found.tolist() == [(len(text), 3)]


def test_rows_copied_in_are_there_with_their_kinds(database_server):
    rows = [(1, "Đông Hải\t\\N\n", None), (2, "", "x"), *((n, str(n), None) for n in range(3, 200_001))]
    with psycopg.connect(database_server) as connection:
        connection.execute('CREATE TEMPORARY TABLE "Odd name" (id int, "na""me" text, note text)')
        assert copy_in(connection.cursor(), "Odd name", ["id", 'na"me', "note"], rows) == 200_000
        found = connection.execute('SELECT * FROM "Odd name" ORDER BY id LIMIT 2').fetchall()
        count = connection.execute('SELECT count(*), max(id) FROM "Odd name"').fetchone()
    assert found == rows[:2]
    assert count == (200_000, 200_000)


@pytest.mark.django_db
def test_django_sees_its_own_errors():
    from django.db import DataError, connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE counts (id int)")
        with pytest.raises(DataError), transaction.atomic():
            copy_in(cursor, "counts", ["id"], [[1], ["one"]])
        cursor.execute("SELECT count(*) FROM counts")
        assert cursor.fetchone() == (0,)
