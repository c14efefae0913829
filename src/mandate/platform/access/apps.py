"""Django's registration of this part."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People who sign in, roles, and who may do what."""

    name = "mandate.platform.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # known to journal, sources and table
        from mandate.platform.access import events, grants, permissions, signin_events  # noqa: F401
