"""How much may be attached: of one file, to one thing, and by one person within a day."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

MIB = 1 << 20
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes of one file; files at one subject; bytes that one person sends within a day."""

    file: int
    subject: int
    day: int


def bounds() -> Bounds:
    """Those of this site."""
    return Bounds(settings.FILE_MIB * MIB, settings.FILES_AT_ONE, settings.FILES_DAY_MIB * MIB)
