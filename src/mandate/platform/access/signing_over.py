"""The way in which somebody signs in goes from one record of theirs to another."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from mandate.platform.access.models import User

_WITH_IT = (Authenticator, SocialAccount, EmailAddress)


def sign_over(source: User, target: User) -> None:
    """Address, password, second factors, passkeys and accounts of a provider: ``target`` signs in as
    ``source`` did, who does no more. The caller holds both rows."""
    email, active, password, last = source.email, source.is_active, source.password, source.last_login
    shut_out(source)
    for model in _WITH_IT:
        model._base_manager.filter(user=source).update(user=target)
    source.set_unusable_password()
    source.last_login = None
    source.save(update_fields=["password", "last_login"])
    target.email, target.is_active, target.password, target.last_login = email, active, password, last
    target.save(update_fields=["email", "is_active", "password", "last_login"])


def shut_out(user: User) -> None:
    """They sign in no more, and no session of theirs goes on."""
    user.email, user.is_active = None, False
    user.sessions_ended += 1
    user.save(update_fields=["email", "is_active", "sessions_ended"])
