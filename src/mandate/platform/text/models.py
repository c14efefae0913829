"""The versions of the texts that are kept, and what is not saved yet."""

from django.conf import settings
from django.db import models

NAME_LENGTH = 200  # of a person
PLACE_LENGTH = 100


class Version(models.Model):
    """The texts of a subject as somebody saved them. The database refuses to change or delete one (second
    migration).

    The subject is named as in the journal, ("review", 17); ``number`` counts its versions from 1. ``parts``
    is {section: text in Markdown}, ``by`` the writer's name at that time, ``back_to`` the version that was
    taken up again with it.
    """

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    parts = models.JSONField()
    language = models.CharField(max_length=8, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=NAME_LENGTH, blank=True)
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
    state of what is written there when they began."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.CharField(max_length=PLACE_LENGTH)
    parts = models.JSONField()
    seen = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="text_draft_once")]

    def __str__(self) -> str:
        return self.place
