"""The files that a job made, as one ZIP file that is written while it is sent: one at a time is in memory."""

from collections.abc import AsyncIterator
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from mandate.platform.jobs.models import Job, Output
from mandate.platform.ui.downloads import FileNames


async def archive_of(job: Job) -> AsyncIterator[bytes]:
    """The pieces of the ZIP file. What it holds is compressed already."""
    sent, names = _Sent(), FileNames()
    moment = timezone.localtime(job.ended_at or job.asked_at)
    with ZipFile(sent, "w", ZIP_STORED) as archive:
        async for pk in job.outputs.order_by("pk").values_list("pk", flat=True):
            output = await Output.objects.aget(pk=pk)
            entry = ZipInfo(names.of(output.name), moment.timetuple()[:6])
            archive.writestr(entry, bytes(output.data))
            yield sent.taken()
    yield sent.taken()


class _Sent(RawIOBase):
    """A file that nobody can go back in: what is written to it waits until it is taken."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken
