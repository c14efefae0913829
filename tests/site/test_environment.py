"""Settings that cannot be are said in one line, and the command ends with 1; so are numbers of commands."""

import os
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from mandate.platform.database.location import DatabaseUrlError
from mandate.site.environment import SettingError

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*found in sys.modules:RuntimeWarning"
)  # read anew on purpose
LONG = "9" * 5000
WRONG = [
    ("MANDATE_TIME_ZONE", "Asia/Hanoi"),
    ("MANDATE_TIME_ZONE", "Asia"),
    ("MANDATE_TIME_ZONE", "../../etc/passwd"),
    ("MANDATE_TIME_ZONE", LONG),
    ("MANDATE_LANGUAGE", "xx"),
    ("MANDATE_LOG", "LOUD"),
    ("MANDATE_HTTPS", "yes"),
    ("MANDATE_HSTS_SUBDOMAINS", "true"),
    ("MANDATE_MAIL_TLS", "on"),
    ("MANDATE_MAIL_PORT", LONG),
    ("MANDATE_MAIL_PORT", "٣"),
    ("MANDATE_MAIL_PORT", "0"),
    ("MANDATE_MAIL_PORT", "1e3"),
    ("MANDATE_MAIL_BACKEND", "smtp"),
    ("MANDATE_MAIL_BACKEND", "nothing.of.that.Name"),
    ("MANDATE_SESSION_HOURS", LONG),
    ("MANDATE_SESSION_HOURS", "-1"),
    ("MANDATE_SECOND_FACTOR", "king"),
    ("MANDATE_HOSTS", "https://mandate.example.org"),
    ("MANDATE_URL", "mandate.example.org"),
    ("MANDATE_URL", "https://host:port"),
    ("MANDATE_URL", "http://[1"),
    ("MANDATE_ORGANISATION", "two\nlines"),
    ("MANDATE_ORGANISATION", "\udcff"),
    ("MANDATE_OIDC_CLIENT", "client without a server"),
    ("DATABASE_URL", "postgres://localhost:" + LONG + "/db"),
    ("DATABASE_URL", "postgres://localhost/db?connect_timeout=" + LONG),
    ("DATABASE_URL", "postgres://localhost/db?connect_timeout=soon"),
    ("DATABASE_URL", "postgres://localhost/d\udcffb"),
    ("DATABASE_URL", "mysql://localhost/db"),
]
SOUND = {
    "MANDATE_HOSTS": "mandate.example.org, .example.com",
    "MANDATE_HTTPS": "1",
    "MANDATE_HSTS_SUBDOMAINS": "1",
    "MANDATE_SESSION_HOURS": "2",
    "MANDATE_TIME_ZONE": "Asia/Ho_Chi_Minh",
    "MANDATE_MAIL_PORT": "25",
    "MANDATE_URL": "https://mandate.example.org/",
    "MANDATE_LOG": "INFO",
    "MANDATE_LANGUAGE": "vi",
    "MANDATE_ORGANISATION": "Thành phố Thanh Hóa",
}


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_setting_that_cannot_be_is_said_in_one_line(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises((SettingError, DatabaseUrlError, ImproperlyConfigured)) as caught:
        runpy.run_module("mandate.site.settings")
    said = str(caught.value)
    assert name.removesuffix("CLIENT") in said
    assert said.isprintable() and len(said) < 300


def test_the_settings_of_a_site_are_taken(monkeypatch):
    for name, value in SOUND.items():
        monkeypatch.setenv(name, value)
    settings = runpy.run_module("mandate.site.settings")
    assert settings["ALLOWED_HOSTS"][:2] == ["mandate.example.org", ".example.com"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert settings["SESSION_IDLE_SECONDS"] == 2 * 3600
    assert settings["SITE_URL"] == "https://mandate.example.org"
    assert settings["EMAIL_PORT"] == 25


@pytest.mark.parametrize(
    ("more", "words", "code"),
    [
        ({"MANDATE_TIME_ZONE": "Asia/Hanoi"}, ["check"], 1),
        ({"MANDATE_SECOND_FACTOR": "king"}, ["check"], 1),
        ({"DATABASE_URL": f"postgres://localhost:{LONG}/db"}, ["check"], 1),
        ({"HOME": "", "MANDATE_DATA": "~nobody-of-that-name"}, ["check"], 1),
        ({}, ["serve", "--port", LONG], 2),
        ({}, ["serve", "--workers", "-1"], 2),
    ],
)
def test_a_command_ends_with_it_and_without_a_traceback(more, words, code):
    done = run(more, *words)
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("mandate")
    assert len(done.stderr.splitlines()[-1]) < 300


def run(more: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    database = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    code = "import sys; from mandate.site.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**os.environ, **database, **more},
        capture_output=True,
        text=True,
        errors="replace",
    )
