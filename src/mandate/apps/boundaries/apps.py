"""Django's registration of this part."""

from django.apps import AppConfig


class BoundariesConfig(AppConfig):
    """Boundaries of units."""

    name = "mandate.apps.boundaries"
    label = "boundaries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.boundaries import events, permissions  # noqa: F401 -- known to journal and access
        from mandate.apps.boundaries.sentences import SENTENCES
        from mandate.platform.i18n.problems import register

        register(SENTENCES)
