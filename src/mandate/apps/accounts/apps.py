"""Django's registration of this part."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The pages on people who sign in and their roles; kept by platform/access."""

    name = "mandate.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from mandate.apps.accounts import events  # noqa: F401 -- known to the journal
