"""Django's registration of this part."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Journal rows as server-sent events."""

    name = "mandate.platform.live"
    label = "live"
