"""Django's registration of this part."""

from django.apps import AppConfig


class ListingConfig(AppConfig):
    """Lists, and the addresses of lists that people keep under a name."""

    name = "mandate.platform.listing"
    label = "listing"
    default_auto_field = "django.db.models.BigAutoField"
