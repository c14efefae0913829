"""Django's registration of this part."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Help."""

    name = "mandate.platform.guides"
    label = "guides"
    default_auto_field = "django.db.models.BigAutoField"
