"""The hub: what comes together is told together, and who falls behind is cut off."""

import asyncio
import json

import pytest
from tests.support.live import (
    run,
)

from mandate.platform.journal.audience import Audience
from mandate.platform.live.hub import GATHER, QUEUE_LENGTH, Hub, News, Told, messages

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_that_falls_behind_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = GATHER / 50
    monkeypatch.setattr("mandate.platform.live.hub.GATHER", quick)

    async def try_it() -> tuple[int, Told | None]:
        hub = Hub()
        with hub.reading(Audience({"units.view": None})) as reader:
            for number in range(QUEUE_LENGTH + 1):
                hub.tell(json.dumps({"id": number, "code": "units.created", "unit": None, "subject": None}))
                await asyncio.sleep(2 * quick)
            return reader.queue.qsize(), reader.queue.get_nowait()

    size, first = run(try_it())
    assert size < QUEUE_LENGTH and first is None


def test_what_comes_together_is_one_message_a_kind() -> None:
    news = [
        News(7, "reporting.submitted", 3, ("report", 1)),
        News(8, "reporting.accepted", 3, ("report", 1)),
        News(9, "reporting.submitted", 3, ("report", 2)),
        News(10, "reporting.figures_changed", 4, ("report", 5)),
        News(11, "reporting.figures_changed", 4, ("report", 6)),
    ]
    told = [
        (max(one.numbers), *json.loads(one.text.decode().removeprefix("data: ")).values())
        for one in messages(news)
    ]
    assert told == [
        (8, "reporting.accepted", 1, 3, ["report", 1], False),
        (9, "reporting.submitted", 2, 3, None, False),
        (10, "reporting.figures_changed", 1, 4, ["report", 5], True),
        (11, "reporting.figures_changed", 1, 4, ["report", 6], True),
    ]


def test_what_was_told_already_is_taken_out_of_what_came_with_it() -> None:
    news = tuple(News(number, "reporting.accepted", 3, ("report", number)) for number in (7, 8, 9))
    together = Told(news, messages(news))
    assert together.but(()) == together.but({3}) == messages(news)
    assert together.but({7, 9}) == messages(news[1:2])
    assert together.but({7, 8, 9}) == ()


def test_a_listening_that_broke_off_holds_up_none_after_it() -> None:
    hub, whole = Hub(), Audience({"units.view": None})
    told = json.dumps({"id": 1, "code": "units.created", "unit": None, "subject": None})
    kept = []

    async def broken() -> None:
        kept.append(hub.reading(whole))
        kept[0].__enter__()
        hub.tell(told)  # and the loop ends before this is handed on

    async def after() -> Told | None:
        with hub.reading(whole) as reader:
            hub.tell(told)
            return await asyncio.wait_for(reader.queue.get(), 100 * GATHER)

    run(broken())
    heard = run(after())
    assert heard is not None and [one.id for one in heard.news] == [1]
