"""The one way into the journal."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from mandate.platform.access.actor import Actor
from mandate.platform.circles.recording import circles_for
from mandate.platform.journal.events import Event
from mandate.platform.journal.models import Apart, Entry

CHANNEL = "mandate"
PART = 350  # units in one message: PostgreSQL takes 8000 bytes, and a number has at most 20


def record(
    actor: Actor,
    event: Event,
    *,
    unit_id: int | None = None,
    subject: tuple[str, int] | None = None,
    touched: Collection[int | None] = (),
    circle_id: int | None = None,
) -> Entry:
    """Append one row and tell the listeners, both only when the surrounding transaction commits.

    ``subject`` is the thing the deed was done to, as ("report", 17); ``touched`` are further units whose
    readers may learn that it touches them (None among them is none). Of a confidential subject only those in
    its circle learn; ``circle_id`` says the circle where the subject does not. Must be called inside a
    transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a deed is recorded in the transaction that does it")
    further = sorted({unit for unit in touched if unit is not None} - {unit_id})
    if further and not event.touches:
        raise ValueError(f"{event.code} is not said to touch further units")
    (circle_id,) = circles_for([(event.audience, subject)], circle_id)
    entry, apart = _entry(actor, event, unit_id, subject, circle_id)
    entry.save(force_insert=True)
    if apart:
        Apart.objects.create(entry=entry, person_id=_owner(entry), values=apart)
    with connection.cursor() as cursor:
        if further:
            cursor.execute(
                "INSERT INTO journal_touched (entry_id, unit_id) SELECT %s, unnest(%s::bigint[])",
                [entry.pk, further],
            )
        _tell(cursor, _messages(entry, further))
    return entry


def record_many(
    actor: Actor,
    deeds: Sequence[tuple[Event, int | None, tuple[str, int] | None]],
    *,
    circle_id: int | None = None,
) -> list[Entry]:
    """Append one row for each (event, unit_id, subject), each in the circle of its subject (or this one, as
    above), and tell the listeners: a query a thousand rows, and one that tells. The rows, in their order."""
    if not connection.in_atomic_block:
        raise RuntimeError("a deed is recorded in the transaction that does it")
    circles = circles_for([(event.audience, subject) for event, _, subject in deeds], circle_id)
    made = [
        _entry(actor, event, unit_id, subject, circle)
        for (event, unit_id, subject), circle in zip(deeds, circles, strict=True)
    ]
    entries = Entry.objects.bulk_create([entry for entry, _apart in made], batch_size=1000)
    beside = [
        Apart(entry=entry, person_id=_owner(entry), values=apart)
        for entry, (_same, apart) in zip(entries, made, strict=True)
        if apart
    ]
    if beside:
        Apart.objects.bulk_create(beside, batch_size=1000)
    with connection.cursor() as cursor:
        _tell(cursor, [message for entry in entries for message in _messages(entry)])
    return entries


def _entry(
    actor: Actor, event: Event, unit_id: int | None, subject: tuple[str, int] | None, circle_id: int | None
) -> tuple[Entry, dict[str, Any]]:
    """The row, and what is kept beside it."""
    data, apart = event.kept()
    entry = Entry(
        at=actor.now,
        user_id=actor.user_id,
        code=event.code,
        unit_id=unit_id,
        subject_kind=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        circle_id=circle_id,
        data=data,
    )
    return entry, apart


def _owner(entry: Entry) -> int | None:
    """Whose personal values those beside a row are: the person's to whom it was done, else who did it."""
    return entry.subject_id if entry.subject_kind == "user" else entry.user_id


def passing(code: str, subject: tuple[str, int], person_id: int, circle_id: int | None = None) -> str:
    """A message to the open pages of a person that leaves no row: how far something is that goes on; of a
    confidential matter, to those in its circle."""
    told = {"id": 0, "code": code, "unit": None, "subject": subject, "person": person_id, "circle": circle_id}
    return json.dumps(told)


def tell_persons(code: str, persons: Iterable[int]) -> None:
    """Send such a message to each of some people, when the transaction commits: one query."""
    with connection.cursor() as cursor:
        _tell(cursor, [passing(code, ("user", person), person) for person in sorted(persons)])


def _messages(entry: Entry, touched: Sequence[int] = ()) -> list[str]:
    """What the listeners need to know whom to tell: the kind, the unit, what it was done to and who did it,
    and the units that it touches. These may be too many for one message: one that has "more" goes on in the
    next, for those of a transaction arrive together and in their order."""
    parts = [touched[start : start + PART] for start in range(0, len(touched), PART)] or [()]
    told = {
        "id": entry.pk,
        "code": entry.code,
        "unit": entry.unit_id,
        "subject": [entry.subject_kind, entry.subject_id] if entry.subject_id is not None else None,
        "by": entry.user_id,
        "circle": entry.circle_id,
    }
    return [
        json.dumps(told | {"touched": part, "more": number < len(parts)}, separators=(",", ":"))
        for number, part in enumerate(parts, start=1)
    ]


def _tell(cursor: CursorWrapper, messages: Sequence[str]) -> None:
    cursor.execute("SELECT pg_notify(%s, told) FROM unnest(%s::text[]) AS told", [CHANNEL, list(messages)])
