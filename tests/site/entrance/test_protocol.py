"""Connections of a real server: slow, too many, too large."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from mandate.site.entrance.protocol import BoundedProtocol
from mandate.site.serving.address import listen

pytestmark = pytest.mark.processes

LARGE = 20_000_000


class Hasty(BoundedProtocol):
    most_connections = 5
    head_seconds = 0.3
    reader_seconds = 1.0


async def site(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/wait":
        await asyncio.sleep(2)
    body = b"x" * LARGE if scope["path"] == "/large" else b"page"
    length = str(len(body)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[int, uvicorn.Server]]:
    with listen("127.0.0.1", 0) as listening:
        config = uvicorn.Config(site, http=Hasty, lifespan="off", ws="none", log_level="critical")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server._serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield listening.getsockname()[1], server
        finally:
            server.should_exit = server.force_exit = True
            await running


def tried(trial: Callable[[int, uvicorn.Server], Awaitable[Any]]) -> Any:
    async def trying() -> Any:
        async with serving() as (port, server):
            return await asyncio.wait_for(trial(port, server), 30)

    return asyncio.run(trying())


async def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """All that the server says to what is sent in parts, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        return await reader.read()
    except ConnectionError:
        return b"cut"
    finally:
        writer.close()


GET = b"GET /%s HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize("slow", [(b"GET / HT",), (GET % b"",), (GET % b"", *[b"A: b\r\n"] * 20)])
def test_headers_that_come_slowly_are_cut_off_and_told(slow):
    answer = tried(lambda port, _: said(port, *slow, pause=0.05))
    assert answer.startswith(b"HTTP/1.1 408 ") or (answer == b"cut" and len(slow) > 2)


@pytest.mark.parametrize("nothing", [(), (b"\r\n",) * 20])
def test_a_connection_that_asks_nothing_is_closed_without_a_word(nothing):
    assert tried(lambda port, _: said(port, *nothing, pause=0.05)) in (b"", b"cut")


def test_a_second_request_on_a_connection_has_a_deadline_too():
    answer = tried(lambda port, _: said(port, GET % b"" + b"\r\n", b"GET /again", pause=0.1))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


def test_headers_without_an_end_are_refused():
    answer = tried(lambda port, _: said(port, GET % b"", *[b"A: " + b"b" * 10_000 + b"\r\n"] * 10))
    assert answer.startswith(b"HTTP/1.1 431 ") or answer == b"cut"


async def _large_read_by(port: int, server: uvicorn.Server, *, reads: bool) -> int:
    """How much of a large page arrives."""
    with socket.socket() as reading:
        reading.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        reading.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(reading, ("127.0.0.1", port))
        await loop.sock_sendall(reading, GET % b"large" + b"Connection: close\r\n\r\n")
        got = 0
        if not reads:
            while not server.server_state.connections:
                await asyncio.sleep(0.01)
            while server.server_state.connections:
                await asyncio.sleep(0.05)
        try:
            while data := await loop.sock_recv(reading, 100_000):
                got += len(data)
                await asyncio.sleep(0.001)
        except ConnectionError:
            pass
        return got


def test_whoever_does_not_read_an_answer_is_cut_off():
    assert tried(lambda port, server: _large_read_by(port, server, reads=False)) < LARGE


def test_whoever_reads_it_slowly_but_steadily_gets_it_whole():
    assert tried(lambda port, server: _large_read_by(port, server, reads=True)) > LARGE


def test_at_the_bound_the_idle_make_room_and_nobody_at_work_is_disturbed():
    async def trial(port: int, _: uvicorn.Server) -> tuple[list[bytes], bytes]:
        at_work = [asyncio.create_task(said(port, GET % b"wait" + b"\r\n")) for _ in range(4)]
        await asyncio.sleep(0.1)
        idle = asyncio.create_task(said(port))
        await asyncio.sleep(0.05)
        fifth = asyncio.create_task(said(port, GET % b"wait" + b"\r\n"))
        await asyncio.sleep(0.05)
        assert await idle in (b"", b"cut")
        sixth = await said(port, GET % b"" + b"\r\n")
        return await asyncio.gather(*at_work, fifth), sixth

    served, refused = tried(trial)
    assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in served)
    assert refused.startswith(b"HTTP/1.1 503 ") or refused == b"cut"
