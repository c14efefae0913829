"""Django's registration of this part."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents as values, and their writers."""

    name = "mandate.platform.documents"
    label = "documents"
