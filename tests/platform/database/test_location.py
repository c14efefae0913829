from pathlib import Path

import pytest

from mandate.platform.database.location import (
    DatabaseUrlError,
    configure,
    django_database,
)


def test_the_folder_named_on_the_command_line_wins(tmp_path):
    assert configure(tmp_path, {"MANDATE_DATA": "/elsewhere"}).data_dir == tmp_path
    assert configure(None, {"MANDATE_DATA": "/elsewhere"}).data_dir == Path("/elsewhere")
    assert configure(None, {"XDG_DATA_HOME": "/home/me/data"}).data_dir.name == "mandate"
    assert configure(Path("~/x"), {}).data_dir == Path.home() / "x"
    assert configure(Path("x"), {}).data_dir == Path.cwd() / "x"
    assert configure(tmp_path, {}).database_url is None
    assert configure(tmp_path, {"DATABASE_URL": "  "}).database_url is None


def test_a_url_becomes_djangos_settings():
    found = django_database("postgres://us%40er:p%3Aw%2F%25d@db.example.org:5433/na%20me?sslmode=require")
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("us@er", "p:w/%d")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "5433", "na me")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["connect_timeout"] == "5"


def test_a_socket_folder_and_an_ipv6_address_are_hosts():
    assert django_database("postgresql:///m?host=/run/pg")["HOST"] == "/run/pg"
    assert django_database("postgresql://me@%2Frun%2Fpg/m")["HOST"] == "/run/pg"
    assert django_database("postgres://[::1]:5432/m")["HOST"] == "::1"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:hidden1@h/db", "begins with mysql://"),
        ("u:hidden1@h/db", "has no postgres://"),
        ("postgres://u:hidden1@h:port/db", "port"),
        ("postgres://u:hidden1@h:99999/db", "port"),
        ("postgres://u:hidden1@h", "names no database"),
        ("postgres://u:hidden1@h/", "names no database"),
        ("postgres://u:hidden1@h/db?colour=red", "parameters must be ones"),
        ("postgres://u:hidden1%zz@h/db", "valid address"),
        ("postgres://u:hidden1@[::1/db", "valid address"),
    ],
)
def test_a_wrong_url_gets_one_clear_line_without_the_password(url, message):
    with pytest.raises(DatabaseUrlError, match=message) as caught:
        configure(None, {"DATABASE_URL": url})
    assert "hidden1" not in str(caught.value)
    assert "\n" not in str(caught.value)
