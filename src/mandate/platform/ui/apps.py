"""Django's registration of this part."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: styles, scripts, the frame of a page, its parts and charts."""

    name = "mandate.platform.ui"
    label = "ui"
