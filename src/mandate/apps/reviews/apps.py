"""Django's registration of this part."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.periods import uses
        from mandate.apps.reporting import aims
        from mandate.apps.reviews import events, permissions  # noqa: F401 -- known to the journal and to access
        from mandate.apps.reviews.aims import aim_when_closed
        from mandate.apps.reviews.models import Review

        aims.declare(aim_when_closed)
        uses.declare("reviews", lambda code: Review.objects.filter(period=code).exists())
