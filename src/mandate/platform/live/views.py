"""The stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import cast

from asgiref.sync import sync_to_async
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from mandate.platform.access.actor import Actor
from mandate.platform.access.edge import ActorRequest
from mandate.platform.journal.audience import Audience, audience_of
from mandate.platform.journal.models import Entry
from mandate.platform.live.hub import News, hub, messages
from mandate.platform.ui.asked import number_of

PAUSE = 20.0  # seconds of silence after which a comment keeps proxies from closing the stream
LIFE = 600.0  # seconds after which a stream ends, so that rights which have ended end here too
OVERLAP = 50  # numbers are given before commit: a lower one may become visible a little later
OVERLAP_TIME = timedelta(seconds=5)  # a deed has the moment at which it begins, and is seen when it commits
MISSED_LONGEST = timedelta(days=1)  # a page that was put away for longer is told no more of what it missed
MISSED_MOST = 500


async def events(request: HttpRequest) -> HttpResponseBase:
    """The deeds of which the reader may learn, from the last number seen on; without one, from the moment at
    which the page was told."""
    actor = cast(ActorRequest, request).actor
    if actor.is_guest:
        return HttpResponse(status=401)
    missed = _missed_rows(request, actor)
    audience = await sync_to_async(_audience)(actor)
    response = StreamingHttpResponse(_stream(audience, missed), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _missed_rows(request: HttpRequest, actor: Actor) -> "QuerySet[Entry] | None":
    """What the page does not show yet, as it says itself; None where it says nothing that can be."""
    last = number_of(request.headers.get("Last-Event-ID") or request.GET.get("last"))
    if last is not None:
        return Entry.objects.filter(pk__gt=last - OVERLAP).exclude(pk=last)
    milliseconds = number_of(request.GET.get("since"))
    if milliseconds is None:
        return None
    asked = datetime.fromtimestamp(min(milliseconds / 1000, actor.now.timestamp()), UTC)
    rows = Entry.objects.filter(at__gte=max(asked - OVERLAP_TIME, actor.now - MISSED_LONGEST))
    # What somebody did themselves before they asked for a page stands on it.
    return rows.exclude(user=actor.user_id, at__lt=asked)


def _audience(actor: Actor) -> Audience:
    """Of what the reader may hear. Gives the pooled connection back, for a stream is long and connections are
    few."""
    audience = audience_of(actor)
    connection.close()
    return audience


def _missed(audience: Audience, rows: "QuerySet[Entry]") -> list[News]:
    wanted = ("pk", "code", "unit_id", "subject_kind", "subject_id")
    newest = audience.narrow(rows).order_by("-pk").values_list(*wanted)[:MISSED_MOST]
    missed = [
        News(pk, code, unit, (kind, subject) if subject is not None else None)
        for pk, code, unit, kind, subject in newest
    ]
    connection.close()
    return missed


async def _stream(audience: Audience, rows: "QuerySet[Entry] | None") -> AsyncIterator[bytes]:
    """First the listening, then what was missed until then: between them nothing is lost, and what both know
    is told once."""
    end = asyncio.get_running_loop().time() + LIFE
    with hub.reading(audience) as reader:
        yield b"retry: 2000\n\n"
        if not await hub.listening(PAUSE):
            return  # the browser comes back by itself
        missed = [] if rows is None else await sync_to_async(_missed)(audience, rows)
        for text in messages(missed):
            yield text
        yield b": listening\n\n"
        told = frozenset(one.id for one in missed)
        while asyncio.get_running_loop().time() < end:
            try:
                found = await asyncio.wait_for(reader.queue.get(), PAUSE)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if found is None:
                return
            for text in found.but(told):
                yield text
