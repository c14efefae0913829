"""Django's registration of this part."""

from django.apps import AppConfig


class TextConfig(AppConfig):
    """Long texts: Markdown, versions and drafts."""

    name = "mandate.platform.text"
    label = "text"
    default_auto_field = "django.db.models.BigAutoField"
