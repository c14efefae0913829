"""Django's registration of this part."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """What has a date for each person, and the addresses under which their calendar programs read it."""

    name = "mandate.platform.calendar"
    label = "calendar"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # known to the journal
        from mandate.platform.calendar import events  # noqa: F401
