"""The addresses under which calendar programs read."""

from django.conf import settings
from django.db import models

DIGEST_LENGTH = 64


class CalendarAddress(models.Model):
    """The secret address of a person's calendar: at most one, of which only the digest is kept. It holds as
    long as the person's sessions are not all ended, as by taking away the right to sign in or by a
    restoration (``sessions_ended`` is the person's count when it was made)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
