"""Run by test_confidential.py in a process of its own: a site with a part for complaints, of which one is
open to all and one confidential, and what everybody learns of them by each way. It prints JSON.
"""

import io
import json
import re
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

import mandate.apps

mandate.apps.__path__.append(str(Path(__file__).parent / "apps"))
django.setup()

from asgiref.sync import async_to_sync  # noqa: E402
from django.apps import apps  # noqa: E402
from django.core import mail  # noqa: E402 -- the folder must lie there first
from django.core.exceptions import FieldError, ImproperlyConfigured  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import PROTECT, SET_NULL, Count, Exists, ForeignKey, Model, OuterRef, QuerySet, Subquery  # noqa: E402
from django.http import HttpResponseBase  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from mandate.apps.complaints import models, permissions, queries, services  # noqa: E402
from tests.support.files import PDF  # noqa: E402
from tests.support.organisation import client_of, console, person, tree  # noqa: E402

from mandate.apps.desk.reminders import send_reminders  # noqa: E402
from mandate.apps.units.models import Unit  # noqa: E402
from mandate.platform.access.actor import Actor, Role, guest  # noqa: E402
from mandate.platform.access.decide import CircleForgottenError, Hidden, can, serve, visible, who_can  # noqa: E402
from mandate.platform.access.models import User  # noqa: E402
from mandate.platform.access.request import actor_of  # noqa: E402
from mandate.platform.calendar.services import MakeAddress, make_address  # noqa: E402
from mandate.platform.circles.guarded import UnaskedError, for_deed  # noqa: E402
from mandate.platform.circles.matters import UnknownSubjectError, check_models, matter  # noqa: E402
from mandate.platform.circles.models import Belonging  # noqa: E402
from mandate.platform.circles.services import name_people  # noqa: E402
from mandate.platform.files.looking.look import look  # noqa: E402
from mandate.platform.jobs.models import Job  # noqa: E402
from mandate.platform.jobs.running import run  # noqa: E402
from mandate.platform.journal.models import Apart, Entry  # noqa: E402
from mandate.platform.journal.record import record  # noqa: E402
from mandate.platform.listing.events import ListTaken  # noqa: E402
from mandate.platform.listing.files import take  # noqa: E402
from mandate.platform.listing.value import Taken  # noqa: E402
from mandate.platform.notices.models import Notice  # noqa: E402
from mandate.platform.notices.queries import unread_count  # noqa: E402
from mandate.platform.notices.sending import send_due  # noqa: E402
from mandate.site.cli import main  # noqa: E402

SECRET = "Zanzibar"
Told = dict[str, dict[str, list[object]]]  # by who, by way: the status and the text

PAGES = {
    "desk": "/",
    "unit": "/unit/A/",
    "tree, searched": f"/units/?q={SECRET}",
    "journal": "/journal/",
    "journal, by kind": "/journal/?kind=complaints.",
    "journal, searched": f"/journal/?q={SECRET}",
    "list": "/complaints/",
    "list, searched": f"/complaints/?q={SECRET}",
    "list, filtered": "/complaints/?state=open",
    "list, as a file": "/complaints/?file=csv",
    "notes as JSON": "/complaints/notes/",
    "inbox": "/inbox/",
    "calendar": "/calendar/",
    "calendar, as a file": "/calendar/dates.ics",
    "jobs": "/jobs/",
    "everybody's jobs": "/jobs/?all=1",
}


class World:
    """The site and who looks at it: each by their relation to the confidential complaint."""

    def __init__(self) -> None:
        self.units = tree()
        unit = self.units["A"]
        self.people = {
            "in": person(Role.SECRETARY, unit, "in@example.org"),
            "gone": person(Role.SECRETARY, unit, "gone@example.org"),
            "in without a role": User.objects.create_user("named@example.org", name="named"),
            "unit": person(Role.SECRETARY, unit, "unit@example.org"),
            "above": person(Role.SECRETARY, self.units["C"], "above@example.org"),
            "whole": person(Role.OBSERVER, None, "whole@example.org"),
            "administrator": person(Role.ADMINISTRATOR, None, "all@example.org"),
        }
        self.circle = [self.people[who].pk for who in ("in", "gone", "in without a role")]
        services.open_complaint(self.actor("unit"), unit.pk, "A broken gate", [])

    def actor(self, who: str) -> Actor:
        """Somebody, now."""
        return actor_of(self.people[who], timezone.now()) if who in self.people else guest(timezone.now())

    def client(self, who: str) -> Client:
        """Their browser."""
        return client_of(self.people[who]) if who in self.people else Client()

    def everybody(self) -> list[str]:
        """All who look, a guest too."""
        return [*self.people, "guest"]

    def outside(self) -> list[str]:
        """All who are not in the circle, or have no right on the unit."""
        return [who for who in self.everybody() if who not in ("in", "gone")]

    def seen(self, people: list[str]) -> Told:
        """What all pages say to each of them."""
        found: Told = {}
        for who in people:
            client = self.client(who)
            found[who] = {way: _answer(client.get(address)) for way, address in PAGES.items()}
        return found


def _answer(response: HttpResponseBase) -> list[object]:
    """Status and text, without what differs from request to request and what is the same on all pages."""
    text = b"".join(response).decode()  # type: ignore[arg-type]
    text = re.sub(r'(csrfmiddlewaretoken" value=|nonce=|data-live=|X-CSRFToken": )"[^"]*"', r"\1", text)
    return [response.status_code, text.partition("<body")[2] or text]


def visit() -> dict[str, object]:
    """What everybody learns, before and after there is a confidential complaint."""
    world = World()
    before = world.seen(world.outside())
    complaint = services.open_complaint(world.actor("in"), world.units["A"].pk, SECRET, world.circle)
    after = world.seen(world.everybody())
    found: dict[str, object] = {
        "differs": {
            who: [way for way in PAGES if before[who][way] != after[who][way]] for who in world.outside()
        },
        "secret": {who: _ways_that_tell(after[who]) for who in world.everybody()},
        "list": {who: after[who]["list"] for who in world.everybody()},
        "told": _told(world),
    }
    addresses = _addresses(world, complaint)
    found["addresses"] = {who: _asked(world.client(who), addresses) for who in world.everybody()}
    found["calendars read"] = {who: _read_by_a_program(world, who) for who in world.people}
    found["questions"] = _questions(world, complaint)
    found["taken"] = _taken(world)
    found["mistakes"] = _mistakes(world, complaint)
    found["let go"] = _let_go(world, complaint, addresses)
    found["mails"] = _mails(world)
    found["command"] = _printed("complaints")
    found["gone"] = _gone(world, complaint, addresses)
    found["at start"] = _at_start()
    return found


def _ways_that_tell(pages: dict[str, list[object]]) -> list[str]:
    """Those that show the word beyond where the reader's own search stands."""
    return [way for way, (_status, text) in pages.items() if SECRET in str(text) and "searched" not in way]


def _told(world: World) -> list[str]:
    """Who has a notice of it, though the service told everybody."""
    rows = Notice.objects.filter(kind="complaints.came").order_by("pk").values_list("user_id", "subject")
    names = {user.pk: who for who, user in world.people.items()}
    newest = max(subject for _, subject in rows)
    return sorted(names[user] for user, subject in rows if subject == newest)


def _addresses(world: World, complaint: models.Complaint) -> dict[str, tuple[str, str]]:
    """Of each way to the one thing: its address, and the same of one that is not there."""
    with transaction.atomic():
        looked = look("proof.pdf", io.BytesIO(PDF), 10**6)
        proof = services.attach_proof(world.actor("in"), complaint, looked)
    inside = world.client("in")
    job = int(inside.post(f"/complaints/{complaint.pk}/print/").content)
    run(job)
    return {
        "page": (f"/complaints/{complaint.pk}/", "/complaints/999/"),
        "file": (f"/complaints/proofs/{proof.pk}/", "/complaints/proofs/999/"),
        "file, unasked": (f"/complaints/proofs/{proof.pk}/unasked/", "/complaints/proofs/999/unasked/"),
        "job": (f"/jobs/{job}/", "/jobs/999/"),
        "POST cancel": (f"/jobs/{job}/cancel/", "/jobs/999/cancel/"),
        "POST print": (f"/complaints/{complaint.pk}/print/", "/complaints/999/print/"),
        "POST close": (f"/complaints/{complaint.pk}/close/", "/complaints/999/close/"),
        "POST undo": (f"/complaints/{complaint.pk}/reopen/", "/complaints/999/reopen/"),
    }


def _asked(client: Client, addresses: dict[str, tuple[str, str]]) -> dict[str, list[list[object]]]:
    """What is answered of what is there, and of what is not."""
    found = {}
    for way, pair in addresses.items():
        ask = client.post if way.startswith("POST") else client.get
        client.raise_request_exception = False
        found[way] = [_answer(ask(address)) for address in pair]
    return found


def _read_by_a_program(world: World, who: str) -> str:
    """What a calendar program reads, which nobody asks for a second step."""
    secret = make_address(world.actor(who), MakeAddress())
    return Client().get(f"/calendar/{secret}.ics").content.decode()


def _questions(world: World, complaint: models.Complaint) -> dict[str, object]:
    """What the four questions say, of the matter, its notes and its files."""
    row = for_deed(models.Complaint.objects.all()).get(pk=complaint.pk)
    note = for_deed(models.Note.objects.all()).get(complaint=complaint.pk)
    proof = models.Proof.objects.get(subject_id=complaint.pk)
    found: dict[str, object] = {}
    for thing, action, unit in (
        (row, permissions.COMPLAINTS_VIEW, complaint.unit_id),
        (note, permissions.NOTES_VIEW, complaint.unit_id),
        (proof, permissions.PROOFS_READ, complaint.unit_id),
    ):
        names = {user.pk: who for who, user in world.people.items()}
        model = type(thing)
        found[model.__name__] = {
            "can": [who for who in world.everybody() if can(world.actor(who), action, unit, thing)],
            "visible": [
                who
                for who in world.everybody()
                if visible(world.actor(who), model.objects.filter(pk=thing.pk)).exists()
            ],
            "who_can": [names[one.pk] for one in who_can(action, unit, timezone.localdate(), thing)],
        }
    return found


class ComplaintsTaken(ListTaken):
    """The list went out as a file."""

    code = "complaints.taken"
    part = "Complaints"
    label = "the complaints taken out"


def _taken(world: World) -> dict[str, object]:
    """What the journal says to others of a list that somebody in the circle took out."""
    listing = replace(queries.complaints(world.actor("in")), taken=Taken(ComplaintsTaken, "access.view"))
    written = [take(world.actor("in"), listing, {"q": words}, "csv") for words in (SECRET, "gate", "")]
    rows = Entry.objects.filter(code=ComplaintsTaken.code).order_by("pk")
    apart = dict(Apart.objects.values_list("pk", "values"))
    told = [row.data | apart.get(row.pk, {"typed": {}}) for row in rows]
    return {"lines": [len(one.splitlines()) for one in written], "told": told}


def _mistakes(world: World, complaint: models.Complaint) -> dict[str, str]:
    """What a part may forget, and what comes of it."""
    outside = world.actor("administrator")
    rows = models.Complaint.objects.all()
    with transaction.atomic():
        bare = record(console(), services.Closed(SECRET, True), subject=("complaint", complaint.pk))
    deeds = {
        "count": rows.count,
        "list": lambda: list(rows),
        "search": lambda: rows.filter(title=SECRET).exists(),
        "iterate": lambda: list(rows.iterator()),
        "sum": lambda: rows.aggregate(),
        "iterate, asynchronously": lambda: async_to_sync(_iterate)(rows),
        "delete": rows.delete,
        "within": lambda: list(User.objects.filter(pk__in=rows.values("pk"))),
        "whether there is one": lambda: list(User.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))),
        "whether there is none": lambda: User.objects.filter(~Exists(rows)).count(),
        "one of each": lambda: list(User.objects.annotate(title=Subquery(rows.values("title")[:1]))),
        "by the unit": lambda: Unit.objects.filter(complaint__title=SECRET).exists(),
        "by the unit, counted": lambda: list(Unit.objects.annotate(number=Count("complaint"))),
        "asked, but for some": lambda: visible(outside, rows).exclude(notes__text=SECRET).count(),
        "asked, whether there is one": lambda: list(User.objects.filter(Exists(visible(outside, rows)))),
        "joined": lambda: list(visible(outside, rows) | rows),
        "united": lambda: list(visible(outside, rows).union(rows)),
        "from the other end": lambda: list(complaint.notes.all()),
        "unknown subject": lambda: record(console(), services.Opened(SECRET), unit_id=complaint.unit_id),
        "another circle": lambda: record(
            console(), services.Opened(SECRET), subject=("complaint", complaint.pk), circle_id=999
        ),
        "an action without it": lambda: visible(outside, rows, "units.view"),
        "an action without it, of one": lambda: can(outside, "units.view", complaint.unit_id, complaint),
        "an action without it, who may": lambda: who_can(
            "units.view", complaint.unit_id, timezone.localdate(), complaint
        ),
        "attaching": lambda: services.attach_proof(outside, complaint, look("p.pdf", io.BytesIO(PDF), 10**6)),
        "opening it up": lambda: _opened_up(complaint),
    }
    found = {"recorded": "in its circle" if bare.circle_id == complaint.circle_id else "for all"}
    for name, deed in deeds.items():
        try:
            with transaction.atomic():
                deed()
            found[name] = "done"
        except (UnaskedError, Hidden, FieldError, TypeError, ValueError) as error:
            found[name] = type(error).__name__
    return found


async def _iterate(rows: QuerySet[models.Complaint]) -> list[models.Complaint]:
    return [row async for row in rows.aiterator()]


def _at_start() -> list[str]:
    """What is said where a model leads to a circle and its part forgot the rest, one after the other."""
    return [*_at_start_of_ways(), *_at_start_of_rest()]


def _at_start_of_ways() -> list[str]:
    """Of a way to the circle that can be lost, and one that leads there from elsewhere."""
    told = []
    for field in (
        ForeignKey(models.Complaint, SET_NULL, null=True, related_name="+"),
        ForeignKey(models.Complaint, PROTECT, related_name="+"),
    ):
        named = {"__module__": models.__name__, "__str__": lambda self: "loose", "complaint": field}
        unit = ForeignKey("units.Unit", PROTECT, related_name="+" if field.null else "loose")
        meta = type("Meta", (), {"app_label": "complaints"})
        loose: Any = type("Loose", (Belonging,), {**named, "unit": unit, "Meta": meta})
        matter("loose", loose)
        try:
            check_models()
        except ImproperlyConfigured as error:
            told.append(str(error))
        del apps.all_models["complaints"]["loose"]
        apps.clear_cache()
    return told


def _at_start_of_rest() -> list[str]:
    class Bare(Model):
        """As it should not be."""

        __module__ = models.__name__
        circle = ForeignKey("circles.Circle", PROTECT, null=True)

        class Meta:
            app_label = "complaints"

        def __str__(self) -> str:
            return "bare"

    told = []
    for mend in (lambda: None, lambda: matter("bare", Bare), lambda: serve(Bare, "units.view", None)):
        try:
            mend()
            check_models()
        except (ImproperlyConfigured, CircleForgottenError) as error:
            told.append(str(error))
    return told


def _gone(
    world: World, complaint: models.Complaint, addresses: dict[str, tuple[str, str]]
) -> dict[str, object]:
    """The matter is deleted: what is done about it then stays in its circle; what is attached, nobody's."""
    number, outside = complaint.pk, world.outside()
    with transaction.atomic():
        for_deed(models.Note.objects.filter(complaint=number)).delete()
        for_deed(models.Complaint.objects.filter(pk=number)).delete()
        late = record(
            console(timezone.now()),
            services.Closed(SECRET, True),
            unit_id=complaint.unit_id,
            subject=("complaint", number),
        )
    unknown = ""
    try:
        with transaction.atomic():
            record(console(), services.Closed(SECRET, True), subject=("complaint", 999))
    except UnknownSubjectError as error:
        unknown = str(error)
    proof = models.Proof.objects.get(subject_id=number)
    files = {way: pair for way, pair in addresses.items() if way.startswith("file")}
    return {
        "recorded": "in its circle" if late.circle_id == complaint.circle_id else "for all",
        "unknown": unknown,
        "secret": {who: _ways_that_tell(pages) for who, pages in world.seen(outside).items()},
        "files": {who: _asked(world.client(who), files) for who in world.everybody()},
        "proof": {
            "can": [
                who
                for who in world.everybody()
                if can(world.actor(who), permissions.PROOFS_READ, complaint.unit_id, proof)
            ],
            "visible": [
                who
                for who in world.everybody()
                if visible(world.actor(who), models.Proof.objects.all()).exists()
            ],
            "who_can": [
                one.pk
                for one in who_can(permissions.PROOFS_READ, complaint.unit_id, timezone.localdate(), proof)
            ],
        },
    }


def _opened_up(complaint: models.Complaint) -> None:
    row = for_deed(models.Complaint.objects.all()).get(pk=complaint.pk)
    row.circle = None
    row.save()


def _let_go(
    world: World, complaint: models.Complaint, addresses: dict[str, tuple[str, str]]
) -> dict[str, object]:
    """Somebody who knew it all: what is left when they are let go with a page open."""
    client, user = world.client("gone"), world.people["gone"]
    closed = client.post(f"/complaints/{complaint.pk}/close/").content.decode()
    run(int(client.post(f"/complaints/{complaint.pk}/print/").content))
    knew = {"counted": queries.waiting(world.actor("gone")), "unread": unread_count(world.actor("gone"))}
    with transaction.atomic():
        left = [one for one in world.circle if one != user.pk]
        name_people(console(timezone.now()), complaint.circle, complaint.unit_id, left)
    pages = {way: _answer(client.get(address)) for way, address in PAGES.items()}
    own_job = Job.objects.filter(user=user).latest("pk").pk
    notice = Notice.objects.filter(user=user, subject=complaint.pk, kind="complaints.came").get()
    return {
        "closed": closed,
        "knew": knew,
        "knows": {"unread": unread_count(world.actor("gone"))},
        "secret": _ways_that_tell(pages),
        "list": pages["list"],
        "addresses": _asked(client, addresses),
        "own job": _answer(client.get(f"/jobs/{own_job}/")),
        "notice": _answer(client.get(f"/inbox/{notice.pk}/", follow=True)),
        "undone": for_deed(models.Complaint.objects.all()).get(pk=complaint.pk).closed,
        "journal": [entry.code for entry in Entry.objects.filter(circle=complaint.circle).order_by("pk")],
    }


def _mails(world: World) -> dict[str, list[str]]:
    """What is mailed to whom, by the morning and by notices."""
    opened = Entry.objects.filter(code="complaints.opened").latest("pk")
    services.close(console(timezone.now()), opened.subject_id or 0, closed=False)
    mail.outbox.clear()
    send_reminders(timezone.now())
    send_due(timezone.now() + timedelta(days=2))
    return {
        who: [f"{one.subject}\n{one.body}" for one in mail.outbox if user.email in one.to]
        for who, user in world.people.items()
    }


def _printed(*words: str) -> str:
    """What a command prints."""
    with redirect_stdout(io.StringIO()) as out:
        assert main(words) == 0
    return out.getvalue()


if __name__ == "__main__":
    setup_test_environment()
    with connection.schema_editor() as editor:
        editor.create_model(models.Complaint)
        editor.create_model(models.Note)
    json.dump(visit(), sys.stdout)
