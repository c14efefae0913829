"""Notices, and what people chose about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mandate.platform.notices.kinds import Choice


class Mail(models.TextChoices):
    """What becomes of a notice's mail. NONE: there is none, or no longer. SENDING: it is being handed over,
    or was when the worker was killed, and then nobody knows whether it went out."""

    NONE = "none"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Notice(models.Model):
    """That somebody is told of something, once. ``kind`` and ``subject`` are as `NoticeKind` says; the words
    are made when it is read. ``mail_due`` is when its mail is to be tried next, or was begun to be sent;
    ``mail_trouble`` what the last try met."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=7, choices=Mail, default=Mail.NONE)
    mail_due = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mail_trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "subject"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                fields=["mail_due"], name="notice_outbox", condition=Q(mail__in=["waiting", "sending"])
            ),
            models.Index(fields=["user"], name="notice_failed", condition=Q(mail="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} to {self.user_id}"


class Preference(models.Model):
    """How a person wants to be told about one group of notices."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    group = models.CharField(max_length=60)
    choice = models.CharField(max_length=7, choices=Choice)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.group}: {self.choice}"
