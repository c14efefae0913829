"""The stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from mandate.platform.access.actor import Actor
from mandate.platform.access.request import ActorRequest
from mandate.platform.journal.audience import Audience
from mandate.platform.live.hub import Message, hub, messages
from mandate.platform.live.missed import audience_now, audience_then, missed
from mandate.platform.live.seen import Seen

PAUSE = 20.0  # seconds of silence after which a comment keeps proxies from closing the stream
LIFE = 600.0  # seconds after which a stream ends, so that rights which have ended end here too


async def events(request: HttpRequest) -> HttpResponseBase:
    """The deeds of which the reader may learn, and first those of them that the page has not seen as it says
    itself."""
    actor = cast(ActorRequest, request).actor
    if actor.is_guest:
        return HttpResponse(status=401)
    seen = Seen.read(request.headers.get("Last-Event-ID") or request.GET.get("last"))
    audience = await sync_to_async(audience_then)(actor)
    response = StreamingHttpResponse(_stream(actor, audience, seen), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(actor: Actor, audience: Audience, known: Seen | None) -> AsyncIterator[bytes]:
    """First the listening, then what was missed until then: between them nothing is lost, and what both know
    is told once. The id of a message says what is seen with it.

    Who hears what is asked once more when it listens: from then on a change of rights cuts the reader off,
    but of one just before nobody would tell.
    """

    seen = known or Seen(0)

    def told_too(message: Message) -> bytes:
        nonlocal seen
        if not message.numbers:
            return message.text
        seen = seen.and_also(message.numbers)
        return f"id: {seen}\n".encode() + message.text

    end = asyncio.get_running_loop().time() + LIFE
    with hub.reading(audience) as reader:
        yield b"retry: 2000\n\n"
        if not await hub.listening(PAUSE):
            return  # the browser comes back by itself
        now = await sync_to_async(audience_now)(actor)
        if now is None:
            return
        reader.audience = audience = now
        told_late = [] if known is None else await sync_to_async(missed)(audience, known)
        for message in messages(told_late):
            yield told_too(message)
        yield b": listening\n\n"
        told = frozenset(one.id for one in told_late)
        while asyncio.get_running_loop().time() < end:
            try:
                found = await asyncio.wait_for(reader.queue.get(), PAUSE)
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if found is None:
                return
            for message in found.but(told):
                yield told_too(message)
