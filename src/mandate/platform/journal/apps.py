"""Django's registration of this part."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Every deed, append-only."""

    name = "mandate.platform.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
