"""What of tables is done as a job: reading in a large one that its sender has seen and confirmed, and
throwing away what nobody came back for."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from procrastinate.contrib.django import app

from mandate.interop.spreadsheets import uploads
from mandate.platform.access.actor import Actor
from mandate.platform.jobs.kinds import Data, JobKind, Work
from mandate.platform.jobs.services import StartJob
from mandate.platform.parts import table_named
from mandate.platform.tables.importing import import_table
from mandate.platform.tables.kinds import Order
from mandate.platform.tables.reader.limits import PAGE

READING = "tables.import"
AT_ONCE = 50_000  # bytes; a larger table, of some thousand rows, is read in by a job


def reading(upload: uploads.SentTable, choices: Collection[str]) -> StartJob:
    """The job that reads in a table as its sender chose."""
    data = {"upload": upload.id, "kind": upload.kind, "name": upload.name, "choices": sorted(choices)}
    return StartJob(READING, data, 1)


@app.periodic(cron="27 * * * *")
@app.task(name="tables.sweep", queueing_lock="tables.sweep")
def sweep_uploads(timestamp: int) -> None:
    """Throw away tables that nobody came back for, whether or not somebody sends another."""
    uploads.sweep(timezone.now())


def _import(actor: Actor, work: Work) -> Work:
    """A table is read in whole or not at all, so this is one step; it goes with the table."""
    upload = uploads.kept(actor, work.data["kind"], work.data["upload"])
    if upload is None:
        raise ValidationError(_("This table is no longer here; send it again."))
    rows = work.total

    def progress(done: int, total: int) -> None:
        nonlocal rows
        rows = max(rows, total)
        work.progress(done, total)

    order = Order(upload.as_of, choices=frozenset(work.data["choices"]))
    kind = table_named(upload.kind)
    summary = import_table(actor, kind, upload.data, order, progress=progress, limits=PAGE)
    uploads.let_go(upload)
    return replace(work, at=rows, total=rows, result={"summary": summary})


def _told(actor: Actor, result: Data) -> Sequence[str]:
    return [result["summary"]] if "summary" in result else []


def _address(data: Data) -> str:
    shown = table_named(data["kind"]).shown
    return reverse(shown) if shown else reverse("exchange:table", args=[data["kind"]])


def _refused(number: int) -> str:
    text = ngettext(
        "%(count)s problem; nothing was read in", "%(count)s problems; nothing was read in", number
    )
    return text % {"count": number}


KINDS: tuple[JobKind, ...] = (
    JobKind(
        name=READING,
        label=gettext_lazy("reading in a table"),
        action=lambda data: table_named(data["kind"]).action,
        title=lambda data: _("Read in %(name)s") % {"name": data["name"]},
        step=_import,
        told=_told,
        address=_address,
        refused=_refused,
    ),
)
