"""Django's registration of this part."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """See models.py and permissions.py."""

    name = "mandate.apps.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mandate.apps.indicators import events, permissions  # noqa: F401 -- known to the journal and to access
        from mandate.apps.indicators.sentences import SENTENCES
        from mandate.platform.i18n.problems import register

        register(SENTENCES)
