"""Django's registration of this part."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """The people named for confidential matters."""

    name = "mandate.platform.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the events known, and refuse a model that would tell everybody."""
        from mandate.platform.circles import events  # noqa: F401 -- declares them
        from mandate.platform.circles.matters import check_models

        check_models()
