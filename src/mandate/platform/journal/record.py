"""The one way into the journal."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from django.db import connection

from mandate.platform.access.actor import Actor
from mandate.platform.journal.events import Event
from mandate.platform.journal.models import Entry

CHANNEL = "mandate"


def record(
    actor: Actor, event: Event, *, unit_id: int | None = None, subject: tuple[str, int] | None = None
) -> Entry:
    """Append one row and tell the listeners, both only when the surrounding transaction commits.

    ``subject`` is the thing the deed was done to, as ("report", 17). Must be called inside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a deed is recorded in the transaction that does it")
    entry = Entry.objects.create(
        at=actor.now,
        user_id=actor.user_id,
        by=actor.name,
        code=event.code,
        unit_id=unit_id,
        subject_kind=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        data=asdict(event),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, _message(entry)])
    return entry


def record_many(actor: Actor, deeds: Sequence[tuple[Event, int | None, tuple[str, int] | None]]) -> None:
    """Append one row for each (event, unit_id, subject) and tell the listeners: a query a thousand rows,
    and one that tells."""
    if not connection.in_atomic_block:
        raise RuntimeError("a deed is recorded in the transaction that does it")
    entries = Entry.objects.bulk_create(
        [
            Entry(
                at=actor.now,
                user_id=actor.user_id,
                by=actor.name,
                code=event.code,
                unit_id=unit_id,
                subject_kind=subject[0] if subject else "",
                subject_id=subject[1] if subject else None,
                data=asdict(event),
            )
            for event, unit_id, subject in deeds
        ],
        batch_size=1000,
    )
    messages = [_message(entry) for entry in entries]
    with connection.cursor() as cursor:
        query = "SELECT pg_notify(%s, message) FROM unnest(%s::text[]) AS message"
        cursor.execute(query, [CHANNEL, messages])


def passing(code: str, subject: tuple[str, int], person_id: int) -> str:
    """A message to the open pages of a person that leaves no row: how far something is that goes on."""
    told = {"id": 0, "code": code, "unit": None, "subject": subject, "person": person_id}
    return json.dumps(told)


def _message(entry: Entry) -> str:
    """What the listeners need to know whom to tell: the kind, the unit, and what it was done to."""
    subject = [entry.subject_kind, entry.subject_id] if entry.subject_id is not None else None
    return json.dumps({"id": entry.pk, "code": entry.code, "unit": entry.unit_id, "subject": subject})
