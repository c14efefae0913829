"""Django's registration of this part."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Known to the journal and to access:
        from mandate.apps.reporting import events, form_events, list_events, paper_events, permissions  # noqa: F401
        from mandate.apps.reporting.queries.defaults import usual_year
        from mandate.apps.reporting.services.excusing import Closings
        from mandate.apps.reporting.uses import declare_uses
        from mandate.apps.reporting.web.outlook import ReportsOutlook
        from mandate.apps.units.outlook import give_outlook
        from mandate.apps.units.watchers import watch
        from mandate.platform.ui.pages import provide_default_period

        declare_uses()
        watch(Closings())
        give_outlook(ReportsOutlook())
        provide_default_period(usual_year)
