"""Django's registration of this part."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What assembles the rest; first among the apps so that its templates win."""

    name = "mandate.site"
    label = "site"
