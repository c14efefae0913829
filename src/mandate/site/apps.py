"""Django's registration of this part."""

from django.apps import AppConfig
from django.http import HttpRequest


class SiteConfig(AppConfig):
    """What assembles the rest; first among the apps so that its templates win."""

    name = "mandate.site"
    label = "site"

    def ready(self) -> None:
        from mandate.platform.i18n.views import on_language_chosen
        from mandate.site import logs
        from mandate.site.signin import receivers  # noqa: F401 -- listens from here on

        on_language_chosen(_keep_language)
        logs.hide_keys_of("uvicorn.access")


def _keep_language(request: HttpRequest, language: str) -> None:
    """A signed-in person's language goes with the person."""
    from mandate.platform.access.services import choose_language

    if request.user.is_authenticated:
        choose_language(request.user, language)
