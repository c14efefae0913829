"""Django's registration of this part."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.desk import events, permissions  # noqa: F401 -- known to the journal and to access
