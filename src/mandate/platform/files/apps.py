"""Django's registration of this part."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Contents by their hash, and what they are attached to."""

    name = "mandate.platform.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
