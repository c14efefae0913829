"""Django's registration of this part."""

from django.apps import AppConfig


class FindConfig(AppConfig):
    """The search for everything."""

    name = "mandate.platform.find"
    label = "find"
    default_auto_field = "django.db.models.BigAutoField"
