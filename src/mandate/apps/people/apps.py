"""Django's registration of this part."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The pages on people who sign in and their roles; kept by platform/access."""

    name = "mandate.apps.people"
    label = "people"

    def ready(self) -> None:
        from mandate.apps.people import events  # noqa: F401 -- known to the journal
