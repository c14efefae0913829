"""Bodies of requests: counted and timed as they arrive, before anything is kept.

Django keeps a whole body, in a file where it is large, before it looks at who sends it. So here are bounds:

* a stranger sends forms of a few fields; more is taken only from somebody who is signed in;
* who is signed in sends a page's fields, tables where tables are read in, and files where they are attached;
* a body comes within a time that grows with what has come of it, and is cut off at the latest after `total`.

What is refused gets its page at once; what its sender goes on sending is thrown away for a moment, since a
browser that is cut off while it sends does not show the answer.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

from mandate.platform.parts import parts
from mandate.site.entrance.refusals import REFUSED

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

KIB, MIB = 1024, 1024 * 1024
STRANGER = 64 * KIB  # a sign-in with a passkey needs some 10
PERSON = 2 * MIB  # a report with two thousand figures and notes
TABLES = 21 * MIB  # the largest file that is read in, and the form around it
TABLES_AT = "/exchange/"
AROUND_FILES = 3 * MIB  # the form around a file
GONE: Message = {"type": "http.disconnect"}


@cache
def files_at() -> re.Pattern[str]:
    """The addresses that take files with their fields, as the parts say."""
    return re.compile("|".join(part.files_at for part in parts() if part.files_at))


@dataclass(frozen=True)
class Patience:
    """How long a sender may take: `grace` seconds and one for each `rate` bytes, `total` at most."""

    grace: float = 20.0
    rate: float = 1000.0
    total: float = 600.0
    draining: float = 10.0  # for what a refused sender still sends

    def left(self, since_start: float, received: int) -> float:
        """Seconds until the sender is cut off."""
        return min(self.grace + received / self.rate, self.total) - since_start


def is_session_of_a_person(key: str) -> bool:
    """Whether somebody is signed in with the session of that key."""
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import Error, connection

    try:
        return SESSION_KEY in SessionStore(key)
    except (Error, ValueError):
        return True  # the page itself will say what the trouble is
    finally:
        connection.close()


@dataclass
class Bodies:
    """The site's application behind its bounds. At most `tables_at_once` large bodies arrive at a time."""

    site: Application
    is_session_of_a_person: Callable[[str], bool] = is_session_of_a_person
    patience: Patience = Patience()
    tables_at_once: int = 16
    _tables: int = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.site(scope, receive, send)
        body = _Body(self, scope, receive)
        try:
            body.refused = await body.refusal(_declared_length(scope))
            if body.refused is None:
                await self.site(scope, body.receive, send)
        finally:
            body.leave()
        if body.refused is not None:
            await self._refuse(scope, body, receive, send)
        return None

    async def _refuse(
        self, scope: MutableMapping[str, Any], body: "_Body", receive: Receive, send: Send
    ) -> None:
        async def nothing() -> Message:
            if asked:
                await asyncio.Event().wait()  # Django listens for the browser's leaving until it has answered
            asked.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send({**message, "more_body": True})

        asked: list[bool] = []
        await self.site({**scope, REFUSED: body.refused}, nothing, answer)
        if body.refused != 408 and not body.whole and not _waits_for_permission(scope):
            with suppress(TimeoutError):
                async with asyncio.timeout(self.patience.draining):
                    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
                        pass
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def tables_arrive(self) -> bool:
        """Whether one more large body may arrive now; if so, it is counted."""
        if self._tables >= self.tables_at_once:
            return False
        self._tables += 1
        return True

    def table_came(self) -> None:
        """A large body has arrived, or never will."""
        self._tables -= 1


class _Body:
    """One request's body on its way in."""

    def __init__(self, entrance: Bodies, scope: MutableMapping[str, Any], receive: Receive) -> None:
        self.entrance, self.scope, self._receive = entrance, scope, receive
        self.refused: int | None = None
        self._received = 0
        self.whole = False  # all of it has come
        self._bound = STRANGER
        self._counted = False
        self._started = asyncio.get_running_loop().time()

    async def receive(self) -> Message:
        """The next part. One that is too much or too late looks to the site as if the sender had gone."""
        if self.whole:
            return await self._receive()
        left = self.entrance.patience.left(asyncio.get_running_loop().time() - self._started, self._received)
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0))
        except TimeoutError:
            self.refused = 408
            return GONE
        self.whole = not message.get("more_body", False)
        self._received += len(message.get("body", b""))
        self.refused = await self.refusal(self._received)
        if self.refused is not None:
            return GONE
        if self.whole:
            self.leave()
        return message

    async def refusal(self, length: int) -> int | None:
        """The status that refuses a body of this length, None where it may come."""
        if length <= self._bound:
            return None
        most = self._most()
        if length > most or not await self._signed_in():
            return 413
        self._bound = PERSON
        if length > PERSON:
            if not self.entrance.tables_arrive():
                return 503
            self._counted = True
            self._bound = most
        return None

    def _most(self) -> int:
        """What somebody who is signed in may send to this address."""
        if self.scope["path"].startswith(TABLES_AT):
            return TABLES
        if files_at().fullmatch(self.scope["path"]):
            return settings.FILE_MIB * MIB + AROUND_FILES
        return PERSON

    async def _signed_in(self) -> bool:
        key = _session_key(self.scope)
        return key is not None and await sync_to_async(self.entrance.is_session_of_a_person)(key)

    def leave(self) -> None:
        """Count this body no more among the large ones."""
        if self._counted:
            self._counted = False
            self.entrance.table_came()


def _headers(scope: MutableMapping[str, Any], name: bytes) -> list[bytes]:
    return [value for key, value in scope["headers"] if key == name]


def _declared_length(scope: MutableMapping[str, Any]) -> int:
    """What Content-Length says; 0 where the length shows only as the body comes."""
    for value in _headers(scope, b"content-length"):
        digits = value.strip()
        if digits.isdigit():
            return int(digits) if len(digits) < 19 else 10**19
    return 0


def _waits_for_permission(scope: MutableMapping[str, Any]) -> bool:
    return any(value.lower() == b"100-continue" for value in _headers(scope, b"expect"))


def _session_key(scope: MutableMapping[str, Any]) -> str | None:
    cookies = SimpleCookie()
    for value in _headers(scope, b"cookie"):
        with suppress(CookieError):
            cookies.load(value.decode("latin-1"))
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found is not None else None
