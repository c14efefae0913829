"""The contents that are kept, and what they are attached to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mandate.platform.files.kinds import KINDS
from mandate.platform.files.names import NAME_LENGTH


class Site(models.Model):
    """One row, which tells this site from others: only its own store is swept (sweeping.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_site")]

    def __str__(self) -> str:
        return str(self.token)


class Content(models.Model):
    """What is kept in the store under its hash, once, however often it is attached."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.code, one.label) for one in KINDS.values()])
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A content under a name at a subject, which is named as in the journal: ("report", 17), with its unit.

    A subject has editions, numbered from 1, such as the revisions of a report. The attachment belongs to
    those from ``since`` until ``until`` (exclusive; None: to all that come): so an edition begins with what
    the one before had, and what is taken away from it stays with those before. Taken away from the edition in
    which it was attached it belongs to none, and is let go after a while (sweeping.py)."""

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=NAME_LENGTH)
    since = models.PositiveIntegerField(default=1)
    until = models.PositiveIntegerField(null=True)
    attached_at = models.DateTimeField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "content"],
                condition=Q(until__isnull=True),
                name="attached_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, taken_at__isnull=True)
                | Q(until__gte=F("since"), taken_at__isnull=False),
                name="attached_until_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"]),
            models.Index(fields=["attached_by", "attached_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.subject_kind} {self.subject_id}"
