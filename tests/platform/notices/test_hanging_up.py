"""A mail server that ends a connection when it has taken a mail: nobody's mail is put off by that."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import BinaryIO

import pytest
from django.test import override_settings
from tests.platform.notices.test_inbox import submitted
from tests.support.organisation import NOW, person
from tests.support.reporting import world
from tests.support.seeing import returning

from mandate.apps.reporting.services import return_report
from mandate.platform.access.actor import Role
from mandate.platform.access.request import actor_of
from mandate.platform.notices.sending import Outcome, send_due

pytestmark = pytest.mark.django_db


def test_all_get_their_mail_at_once() -> None:
    city, taken = world(), list[str]()
    for code in ("A2", "B1", "B2"):
        other = person(Role.REPORTER, city.units[code], f"{code.lower()}@example.org")
        submitted(city, code, actor_of(other, NOW))
        return_report(city.reviewer, returning(city.report_ids[code], "No"))
    with (
        one_mail_a_connection(taken) as port,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=port,
            EMAIL_USE_TLS=False,
            EMAIL_HOST_USER="",
        ),
    ):
        assert send_due(NOW + timedelta(minutes=2)) == Outcome(sent=3)
    assert sorted(taken) == ["a2@example.org", "b1@example.org", "b2@example.org"]


@contextmanager
def one_mail_a_connection(taken: list[str]) -> Iterator[int]:
    """Such a server; its port."""

    def serve(server: socket.socket) -> None:
        with suppress(OSError):  # it is shut down
            while True:
                client, _address = server.accept()
                with client, client.makefile("rwb") as lines:
                    talk(lines)

    def talk(lines: BinaryIO) -> None:
        say(lines, b"220 here")
        while line := lines.readline():
            if line.upper().startswith(b"RCPT"):
                taken.append(line.decode().split("<")[1].split(">")[0])
            if line.upper().startswith(b"DATA"):
                say(lines, b"354 go on")
                while lines.readline() != b".\r\n":
                    pass
                say(lines, b"250 taken")
                return
            say(lines, b"250 well")

    def say(lines: BinaryIO, words: bytes) -> None:
        lines.write(words + b"\r\n")
        lines.flush()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=[server], daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
