"""Bodies of requests are bounded in size and time before anything of them is kept."""

import asyncio
from typing import Any

import pytest
from django.conf import settings

from mandate.site.entrance.bodies import AROUND_FILES, MIB, PERSON, STRANGER, TABLES, Bodies, Patience
from mandate.site.entrance.refusals import REFUSED

FILES = settings.FILE_MIB * MIB + AROUND_FILES
HASTE = Patience(grace=0.2, rate=1000.0, total=1.0, draining=0.2)


class Site:
    """A site that keeps bodies as Django does, and says what the edge tells it."""

    def __init__(self) -> None:
        self.kept = 0
        self.whole: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        size = 0
        while (message := await receive())["type"] == "http.request":
            self.kept += len(message["body"])
            size += len(message["body"])
            if not message["more_body"]:
                break
        else:
            return
        status = scope.get(REFUSED, 200)
        if status == 200:
            self.whole.append(size)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})


async def asked(
    edge: Bodies, parts: list[bytes], *, path: str = "/", headers: Any = (), pause: float = 0.0
) -> tuple[int, list[tuple[bytes, bytes]]]:
    """The status and headers of the answer to a body that comes in parts."""
    coming = list(parts)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if pause:
            await asyncio.sleep(pause)
        if not coming:
            await asyncio.Event().wait()
        part = coming.pop(0)
        return {"type": "http.request", "body": part, "more_body": bool(coming)}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "method": "POST", "headers": list(headers)}
    await edge(scope, receive, send)
    assert not sent[-1].get("more_body")
    return sent[0]["status"], sent[0]["headers"]


def length(size: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(size).encode())]


def is_hers(key: str) -> bool:
    """Somebody is signed in with this session."""
    return key == "hers"


def cookie(session: str) -> list[tuple[bytes, bytes]]:
    return [(b"cookie", f"a=b; sessionid={session}".encode())]


@pytest.mark.parametrize(
    ("session", "path", "size", "status"),
    [
        ("none", "/", STRANGER, 200),
        ("none", "/", STRANGER + 1, 413),
        ("none", "/exchange/figures/", STRANGER + 1, 413),
        ("hers", "/", PERSON, 200),
        ("hers", "/", PERSON + 1, 413),
        ("hers", "/exchange/figures/", TABLES, 200),
        ("hers", "/exchange/figures/", TABLES + 1, 413),
        ("hers", "/exchanges/", PERSON + 1, 413),
        ("hers", "/reports/7/", FILES, 200),
        ("hers", "/reports/7/", FILES + 1, 413),
        ("none", "/reports/7/", STRANGER + 1, 413),
        ("hers", "/reports/7/save/", PERSON + 1, 413),
        ("hers", "/reports/x/", PERSON + 1, 413),
    ],
)
@pytest.mark.parametrize("told", [True, False], ids=["told", "chunked"])
def test_a_body_may_be_as_large_as_its_page_needs(session, path, size, status, told):
    site = Site()
    parts = [b"x" * 65_000] * (size // 65_000) + [b"x" * (size % 65_000)]
    headers = cookie(session) + (length(size) if told else [])
    answer, fields = asyncio.run(
        asked(Bodies(site, is_hers, Patience(draining=0.05)), parts, path=path, headers=headers)
    )
    assert answer == status
    if status == 200:
        assert site.whole == [size]
    else:
        assert site.whole == []
        assert (b"connection", b"close") in fields
        assert site.kept == 0 if told else site.kept <= max(TABLES, FILES)


def test_a_length_of_thousands_of_digits_is_a_length_that_is_too_much():
    headers = [(b"content-length", b"9" * 5000)]
    assert asyncio.run(asked(Bodies(Site()), [b""], headers=headers))[0] == 413


def test_whoever_sends_slowly_is_cut_off_however_little_it_is():
    site = Site()
    status, _ = asyncio.run(asked(Bodies(site, is_hers, HASTE), [b"x"] * 50, pause=0.05))
    assert status == 408
    assert site.kept < 10


def test_whoever_sends_steadily_gets_the_time_it_takes_but_not_for_ever():
    site = Site()
    assert asyncio.run(asked(Bodies(site, is_hers, HASTE), [b"x" * 100] * 8, pause=0.05))[0] == 200
    assert asyncio.run(asked(Bodies(site, is_hers, HASTE), [b"x" * 1000] * 50, pause=0.05))[0] == 408


def test_a_sender_who_stops_sending_is_cut_off():
    assert asyncio.run(asked(Bodies(Site(), is_hers, HASTE), [b"x", b"y"], pause=5))[0] == 408


def test_only_so_many_large_bodies_arrive_at_once_and_their_places_come_back():
    async def together() -> list[int]:
        edge = Bodies(Site(), is_hers, tables_at_once=2)
        headers = cookie("hers") + length(PERSON + 1)
        body = [b"x" * (PERSON + 1)]
        several = [asked(edge, body, path="/exchange/", headers=headers, pause=0.1) for _ in range(4)]
        first = [status for status, _ in await asyncio.gather(*several)]
        alone = await asked(edge, body, path="/exchange/", headers=headers)
        return [*sorted(first), alone[0]]

    assert asyncio.run(together()) == [200, 200, 503, 503, 200]
