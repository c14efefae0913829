"""One LISTEN a process: journal rows arrive here on commit and go to everybody who may see them.

What comes together (a transaction's rows do) is told together, one message a kind of deed: "311 reports
accepted" refreshes a page once. A message is rendered once for all who may hear the same. A page gets what
happened since it was told, and one that comes back with what it has seen (see seen.py) what it missed
(see views.py).
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import psycopg

from mandate.platform.database.connection import address
from mandate.platform.journal.audience import Audience, Deed, Deeds, Hears
from mandate.platform.journal.events import changes_rights, is_quiet
from mandate.platform.journal.record import CHANNEL

LONGEST_WAIT = 30.0  # seconds between tries to reach a database that is away
PULSE = 2.0  # seconds after which the listening asks by itself, see _listen
GATHER = 0.1  # seconds in which what comes is told together
QUEUE_LENGTH = 200  # a reader that falls further behind is cut off and comes back with its last number

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """One row of the journal: its number, its kind, its unit, what it was done to: ("report", 17), who did
    it, the further units that it touches, and the circle of its matter.

    What passes and leaves no row (see `passing` in journal/record.py) has the number 0, and ``whose`` it is.
    """

    id: int
    code: str
    unit: int | None
    subject: tuple[str, int] | None
    whose: int | None = None
    by: int | None = None
    touched: tuple[int, ...] = ()
    circle: int | None = None

    @property
    def person(self) -> int | None:
        """The person to whom it was done, or whose it is."""
        return self.subject[1] if self.subject and self.subject[0] == "user" else self.whose

    @property
    def deed(self) -> Deed:
        """What decides who may learn of it."""
        return Deed(self.code, self.unit, self.person, self.by, self.touched, self.circle)

    def heard(self, how: int) -> "News":
        """What somebody may learn of it who hears it so: beside, neither where nor of what it was done."""
        return self if how == Hears.WHOLE else News(self.id, self.code, None, None)


def by_kind(news: Iterable[News]) -> list[tuple[tuple[News, ...], Deeds]]:
    """News by kind of deed, so that a reader's right to a thousand of them is looked up at once."""
    kinds: dict[str, list[News]] = {}
    for one in news:
        kinds.setdefault(one.code, []).append(one)
    return [(tuple(same), Deeds(code, [one.deed for one in same])) for code, same in kinds.items()]


@dataclass(frozen=True, slots=True)
class Message:
    """The rest of a server-sent event, below its id, with the numbers of the rows of which it tells."""

    numbers: tuple[int, ...]
    text: bytes


def messages(news: Iterable[News]) -> tuple[Message, ...]:
    """A message for each kind of deed (each subject of a quiet one), with how often it was done; in
    the order of their numbers. Unit and subject are told where they are the same for all."""
    kinds: dict[tuple[str, tuple[str, int] | None], list[News]] = {}
    for one in news:
        kinds.setdefault((one.code, one.subject if is_quiet(one.code) else None), []).append(one)
    told = [
        Message(tuple(one.id for one in same if one.id), f"data: {_message(code, same)}\n\n".encode())
        for (code, _), same in kinds.items()
    ]
    return tuple(sorted(told, key=lambda message: max(message.numbers, default=0)))


@dataclass(frozen=True, slots=True)
class Told:
    """News that came together, and their messages."""

    news: tuple[News, ...]
    messages: tuple[Message, ...]

    def but(self, told: Collection[int]) -> tuple[Message, ...]:
        """The messages without the rows of these numbers."""
        if told and any(one.id in told for one in self.news):
            return messages(one for one in self.news if one.id not in told)
        return self.messages


@dataclass(eq=False)
class Reader:
    """One open page, and of what its reader may hear."""

    audience: Audience
    queue: asyncio.Queue[Told | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))


def _message(code: str, same: Sequence[News]) -> str:
    units, subjects = {one.unit for one in same}, {one.subject for one in same}
    told = {
        "code": code,
        "count": len(same),
        "unit": units.pop() if len(units) == 1 else None,
        "subject": subjects.pop() if len(subjects) == 1 else None,
        "quiet": is_quiet(code),
    }
    return json.dumps(told, separators=(",", ":"))


class Hub:
    """The readers of this process, and the one connection that listens for them."""

    def __init__(self) -> None:
        self._readers: set[Reader] = set()
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._gathered: list[News] = []
        self._touched: list[int] = []  # of the row whose messages are under way
        self._timer: asyncio.TimerHandle | None = None

    @contextlib.contextmanager
    def reading(self, audience: Audience) -> Iterator[Reader]:
        """A reader for as long as the block lasts; the first starts the listening, the last ends it."""
        reader = Reader(audience)
        self._readers.add(reader)
        if self._task is None or self._task.done():
            self._forget()  # nobody hands on what a listening that broke off had gathered
            self._listening = asyncio.Event()
            self._task = asyncio.create_task(self._listen())
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            if not self._readers and self._task is not None:
                self._task.cancel()
                self._task = None
                self._forget()

    async def listening(self, seconds: float) -> bool:
        """Wait until what is committed from now on arrives here; False where the database does not answer."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listening.wait(), seconds)
        return self._listening.is_set()

    def tell(self, payload: str) -> None:
        """Take one notification, to be handed on in a moment with those that come beside it."""
        row = json.loads(payload)
        self._touched += row.get("touched", ())
        if row.get("more"):
            return
        subject, touched, self._touched = row.get("subject"), tuple(self._touched), []
        self._gathered.append(
            News(
                row["id"],
                row["code"],
                row["unit"],
                (subject[0], subject[1]) if subject else None,
                row.get("person"),
                row.get("by"),
                touched,
                row.get("circle"),
            )
        )
        self._timer = self._timer or asyncio.get_running_loop().call_later(GATHER, self._hand_on)

    def _forget(self) -> None:
        """Nobody listens any more to what was gathered."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._gathered, self._touched = None, [], []

    def _hand_on(self) -> None:
        """Hand what was gathered to every reader who may hear it. A reader whose rights changed (a role
        granted, sign-in taken away, let go from a circle) is cut off, and comes back with the rights that
        hold then, or not at all: what came beside is told by those. Only what passes would be lost, and is
        told, but nothing of a circle."""
        # What the deeds are and touch is ordered once, here; each reader's rights are then looked up in it.
        news, self._gathered, self._timer = self._gathered, [], None
        kinds = by_kind(news)
        persons = {one.person for one in news if changes_rights(one.code) and one.person is not None}
        worded: dict[bytes, Told] = {}
        passes = tuple(one for one in news if not one.id and one.circle is None)
        for reader in self._readers:
            if reader.audience.user_id in persons:
                mine = tuple(one for one in passes if reader.audience.hears(one.deed))
                if mine:
                    _put(reader, Told(mine, messages(mine)))
                _put(reader, None)
                continue
            masks = [reader.audience.hears_of(deeds) for _, deeds in kinds]
            same = b"".join(mask.tobytes() for mask in masks)
            if same not in worded:
                heard = tuple(
                    one.heard(how)
                    for (same_kind, _), mask in zip(kinds, masks, strict=True)
                    for one, how in zip(same_kind, mask.tolist(), strict=True)
                    if how
                )
                worded[same] = Told(heard, messages(heard))
            if worded[same].news:
                _put(reader, worded[same])

    async def _listen(self) -> None:
        wait = 1.0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(address(), autocommit=True) as listening:
                    await listening.execute(f"LISTEN {CHANNEL}")
                    wait = 1.0
                    self._listening.set()
                    while True:
                        async for notification in listening.notifies(timeout=PULSE):
                            self.tell(notification.payload)
                        # What came in one packet with an answer is read only with the next that comes.
                        await listening.execute("SELECT 1")
            except psycopg.OperationalError as error:
                logger.warning("the live messages wait for the database: %s", " ".join(str(error).split()))
            except Exception:
                logger.exception("the live messages begin anew")
            self._listening.clear()
            self._touched = []
            self._cut_off()  # the readers come back with their last number and lose nothing
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _cut_off(self) -> None:
        for reader in self._readers:
            _put(reader, None)


def _put(reader: Reader, told: Told | None) -> None:
    try:
        reader.queue.put_nowait(told)
    except asyncio.QueueFull:
        while not reader.queue.empty():
            reader.queue.get_nowait()
        reader.queue.put_nowait(None)


hub = Hub()
