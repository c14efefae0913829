"""The stream of server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

from asgiref.sync import sync_to_async
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.access.request import ActorRequest, actor_of
from mandate.platform.journal.audience import Audience, audience_of
from mandate.platform.journal.models import Entry
from mandate.platform.live.hub import Message, News, by_kind, hub, messages
from mandate.platform.live.seen import OVERLAP, Seen

PAUSE = 20.0  # seconds of silence after which a comment keeps proxies from closing the stream
LIFE = 600.0  # seconds after which a stream ends, so that rights which have ended end here too
MISSED_MOST = 500  # rows, the newest, of which a page is told that was away


async def events(request: HttpRequest) -> HttpResponseBase:
    """The deeds of which the reader may learn, and first those of them that the page has not seen as it says
    itself."""
    actor = cast(ActorRequest, request).actor
    if actor.is_guest:
        return HttpResponse(status=401)
    seen = Seen.read(request.headers.get("Last-Event-ID") or request.GET.get("last"))
    missed = None if seen is None else _missed_rows(seen)
    audience = await sync_to_async(_audience)(actor)
    response = StreamingHttpResponse(
        _stream(actor, audience, seen or Seen(0), missed), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _missed_rows(seen: Seen) -> "QuerySet[Entry]":
    return Entry.objects.filter(pk__gt=seen.last - OVERLAP).exclude(pk__in=seen.numbers())


def _audience(actor: Actor) -> Audience:
    """Of what the reader may hear. Gives the pooled connection back, for a stream is long and connections are
    few."""
    audience = audience_of(actor)
    connection.close()
    return audience


def _audience_now(actor: Actor) -> Audience | None:
    """The same by the roles that hold at this moment; None for whoever may not sign in any more."""
    user = User.objects.filter(pk=actor.user_id or 0, is_active=True).first()
    if user is None:
        connection.close()
        return None
    return _audience(actor_of(user, timezone.now()))


def _missed(audience: Audience, rows: "QuerySet[Entry]") -> list[News]:
    missed = replayed(audience, rows)
    connection.close()
    return missed


def replayed(audience: Audience, rows: "QuerySet[Entry]") -> list[News]:
    """What the reader may hear of these rows, as it was told when they were written."""
    wanted = ("pk", "code", "unit_id", "subject_kind", "subject_id", "user_id", "circle_id")
    newest = audience.narrow(rows).order_by("-pk").values_list(*wanted)[:MISSED_MOST]
    missed = [
        News(pk, code, unit, (kind, subject) if subject is not None else None, by=by, circle=circle)
        for pk, code, unit, kind, subject, by, circle in newest
    ]
    return [  # whose touched units are not looked up again: what is not heard whole is heard beside
        one.heard(how)
        for same, deeds in by_kind(missed)
        for one, how in zip(same, audience.hears_of(deeds).tolist(), strict=True)
    ]


async def _stream(
    actor: Actor, audience: Audience, seen: Seen, rows: "QuerySet[Entry] | None"
) -> AsyncIterator[bytes]:
    """First the listening, then what was missed until then: between them nothing is lost, and what both know
    is told once. The id of a message says what is seen with it.

    Who hears what is asked once more when it listens: from then on a change of rights cuts the reader off,
    but of one just before nobody would tell.
    """

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
        now = await sync_to_async(_audience_now)(actor)
        if now is None:
            return
        reader.audience = audience = now
        missed = [] if rows is None else await sync_to_async(_missed)(audience, rows)
        for message in messages(missed):
            yield told_too(message)
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
            for message in found.but(told):
                yield told_too(message)
