"""The stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from asgiref.sync import sync_to_async
from django.db import connection
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
MISSED_MOST = 500


async def events(request: HttpRequest) -> HttpResponseBase:
    """The deeds of which the reader may learn, from the last number seen on."""
    actor = cast(ActorRequest, request).actor
    if actor.is_guest:
        return HttpResponse(status=401)
    last = _last_number(request)
    audience = await sync_to_async(_audience)(actor)
    response = StreamingHttpResponse(_stream(audience, last), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _last_number(request: HttpRequest) -> int | None:
    text = request.headers.get("Last-Event-ID") or request.GET.get("last", "")
    return number_of(text)


def _audience(actor: Actor) -> Audience:
    """Of what the reader may hear. Gives the pooled connection back, for a stream is long and connections are
    few."""
    audience = audience_of(actor)
    connection.close()
    return audience


def _missed(audience: Audience, last: int) -> list[bytes]:
    rows = audience.narrow(Entry.objects.filter(pk__gt=last - OVERLAP).exclude(pk=last))
    wanted = ("pk", "code", "unit_id", "subject_kind", "subject_id")
    newest = rows.order_by("-pk").values_list(*wanted)[:MISSED_MOST]
    missed = [
        News(pk, code, unit, (kind, subject) if subject is not None else None)
        for pk, code, unit, kind, subject in newest
    ]
    connection.close()
    return messages(missed)


async def _stream(audience: Audience, last: int | None) -> AsyncIterator[bytes]:
    """First the listening, then what was missed until then: between them nothing is lost."""
    end = asyncio.get_running_loop().time() + LIFE
    with hub.reading(audience) as reader:
        yield b"retry: 2000\n\n"
        if not await hub.listening(PAUSE):
            return  # the browser comes back by itself
        missed = await sync_to_async(_missed)(audience, last) if last is not None else []
        for text in missed:
            yield text
        yield b": listening\n\n"
        while asyncio.get_running_loop().time() < end:
            try:
                found = await asyncio.wait_for(reader.queue.get(), PAUSE)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if found is None:
                return
            if found not in missed:
                yield found
