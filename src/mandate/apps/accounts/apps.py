"""Django's registration of this part."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The pages on people who sign in and their roles; kept by platform/access."""

    name = "mandate.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from mandate.apps.accounts import events  # noqa: F401 -- known to the journal
        from mandate.apps.accounts.notices import tell_granted
        from mandate.platform.access.services import tell_of_roles

        tell_of_roles(tell_granted)
