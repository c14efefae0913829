"""An open stream of live messages, as a browser reads it, and deeds of which it tells."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar, cast

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse
from django.test import AsyncClient

from mandate.apps.reporting.services import (
    SubmitReport,
    return_report,
    submit_report,
)
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.services import GrantRole, grant_role
from mandate.platform.journal.models import Entry
from mandate.platform.live import views
from tests.support.organisation import console
from tests.support.reporting import World
from tests.support.seeing import returning

SOON = 15.0
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own (a browser test leaves an event loop in this one), and close the
    connections that Django opened beside."""

    async def whole() -> T:
        try:
            return await work
        finally:
            await sync_to_async(connections.close_all)()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, whole()).result()


class Stream:
    """An open stream of one reader."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._found: asyncio.Queue[bytes] = asyncio.Queue()
        self.listening = asyncio.Event()
        self.task = asyncio.create_task(self._read(chunks))

    async def _read(self, chunks: AsyncIterator[bytes]) -> None:
        async for chunk in chunks:
            self._found.put_nowait(chunk)
            if chunk.startswith(b": listening"):
                self.listening.set()

    async def next(self, seconds: float = SOON) -> dict[str, Any] | None:
        """The next message with its number, or None if nothing comes in time."""
        with suppress(TimeoutError):
            while True:
                text = (await asyncio.wait_for(self._found.get(), seconds)).decode()
                fields = dict(line.split(": ", 1) for line in text.strip().splitlines() if ": " in line)
                if "data" in fields:
                    return {
                        **json.loads(fields["data"]),
                        "id": int(fields.get("id", "0").partition(".")[0]),  # 0: it leaves no row
                        "seen": fields.get("id", ""),
                    }
        return None


@asynccontextmanager
async def stream(
    user: User,
    last: int | str | None = None,
    address: str = "/live/",
    before: Callable[[], Any] | None = None,
    early: Callable[[], Any] | None = None,
) -> AsyncIterator[Stream]:
    """The stream as a browser opens it; ``early`` happens when it is answered and does not listen yet,
    ``before`` when it listens and has replayed nothing yet."""
    client = AsyncClient()
    await client.aforce_login(user)
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    response = await client.get(address, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/event-stream"
    chunks = cast(AsyncIterator[bytes], aiter(cast(Any, cast(StreamingHttpResponse, response))))
    if early is not None:
        await sync_to_async(early)()
    assert (await anext(chunks)).startswith(b"retry:")
    if before is not None:
        assert await views.hub.listening(SOON)
        await before()
    reader = Stream(chunks)
    try:
        await asyncio.wait_for(reader.listening.wait(), SOON)
        yield reader
    finally:
        reader.task.cancel()
        with suppress(asyncio.CancelledError):
            await reader.task
        await cast(Any, chunks).aclose()


async def heard_of(reader: Stream, deed: Callable[[], object]) -> dict[str, Any] | None:
    """The first message after a deed."""
    await sync_to_async(deed)()
    return await reader.next()


def submit_and_return(city: World) -> None:
    submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    return_report(city.reviewer, returning(city.report_ids["A1"], "again"))


async def codes_until_silence(reader: Stream, seconds: float) -> set[str]:
    """The kinds of what is told; so long the first may take."""
    codes: set[str] = set()
    while (heard := await reader.next(1.5 if codes else seconds)) is not None:
        codes.add(heard["code"])
    return codes


def grant_observer(city: World) -> int:
    """Grant somebody a role on A1, which is a deed for administrators and secretaries."""
    user = User.objects.create_user(f"new{User.objects.count()}@example.org", name="New")
    grant_role(console(), GrantRole(user.pk, Role.OBSERVER, city.units["A1"].pk))
    return Entry.objects.latest("pk").pk
