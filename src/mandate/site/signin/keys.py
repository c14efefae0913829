"""The keys in mails that let somebody choose a new password."""

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator

from mandate.platform.access.models import User


class ResetKeys(EmailAwarePasswordResetTokenGenerator):  # type: ignore[misc] # allauth ships no types
    """A key is good until the password, the address or the last sign-in changes (Django, allauth), and here
    also until all sessions of the person are ended, as a restoration does."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        value: str = super()._make_hash_value(user, timestamp)
        return f"{value}|{user.sessions_ended}"
