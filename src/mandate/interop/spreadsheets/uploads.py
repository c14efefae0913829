"""Tables kept between their preview and their import."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mandate.interop.models import Upload
from mandate.platform.access.actor import Actor

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table as its sender sent it, to be read in as of a day."""

    id: int
    kind: str
    name: str
    data: bytes
    as_of: date | None


def keep(actor: Actor, kind: str, name: str, data: bytes, as_of: date | None) -> SentTable:
    """Keep a table for its sender."""
    assert actor.user_id is not None
    upload = Upload.objects.create(
        user_id=actor.user_id, kind=kind, name=name[:200], data=data, as_of=as_of, sent_at=actor.now
    )
    return _table(upload)


def kept(actor: Actor, kind: str, upload_id: int) -> SentTable | None:
    """The sender's own table, if it is still there."""
    if actor.user_id is None:
        return None
    own = Upload.objects.filter(pk=upload_id, kind=kind, user_id=actor.user_id)
    upload = own.filter(sent_at__gte=actor.now - KEPT).first()
    return _table(upload) if upload else None


def let_go(table: SentTable) -> None:
    """Once it is read in."""
    Upload.objects.filter(pk=table.id).delete()


def sweep(now: datetime) -> int:
    """Throw away those that nobody came back for; how many."""
    gone, _of_each = Upload.objects.filter(sent_at__lt=now - KEPT).delete()
    return gone


def _table(upload: Upload) -> SentTable:
    return SentTable(upload.pk, upload.kind, upload.name, bytes(upload.data), upload.as_of)
