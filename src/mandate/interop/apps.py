"""Django's registration of this part."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """Doors to other software and formats."""

    name = "mandate.interop"
    label = "interop"
    default_auto_field = "django.db.models.BigAutoField"
