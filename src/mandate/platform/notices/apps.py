"""Django's registration of this part."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Inbox, outbox, and how each person wants to be told."""

    name = "mandate.platform.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # known to the live messages
        from mandate.platform.notices import events  # noqa: F401
