"""What a page was not told while it was away, and of what its reader may hear now."""

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.journal.audience import Audience, audience_of
from mandate.platform.journal.models import Entry
from mandate.platform.live.hub import News, by_kind
from mandate.platform.live.seen import OVERLAP, Seen

MISSED_MOST = 500  # rows, the newest, of which a page is told that was away


def audience_then(actor: Actor) -> Audience:
    """Of what the reader may hear. Gives the pooled connection back, for a stream is long and connections are
    few."""
    audience = audience_of(actor)
    connection.close()
    return audience


def audience_now(actor: Actor) -> Audience | None:
    """The same by the roles that hold at this moment; None for whoever may not sign in any more."""
    user = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if user is None:
        connection.close()
        return None
    return audience_then(actor_of(user, timezone.now()))


def missed(audience: Audience, seen: Seen) -> list[News]:
    """What the reader may hear of what a page has not seen, as it says itself. Gives the connection back as
    well."""
    found = replayed(
        audience, Entry.objects.filter(pk__gt=seen.last - OVERLAP).exclude(pk__in=seen.numbers())
    )
    connection.close()
    return found


def replayed(audience: Audience, rows: "QuerySet[Entry]") -> list[News]:
    """What the reader may hear of these rows, as it was told when they were written."""
    wanted = ("pk", "code", "unit_id", "subject_kind", "subject_id", "user_id", "circle_id")
    newest = audience.narrow(rows).order_by("-pk").values_list(*wanted)[:MISSED_MOST]
    newest_first = [
        News(pk, code, unit, (kind, subject) if subject is not None else None, by=by, circle=circle)
        for pk, code, unit, kind, subject, by, circle in newest
    ]
    return [  # whose touched units are not looked up again: what is not heard whole is heard beside
        one.heard(how)
        for same, deeds in by_kind(newest_first)
        for one, how in zip(same, audience.hears_of(deeds).tolist(), strict=True)
    ]
