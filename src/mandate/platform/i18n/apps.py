"""Makes the template filters known to Django."""

from django.apps import AppConfig


class I18nConfig(AppConfig):
    name = "mandate.platform.i18n"
    label = "i18n"
