"""Complaints, some of them confidential, with what belongs to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from mandate.platform.circles.matters import matter
from mandate.platform.circles.models import Belonging, Confidential
from mandate.platform.files.models import Attachment


class Complaint(Confidential):
    """Somebody complains of something in a unit."""

    unit = models.ForeignKey(settings.UNIT_MODEL, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.title


class Note(Belonging):
    """What somebody noted of a complaint."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text


class Proof(Attachment):
    """A file attached to a complaint."""

    SUBJECT: ClassVar[str] = "complaint"

    class Meta:
        proxy = True


matter("complaint", Complaint)
matter("complaint_note", Note)
