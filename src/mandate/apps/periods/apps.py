"""Django's registration of this part."""

from django.apps import AppConfig


class PeriodsConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.periods"
    label = "periods"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.periods import events, permissions  # noqa: F401 -- known to the journal and to access
        from mandate.apps.periods.queries import calendar
        from mandate.platform.periods import provide_calendar

        provide_calendar(calendar)
