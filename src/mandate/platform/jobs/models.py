"""A job: who asked for what, how far it is, and what came of it."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", pgettext_lazy("state of a job", "waiting")
    RUNNING = "running", pgettext_lazy("state of a job", "running")
    DONE = "done", pgettext_lazy("state of a job", "done")
    FAILED = "failed", pgettext_lazy("state of a job", "failed")
    CANCELLED = "cancelled", pgettext_lazy("state of a job", "cancelled")


OPEN = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """``data`` is what was asked for, in the shape that its kind knows. ``at`` of ``total`` are done and
    committed, and work that is broken off goes on from there; ``done`` is what is shown, which within a step
    is ahead of it. ``result`` grows with each step. Where it fails, ``trouble`` are as many of the
    ``trouble_count`` things that are wrong as are shown (each a `Cause`), and ``message`` is a sentence in
    the person's language. ``tries`` counts how often it was begun since a step last ended well. Of a job
    about a confidential matter only those in its ``circle`` know."""

    kind = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    circle = models.ForeignKey("circles.Circle", models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    at = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    trouble = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    trouble_count = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(
                fields=["id"], name="job_open", condition=models.Q(state__in=["waiting", "running"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Output(models.Model):
    """A file that a job made, in the order of making; kept for a week after the job has ended."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="outputs")
    name = models.CharField(max_length=300)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name
