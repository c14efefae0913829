"""Closing all bodies and posts of a unit at once, as when it is closed itself."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.posts import events, holding_events
from mandate.apps.posts.models import NUMBER_LENGTH, Body, Holding, Post
from mandate.apps.posts.services.holdings import require_for_role
from mandate.apps.posts.services.locking import lock_unit, refuse, too_long, wrong_days
from mandate.core.command import Command
from mandate.core.holding import Ended
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.stewards import somebody_stays
from mandate.platform.database import spans
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record, record_many


@dataclass(frozen=True, slots=True)
class CloseAll(Command):
    """All bodies and posts of a unit end on a day (exclusive), and whoever holds one holds it no more."""

    unit_id: int
    ends: date
    number: str = ""


@transaction.atomic
def close_all(actor: Actor, command: CloseAll) -> int:
    """Close them; how many holdings ended. What was to begin on that day or later must be taken back first.
    Errors: ValidationError by field (ends, number)."""
    unit, number = lock_unit(actor, command.unit_id), one_line(command.number)
    errors = wrong_days({"ends": command.ends}) | too_long({"number": (number, NUMBER_LENGTH)})
    refuse(errors)
    lasting = spans.lasts(command.ends)
    rows = list(
        Holding.objects.filter(lasting, post__unit=unit).select_related("person", "post__kind").order_by("pk")
    )
    posts = Post.objects.filter(lasting, unit=unit)
    bodies = Body.objects.filter(lasting, unit=unit)
    _refuse_later(command.ends, rows, [*bodies.select_related("kind"), *posts.select_related("kind")])
    roles = {row.post.role for row in rows if row.post.role}
    for row in rows:
        require_for_role(actor, row.post, None)
    with ExitStack() as stack:
        if Role.ADMINISTRATOR.value in roles:
            stack.enter_context(somebody_stays("ends", command.ends))
        for row in rows:
            row.ends, row.ended, row.ending_number = command.ends, Ended.CLOSED.value, number
        Holding.objects.bulk_update(rows, ["ends", "ended", "ending_number"], batch_size=1000)
    closed = (bodies.update(ends=command.ends), posts.update(ends=command.ends))
    told = [
        holding_events.HoldingEnded(
            Person(row.person_id),
            events.names_of(row.post),
            Ended.CLOSED.value,
            command.ends.isoformat(),
            number,
        )
        for row in rows
    ]
    record_many(
        actor, [(event, unit.pk, ("user", row.person_id)) for event, row in zip(told, rows, strict=True)]
    )
    event = events.AllClosed(*closed, len(rows), command.ends.isoformat())
    record(actor, event, unit_id=unit.pk, subject=("unit", unit.pk))
    return len(rows)


def _refuse_later(day: date, rows: list[Holding], things: list[Body | Post]) -> None:
    for row in rows:
        if row.starts >= day:
            words = _("%(name)s is to hold the post “%(post)s” only from then on; take that back first.")
            raise ValidationError({"ends": words % {"name": row.person.called, "post": row.post.called}})
    for one in things:
        if one.starts >= day:
            words = _("“%(name)s” begins only on that day or later; remove it first.")
            raise ValidationError({"ends": words % {"name": one.called}})
