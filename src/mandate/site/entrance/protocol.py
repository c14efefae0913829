"""Connections: so many at once, and none that is held open by sending or reading slowly.

uvicorn bounds the silence between two requests only. What is added here to its protocol: a deadline and a
bound for the headers, a least speed for whoever reads an answer, and a bound for the number of connections.
"""

import asyncio
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol


class BoundedProtocol(HttpToolsProtocol):
    """One connection within its bounds."""

    most_connections: ClassVar[int] = 1000
    head_seconds: ClassVar[float] = 15.0
    most_head: ClassVar[int] = 64 * 1024
    reader_seconds: ClassVar[float] = 30.0  # in which a reader has to take …
    reader_bytes: ClassVar[int] = 30_000  # … so much, or all there is

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._head = True  # headers are coming or awaited
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None
        self._since = self.loop.time()

    # Coming in

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > self.most_connections:
            self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head:
            self._head_bytes += len(data)
            if self._head_bytes > self.most_head and not self.transport.is_closing():
                self._end_with(431, "The headers of this request are too large.")
        if self._head_timer is None and (self._head or self.is_idle) and not self.transport.is_closing():
            self._await_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        self._head = False
        self._stop_waiting_for_head()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._head_is_late)

    def _stop_waiting_for_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self._head and self._head_bytes:
            self._end_with(408, "This request came too slowly.")
        else:
            self.transport.close()

    # Going out

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._since = self.loop.time()
        self._watch_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_watching_reader()

    def _watch_reader(self) -> None:
        """Nothing more is written until the reader has taken what there is, so it has to become less."""
        self._stop_watching_reader()
        if size := self.transport.get_write_buffer_size():
            self._reader_timer = self.loop.call_later(self.reader_seconds, self._check_reader, size)

    def _stop_watching_reader(self) -> None:
        if self._reader_timer is not None:
            self._reader_timer.cancel()
            self._reader_timer = None

    def _check_reader(self, before: int) -> None:
        if self.transport.get_write_buffer_size() > max(before - self.reader_bytes, 0):
            self.transport.abort()
        else:
            self._watch_reader()

    # Ends

    @property
    def is_idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting_for_head()
        self._stop_watching_reader()
        super().connection_lost(exc)

    def _make_room(self) -> None:
        """At the bound, whoever has been idle for longest goes; if all are at work, the newcomer."""
        others = [cast(BoundedProtocol, other) for other in self.connections if other is not self]
        idle = [other for other in others if other.is_idle and not other.transport.is_closing()]
        if idle:
            min(idle, key=lambda other: other._since).transport.abort()
        else:
            self.logger.warning("All %s connections are in use.", self.most_connections)
            self._end_with(503, "Too many are connected at this moment. Please try again in a minute.")

    def _end_with(self, status: int, sentence: str) -> None:
        text = sentence.encode()
        self.transport.write(
            STATUS_LINE[status] + b"content-type: text/plain; charset=utf-8\r\n"
            b"content-length: %d\r\nretry-after: 60\r\nconnection: close\r\n\r\n" % len(text) + text
        )
        self.transport.close()
