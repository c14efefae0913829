"""Run by test_parts.py in a process of its own: a site with one more folder among its apps, and what its
pages say. Nothing else is changed.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from zipfile import ZipFile

import django

import mandate.apps

mandate.apps.__path__.append(str(Path(__file__).parent / "apps"))
django.setup()

from django.core import mail  # noqa: E402 -- the folder must lie there first
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.support.organisation import client_of, console, person, tree  # noqa: E402
from tests.support.seeing import as_seen  # noqa: E402

from mandate.apps.desk.reminders import send_reminders  # noqa: E402
from mandate.apps.indicators.definition import Definition  # noqa: E402
from mandate.apps.indicators.services import SaveIndicator, save_indicator  # noqa: E402
from mandate.apps.reporting.services import (  # noqa: E402
    AcceptReports,
    OpenPeriod,
    SaveForm,
    SaveFormItem,
    SubmitReport,
    accept_reports,
    open_period,
    save_form,
    submit_report,
)
from mandate.apps.units.models import Unit  # noqa: E402
from mandate.core.period import Period  # noqa: E402
from mandate.platform.access.actions import table  # noqa: E402
from mandate.platform.access.actor import Role  # noqa: E402
from mandate.platform.access.decide import can, visible, who_can  # noqa: E402
from mandate.platform.access.models import User  # noqa: E402
from mandate.platform.access.request import actor_of  # noqa: E402
from mandate.platform.documents import write_document  # noqa: E402
from mandate.platform.documents.jobs import collecting  # noqa: E402
from mandate.platform.documents.kinds import Reach  # noqa: E402
from mandate.platform.documents.value import Document, Legend, Section, State  # noqa: E402
from mandate.platform.jobs.running import run  # noqa: E402
from mandate.platform.jobs.services import StartJob, start_job  # noqa: E402
from mandate.platform.journal.models import Entry  # noqa: E402
from mandate.platform.journal.record import record  # noqa: E402
from mandate.platform.notices.sending import send_due  # noqa: E402
from mandate.platform.notices.services import notify  # noqa: E402
from mandate.platform.parts import document_named  # noqa: E402
from mandate.platform.sample import steps  # noqa: E402
from mandate.site.cli import main  # noqa: E402
from mandate.site.cli.parser import parser  # noqa: E402
from mandate.site.entrance.bodies import files_at  # noqa: E402


def visit() -> dict[str, object]:
    """What an administrator sees on the pages, by page."""
    from mandate.apps.toy.part import TOY_MADE, TOYS_TAKE_APART, ToyMade  # type: ignore[import-not-found] -- lies there only now

    units = tree()
    client = client_of(person(Role.ADMINISTRATOR, None, "admin@example.org"))
    children = [User.objects.create_user(f"{name}@example.org", name=name) for name in ("child 1", "child 2")]
    with transaction.atomic():
        record(console(), ToyMade("ball"), unit_id=units["A"].pk)
    with transaction.atomic():
        made = record(actor_of(children[0], timezone.now()), ToyMade("doll"), unit_id=units["A"].pk)
        admin = User.objects.get(email="admin@example.org")
        notify(TOY_MADE, {made.pk: [admin.pk]}, by=children[0].pk, at=timezone.now())
    send_reminders(timezone.now())
    told = len(mail.outbox)
    send_due(timezone.now() + timedelta(minutes=5))
    pages = {
        "desk": "/",
        "own page": "/toys/",
        "unit": "/unit/A/",
        "queue": "/desk/toys/",
        "journal": "/journal/",
        "inbox": "/inbox/",
        "account": "/people/me/",
        "my data": "/people/me/data/",
        "calendar": "/calendar/",
        "calendar as a file": "/calendar/dates.ics",
    }
    return {
        **{name: client.get(address).content.decode() for name, address in pages.items()},
        "finds": _found(client, "ball red"),
        "deed found": _found(client, "something new"),
        "calendar read": _read_by_a_program(client),
        "mail": [f"{one.subject}\n{one.body}" for one in mail.outbox[:told]],
        "notice": [f"{one.to} {one.subject}\n{one.body}" for one in mail.outbox[told:]],
        "actions": sorted(one.name for one in table()),
        "help": parser().format_help(),
        "command": _printed("play", "ball"),
        "check": _printed("check"),
        "bench": _printed("bench", "toys"),
        "child's work": client_of(children[1]).get("/queues/reports/").content.decode(),
        "child's desk": client_of(children[1]).get("/").content.decode(),
        "who views": [one.name for one in who_can("toys.view", units["A"].pk, timezone.localdate())],
        "takes apart": [_says(child, TOYS_TAKE_APART, made) for child in children],
        **_tables(client),
        **_counted(client, units),
        "job": _job(client),
        "document": _document(),
        "files": [bool(files_at().fullmatch(at)) for at in ("/toys/photos/", "/toys/", "/reports/7/")],
        "documents": _documents(client, units["A"].pk),
        "sample": [[step.doing, *step.told] for step in steps()],
    }


def _found(client: Client, words: str) -> str:
    """The page while somebody types."""
    return client.get("/find/", {"q": words}, headers={"HX-Request": "true"}).content.decode()


def _read_by_a_program(client: Client) -> str:
    """What is at the address that the page of the calendar gives, for whoever does not sign in."""
    page = client.post("/calendar/address/").content.decode()
    address = page.partition("readonly")[2].partition('value="')[2].partition('"')[0]
    return Client().get(urlsplit(address).path).content.decode()


def _document() -> str:
    """A document that says how a toy stands, as Word has it."""
    legend = Section("", (Legend((State("toy_broken", "broken in two"),)),))
    made = write_document(Document("en", "Mandate", "", "Toys", "Toys", "", "", (legend,)), "docx")
    with ZipFile(io.BytesIO(made)) as archive:
        return archive.read("word/document.xml").decode()


def _says(user: User, action: str, row: Entry) -> list[bool]:
    """What each question says of one person, action and row."""
    actor = actor_of(user, timezone.now())
    return [
        can(actor, action, row.unit_id, row),
        visible(actor, Entry.objects.all(), action).filter(pk=row.pk).exists(),
        user in who_can(action, row.unit_id, actor.today, row),
    ]


def _counted(client: Client, units: dict[str, Unit]) -> dict[str, object]:
    """A report of A about the toys made there this year: before it is submitted, after it, and its trace."""
    now = timezone.now()
    actor, year = console(now), str(timezone.localdate().year)
    toys = SaveIndicator(None, Definition("toys", counted="toys.made"), {"en": "New toys"})
    item = SaveFormItem(save_indicator(actor, toys).pk, required=True)
    form = SaveForm(None, "toys", {"en": "Toys"}, "yearly", 10, [units["A"].kind_id], [item])
    opened = open_period(actor, OpenPeriod(save_form(actor, form).pk, year))
    report = opened.reports.get(unit=units["A"]).pk
    found = {"counted": client.get(f"/reports/{report}/").content.decode()}
    submit_report(actor, SubmitReport(report))
    secretary = actor_of(person(Role.SECRETARY, units["C"], "secretary@example.org"), now)
    accept_reports(secretary, AcceptReports(as_seen([report])))
    return {
        **found,
        "offered": client.get("/indicators/toys/edit/").content.decode(),
        "accepted": client.get(f"/reports/{report}/").content.decode(),
        "trace": client.get(f"/unit/C/number/toys/{year}/").content.decode(),
        "total": json.loads(_printed("rollup", "C", year, "--json"))["indicators"]["toys"],
    }


def _job(client: Client) -> str:
    """The page of a job of the new kind, when the worker has done it."""
    admin = actor_of(User.objects.get(email="admin@example.org"), timezone.now())
    job = start_job(admin, StartJob("toys.build", {"number": 3}, 3))
    run(job.pk)
    return client.get(f"/jobs/{job.pk}/").content.decode()


def _documents(client: Client, unit_id: int) -> str:
    """The page of the job that makes the certificates of A and of B, who has none."""
    admin = actor_of(User.objects.get(email="admin@example.org"), timezone.now())
    kind, period = document_named("certificate"), Period.parse("2023")
    job = start_job(admin, collecting(admin, kind, (unit_id, "A"), period, Reach.ALL, "en", "html"))
    run(job.pk)
    return client.get(f"/jobs/{job.pk}/").content.decode()


def _tables(client: Client) -> dict[str, object]:
    """Toys come in by page and by command, and go out by both."""
    from mandate.apps.toy.part import BOX

    with TemporaryDirectory() as folder:
        file, out = Path(folder) / "toys.csv", Path(folder) / "out.csv"
        file.write_text("toy,colour\nbroken,red\n")
        with file.open("rb") as sent:
            preview = client.post("/exchange/toys/", {"file": sent, "as_of": "2024-05-01"}).content.decode()
        found = {
            "tables": client.get("/exchange/").content.decode(),
            "table": client.get("/exchange/toys/").content.decode(),
            "preview": preview,
            "before": dict(BOX),
            "unmended": client.post("/exchange/toys/1/").content.decode(),
            "confirmed": client.post("/exchange/toys/1/", {"mend": "on"}).headers["Location"],
            "after": dict(BOX),
            "download": client.get("/exchange/toys.csv").content.decode("utf-8-sig"),
        }
        file.write_text("toy,colour\nball,green\n")
        found["imported"] = _printed("import", "toys", str(file))
        found["exported"] = _printed("export", "toys", "--out", str(out))
        found["written"] = out.read_text("utf-8-sig")
    return found


def _printed(*words: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as out:
        assert main(words) == 0
    return out.getvalue()


if __name__ == "__main__":
    setup_test_environment()
    json.dump(visit(), sys.stdout)
