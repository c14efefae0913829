"""The demonstration, served as it is in life: a database and a web server of its own."""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
from tests.support.database import FOLDER, copied, dropped, template, with_database
from tests.support.fonts import give_fonts

from mandate.apps.accounts.sample.people import PASSWORD


@dataclass
class Site:
    """A running site with the sample in it. ``url`` says "localhost": passkeys need a name, not a number."""

    url: str
    database: str
    log: Path = field(default_factory=Path)
    _clients: dict[str, httpx.Client] = field(default_factory=dict)
    _connection: psycopg.Connection[Any] | None = None
    _read: int = 0

    def said(self) -> list[str]:
        """What the server has written into its log since this was asked last, a line each."""
        written = self.log.read_text().splitlines()
        new, self._read = written[self._read :], len(written)
        return new

    def close(self) -> None:
        """Let the connections go."""
        for open_one in (*self._clients.values(), self._connection):
            if open_one is not None:
                open_one.close()

    def client(self, who: str) -> httpx.Client:
        """Somebody of the sample, signed in over HTTP: `client("ward")` is ward@demo.example."""
        if who not in self._clients:
            client = httpx.Client(base_url=self.url, timeout=60)
            client.get("/account/login/")
            form = {"login": f"{who}@demo.example", "password": PASSWORD}
            done = post(client, "/account/login/", form)
            assert done.headers["location"] == "/", done.text
            self._clients[who] = client
        return self._clients[who]

    def speak(self, who: str, language: str) -> None:
        """From now on this person reads the pages in that language, by the cookie and by the database."""
        client = self.client(who)
        kept = self.one("SELECT language FROM access_user WHERE email = %s", f"{who}@demo.example")
        if {kept, client.cookies.get("django_language")} != {language}:
            post(client, "/language/", {"language": language, "next": "/"})

    def state(self, who: str) -> Any:
        """The cookies of somebody signed in, for a browser."""
        cookies = [
            {"name": name, "value": value, "domain": "localhost", "path": "/", "expires": -1}
            | {"httpOnly": False, "secure": False, "sameSite": "Lax"}
            for name, value in self.client(who).cookies.items()
        ]
        return {"cookies": cookies, "origins": []}

    def rows(self, query: str, *params: object) -> list[tuple[Any, ...]]:
        """What the database holds."""
        self._connection = self._connection or psycopg.connect(self.database, autocommit=True)
        return self._connection.execute(query, params).fetchall()

    def one(self, query: str, *params: object) -> Any:
        """The first column of the first row."""
        return self.rows(query, *params)[0][0]

    def report(self, unit: str, period: str = "", form: str = "village-yearly") -> int:
        """A unit's report for a period; without one, of the newest period."""
        return self.one(
            "SELECT r.id FROM reporting_report r JOIN units_unit u ON u.id = r.unit_id"
            " JOIN reporting_formperiod p ON p.id = r.form_period_id"
            " JOIN reporting_form f ON f.id = p.form_id"
            " WHERE u.code = %s AND f.code = %s AND (p.period = %s OR %s = '') ORDER BY p.period DESC",
            unit,
            form,
            period,
            period,
        )


def post(client: httpx.Client, path: str, data: dict[str, Any]) -> httpx.Response:
    """A form sent as a browser would, with the token against forgery."""
    data = {**data, "csrfmiddlewaretoken": client.cookies.get("csrftoken", "")}
    return client.post(path, data=data, headers={"Referer": str(client.base_url)})


@contextmanager
def served(server: str, folder: Path, name: str = "browser") -> Iterator[Site]:
    """A site of one's own on a copy of the sample; ``name`` tells it from others of this process."""
    give_fonts(folder)
    name = f"{name}_{os.getpid()}"
    copied(server, name, template(server, "browser_sample", lambda url: fill(url, folder)))
    url = with_database(server, name)
    with socket.create_server(("localhost", 0)) as listening:
        environment = environment_of(url, folder)
        command = [sys.executable, "-m", "mandate.site.serving.child", "web", "--quiet"]
        lifeline, ours = os.pipe()
        handed = (listening.fileno(), lifeline)
        command += ["--parent", str(os.getpid()), "--socket", str(handed[0]), "--lifeline", str(handed[1])]
        log = folder / f"{name}.log"
        with log.open("wb") as written:
            process = subprocess.Popen(
                command, env=environment, pass_fds=handed, start_new_session=True, stderr=written
            )
        os.close(lifeline)
        address = f"http://localhost:{listening.getsockname()[1]}"
        site = Site(address, url, log)
        try:
            wait_for(address)
            yield site
        finally:
            site.close()
            os.close(ours)
            process.terminate()
            process.wait(20)
            sys.stderr.write(log.read_text())
    dropped(server, name)


def fill(url: str, folder: Path) -> None:
    """Put the sample into a database, as `mandate demo` does."""
    code = "import sys; from mandate.site.cli import main; sys.exit(main())"
    subprocess.run(
        [sys.executable, "-c", code, "demo", "--no-serve", "--data", str(folder)],
        env=environment_of(url, folder),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def environment_of(url: str, folder: Path) -> dict[str, str]:
    """What the demonstration's processes are told."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "MANDATE_DATA": str(folder),
        "MANDATE_FILES": str(Path(os.environ[FOLDER]) / "files"),  # as the sample's database, of all workers
        "MANDATE_DEMO": "1",
        "MANDATE_LOG": "WARNING",
        "MANDATE_POOL": "1",
        "MANDATE_SECRET_KEY": secrets.token_hex(),
        "DJANGO_SETTINGS_MODULE": "mandate.site.settings",
    }


def wait_for(address: str) -> None:
    """Until the site answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{address}/health/").status_code == 200:
                return
        time.sleep(0.2)
    raise AssertionError("the site does not answer")
