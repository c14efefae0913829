"""Tables kept between their preview and their import."""

from datetime import date, timedelta

from mandate.interop.models import Upload
from mandate.platform.access.actor import Actor

KEPT = timedelta(days=1)


def keep(actor: Actor, kind: str, name: str, data: bytes, as_of: date | None) -> Upload:
    """Keep a table for its sender, and throw away those that nobody came back for."""
    assert actor.user_id is not None
    Upload.objects.filter(sent_at__lt=actor.now - KEPT).delete()
    return Upload.objects.create(
        user_id=actor.user_id, kind=kind, name=name[:200], data=data, as_of=as_of, sent_at=actor.now
    )


def kept(actor: Actor, kind: str, upload_id: int) -> Upload | None:
    """The sender's own table, if it is still there."""
    if actor.user_id is None:
        return None
    own = Upload.objects.filter(pk=upload_id, kind=kind, user_id=actor.user_id)
    return own.filter(sent_at__gte=actor.now - KEPT).first()
