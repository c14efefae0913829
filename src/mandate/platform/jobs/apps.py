"""Django's registration of this part."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work in steps."""

    name = "mandate.platform.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # known to journal and table
        from mandate.platform.jobs import events, permissions  # noqa: F401
