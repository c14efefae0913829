"""The versions of the texts that are kept, and what is not saved yet."""

from django.conf import settings
from django.db import models

PLACE_LENGTH = 100
PAGE_LENGTH = 32


def mark(page: str, turn: int) -> str:
    """How a page names the draft that it was opened with."""
    return f"{page}.{turn}"


class Version(models.Model):
    """The texts of a subject as somebody saved them. The database refuses to change or delete one (second
    migration).

    The subject is named as in the journal, ("review", 17); ``number`` counts its versions from 1. ``parts``
    is {section: text in Markdown}, ``user`` who wrote (None: nobody who signs in), ``back_to`` the version
    that was taken up again with it.
    """

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    parts = models.JSONField()
    language = models.CharField(max_length=8, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    back_to = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "number"], name="text_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}: {self.number}"


class Draft(models.Model):
    """What a person typed and has not saved, nobody else's to see. ``place`` names the form, ``seen`` the
    version of what is written there when they began. ``page`` and ``turn`` are of the request that brought it
    (drafts.py); without ``parts`` it tells up to where that page was saved or given up."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=PLACE_LENGTH)
    parts = models.JSONField()
    seen = models.PositiveIntegerField()
    page = models.CharField(max_length=PAGE_LENGTH, blank=True, default="")
    turn = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="text_draft_once")]

    def __str__(self) -> str:
        return self.place

    @property
    def mark(self) -> str:
        """What a page says that was opened with it."""
        return mark(self.page, self.turn)
