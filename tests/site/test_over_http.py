"""Many people at once, a database that goes away, a session that ends: over HTTP, as in production."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx
import pytest
from tests.site.tables import indicators_csv, sample_file
from tests.support.commands import CommandLine
from tests.support.server import SECONDS, SIGNED_IN, browser, served, sessions_in

from mandate.platform.database import embedded

pytestmark = pytest.mark.processes

OPENED = """
from django.utils import timezone
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.services import OpenPeriod, SaveForm, SaveFormItem, open_period, save_form
from mandate.apps.units.models import UnitKind
from mandate.platform.access.actor import console
actor = console(timezone.now())
chosen = Indicator.objects.filter(code__in=("families", "waste_bins"))
items = [SaveFormItem(indicator.pk, required=True) for indicator in chosen]
kinds = list(UnitKind.objects.filter(code__in=("street", "village")).values_list("pk", flat=True))
form = save_form(actor, SaveForm(None, "yearly", {"en": "Yearly"}, "yearly", 10, kinds, items))
open_period(actor, OpenPeriod(form.pk, "2023"))
"""


@pytest.fixture
def reporting(fresh: CommandLine, tmp_path) -> CommandLine:
    """The sample's units with a yearly form, opened for 2023: 311 reports are expected."""
    fresh.good("import", "units", sample_file("units.csv"))
    fresh.good("import", "indicators", indicators_csv(tmp_path / "indicators.csv"))
    fresh.good("manage", "shell", "--verbosity", "0", "-c", OPENED)
    return fresh


def people(line: CommandLine, count: int, role: str = "reporter") -> list[str]:
    code = SIGNED_IN.format(count=count, unit="D380", role=role)
    return sessions_in(line.good("manage", "shell", "--verbosity", "0", "-c", code).out)


def submit(client: httpx.Client, report: int, figures: dict[int, int]) -> int:
    """Open the form as a browser does, fill it in and send it."""
    page = client.get(f"/reports/{report}/")
    assert page.status_code == 200, page.text
    fields = {f"value-{indicator}": str(value) for indicator, value in figures.items()}
    seen = {f"seen-{indicator}": "" for indicator in figures}
    return client.post(
        f"/reports/{report}/",
        data={"language": "en", "do": "submit", **fields, **seen},
        headers={"X-CSRFToken": client.cookies["csrftoken"], "Origin": str(client.base_url).rstrip("/")},
    ).status_code


@pytest.mark.parametrize(
    ("count", "clients"),
    [pytest.param(18, 6, marks=pytest.mark.short), pytest.param(311, 32, marks=pytest.mark.long)],
    ids=("some", "all"),
)
def test_reports_by_many_clients_at_once_are_all_there_each_once(reporting, count, clients):
    reports = [key for (key,) in reporting.rows("SELECT id FROM reporting_report ORDER BY id")]
    families, bins = [
        key
        for (key,) in reporting.rows(
            "SELECT id FROM indicators_indicator WHERE code IN ('families', 'waste_bins') ORDER BY code"
        )
    ]
    assert len(reports) == 311
    del reports[count:]
    sessions = people(reporting, clients)
    waiting: SimpleQueue[int] = SimpleQueue()
    for place, report in enumerate(reports):
        for _ in range(2 if place % 3 == 0 else 1):  # every third is sent by two people at once
            waiting.put(report)
    answers: SimpleQueue[tuple[int, int]] = SimpleQueue()
    together = threading.Barrier(clients)

    def work(session: str) -> None:
        with browser(address, session) as client:
            together.wait()
            while True:
                try:
                    report = waiting.get_nowait()
                except Empty:
                    return
                answers.put((report, submit(client, report, {families: report * 3, bins: report})))

    with served(reporting.environment) as address, ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, sessions))

    answered = [answers.get_nowait() for _ in range(answers.qsize())]
    assert len(answered) == count + len(reports[::3])
    assert {status for _, status in answered} <= {302, 422}  # 422: somebody else was first
    assert {report for report, status in answered if status == 302} == set(reports)
    states = dict(reporting.rows("SELECT state, count(*) FROM reporting_report GROUP BY 1"))
    assert (states["submitted"], sum(states.values())) == (count, 311)
    revisions = "SELECT count(*), count(DISTINCT report_id) FROM reporting_revision"
    assert reporting.rows(revisions) == [(count, count)]
    stored = reporting.rows(
        "SELECT v.report_id, f.indicator_id, f.value::int FROM reporting_figure f "
        "JOIN reporting_revision v ON v.id = f.revision_id"
    )
    typed = [(report, families, report * 3) for report in reports]
    typed += [(report, bins, report) for report in reports]
    assert sorted(stored) == sorted(typed)
    journalled = (
        "SELECT count(*), count(DISTINCT subject_id) FROM journal_entry WHERE code = 'reporting.submitted'"
    )
    assert reporting.rows(journalled) == [(count, count)]


def test_a_session_that_ends_while_typing_is_told_and_saves_nothing(reporting):
    (session,) = people(reporting, 1)
    ((report,),) = reporting.rows("SELECT min(id) FROM reporting_report")
    ((indicator,),) = reporting.rows("SELECT id FROM indicators_indicator WHERE code = 'families'")
    change = {"indicator": indicator, "text": "12", "note": "", "seen": None}
    with served(reporting.environment, workers=1) as address, browser(address, session) as client:

        def save() -> httpx.Response:
            return client.post(
                f"/reports/{report}/save/",
                content=json.dumps({"language": "en", "changes": [change]}),
                headers={
                    "Accept": "application/json",
                    "X-CSRFToken": client.cookies["csrftoken"],
                    "Origin": address,
                },
            )

        assert client.get(f"/reports/{report}/").status_code == 200
        assert save().status_code == 200
        reporting.rows("DELETE FROM django_session")
        change["text"] = "13"
        refused = save()
        assert refused.status_code == 401
        assert refused.json() == {"error": "session_ended"}
        assert client.get(f"/reports/{report}/").headers["Location"].startswith("/account/login/?next=")
    assert reporting.rows("SELECT value::int FROM reporting_figure") == [(12,)]


@pytest.mark.long
def test_a_database_that_goes_away_gives_a_clear_page_and_all_goes_on_when_it_is_back(migrated_folder):
    server = embedded.start(migrated_folder, durable=False)
    line = CommandLine(server.url, str(migrated_folder))
    line.good("import", "units", sample_file("units.csv"))
    (session,) = people(line, 1, "secretary")
    line.end()
    with served(line.environment, workers=1) as address, browser(address, session) as client:
        assert client.get("/units/").status_code == 200
        server.stop()
        try:
            page = client.get("/units/")
            assert page.status_code == 503
            assert page.headers["Retry-After"] == "10"
            assert "<h1" in page.text
            assert "Traceback" not in page.text
            script = client.get("/units/", headers={"HX-Request": "true"})
            assert (script.status_code, script.headers["Content-Type"][:10]) == (503, "text/plain")
        finally:
            server = embedded.start(migrated_folder, durable=False)
        try:
            again = client.get("/units/")
            assert again.status_code == 200
            assert "Thanh Hóa" in again.text
        finally:
            server.stop()


def files_under(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


@pytest.mark.long
def test_what_a_stranger_may_send_is_bounded_and_said(fresh, tmp_path):
    """60 MB to the sign-in page, with their length told and without: nothing of it reaches the disk."""
    fresh.good("import", "units", sample_file("units.csv"))
    [session] = people(fresh, 1)

    def much(size: int):
        for _ in range(size // 1_000_000):
            yield b"x" * 1_000_000

    with served({**fresh.environment, "TMPDIR": str(tmp_path)}, workers=1) as address:
        for told in (True, False):
            headers = {"Content-Length": str(60_000_000)} if told else {}
            answer = httpx.post(
                f"{address}/account/login/", content=much(60_000_000), headers=headers, timeout=SECONDS
            )
            assert answer.status_code == 413
            assert "This is too much at once" in answer.text
            assert answer.headers["Content-Security-Policy"]
            assert files_under(tmp_path) == 0
        vietnamese = httpx.post(
            f"{address}/exchange/", content=b"x" * 100_000, headers={"Accept-Language": "vi"}
        )
        assert (vietnamese.status_code, vietnamese.headers["Connection"]) == (413, "close")
        assert '<html lang="vi"' in vietnamese.text
        background = httpx.post(f"{address}/", content=b"x" * 100_000, headers={"Sec-Fetch-Mode": "cors"})
        assert (background.status_code, background.text[:13]) == (413, "More was sent")
        hers = browser(address, session)
        assert hers.post("/exchange/", content=b"x" * 3_000_000).status_code != 413
        assert hers.post("/", content=b"x" * 3_000_000).status_code == 413
        assert httpx.get(f"{address}/account/login/").status_code == 200
