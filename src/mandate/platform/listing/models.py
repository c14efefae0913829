"""Views that people keep: a name of their own for the address of a list."""

from django.conf import settings
from django.db import models

NAME_LENGTH = 100
LIST_LENGTH = 200
ADDRESS_LENGTH = 2000


class SavedView(models.Model):
    """A list as somebody has filtered and sorted it. It holds no row of the list: whoever opens it sees
    what they may see then. ``list`` is what the list was called on its page, in the language in which they
    read it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)
    list = models.CharField(max_length=LIST_LENGTH, blank=True, default="")
    address = models.CharField(max_length=ADDRESS_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name
