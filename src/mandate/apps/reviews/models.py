"""The review of a unit's period, and who asked to open it again."""

from django.conf import settings
from django.db import models

from mandate.apps.units.models import Unit
from mandate.platform.periods import PERIOD_LENGTH


class Review(models.Model):
    """The secretary's notes on a unit's period and, once closed, the figures it rests on.

    ``notes`` is {section: text in Markdown} (see reviews/content.py), written in ``notes_language`` and last
    by ``notes_by``: what the newest of their versions says (platform/text), kept here for all who read
    reviews. ``version`` is the number of that version (0 before anything was written) and guards the notes
    against two editors. ``content`` is the whole review as it stood when closed; ``closed_at`` is also the
    moment as of which its sources open.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reviews")
    period = models.CharField(max_length=PERIOD_LENGTH)
    starts = models.DateField()
    ends = models.DateField()
    notes = models.JSONField(default=dict)
    notes_language = models.CharField(max_length=8, blank=True)
    notes_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    notes_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    content = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="review_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period}"


class Reopening(models.Model):
    """A request to open a closed review again, kept with what came of it.

    It waits while ``answer`` is empty. ``answered_by`` is None where the operator answered; ``answer_reason``
    says why it was turned down.
    """

    class Answer(models.TextChoices):
        """What came of it."""

        OPENED = "opened"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    review = models.ForeignKey(Review, models.PROTECT, related_name="reopenings")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    answer = models.CharField(max_length=9, blank=True, choices=Answer.choices)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=models.Q(answer=""), name="reopening_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.asked_at}"
