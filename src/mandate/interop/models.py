"""Files on their way in: kept between the preview and the import."""

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A table somebody sent to look at before it is read in. It is kept in the database, so that whichever
    process gets the second click finds it, and thrown away after the import or a day later."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    as_of = models.DateField(null=True)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
