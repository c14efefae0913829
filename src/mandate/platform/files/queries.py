"""What is attached to a subject."""

from collections.abc import Sequence

from django.db.models import F, Q, QuerySet

from mandate.platform.files.models import Attachment


def of_subject(kind: str, subject_id: int) -> "QuerySet[Attachment]":
    """All that was ever attached to it and is still kept, in the order in which it was."""
    return (
        Attachment.objects.filter(subject_kind=kind, subject_id=subject_id)
        .select_related("content", "attached_by", "taken_by")
        .order_by("pk")
    )


def in_some_edition(newest: int) -> Q:
    """Those that belong to an edition up to the newest."""
    return Q(since__lte=newest) & (Q(until__isnull=True) | Q(until__gt=F("since")))


def belongs(attachment: Attachment, number: int) -> bool:
    """The same of one that is read already."""
    return attachment.since <= number and (attachment.until is None or attachment.until > number)


def taken_from(attachments: Sequence[Attachment], number: int) -> list[Attachment]:
    """Those that were taken away from an edition and can be put back: no other of the same content stands
    there now."""
    there = {one.content_id for one in attachments if belongs(one, number)}
    return [one for one in attachments if one.until == number and one.content_id not in there]
