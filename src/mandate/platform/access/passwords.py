"""What a new password must not be: one of those that are tried first, here and everywhere."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.core.password import guessable, words_of
from mandate.core.textkey import fold
from mandate.platform.access.models import User

PRODUCT = "Mandate"
WORDS = Path(__file__).with_name("common_words.txt")
SHORTEST = 4  # shorter ones of the common passwords stand in every text


class NotGuessable:
    """Refuses common passwords of several languages, and those made of the names of the organisation, of
    Mandate and of the person, with digits and signs around them."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        own = words_of(user.name) | words_of(user.address) if user is not None else set()
        if guessable(password, words() | _of_the_site() | own, _common()):
            raise ValidationError(
                _(
                    "This password is made of words that are tried first: common ones, your name, or the "
                    "organisation's, with digits around them. Four words of your own that do not belong "
                    "together make a good one."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """For the form."""
        return _("Not a common word, your name or the organisation's, with digits around it.")


@cache
def words() -> frozenset[str]:
    """Our own list."""
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold(line).split())


def _of_the_site() -> set[str]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    return words_of(PRODUCT) | words_of(settings.ORGANISATION) | words_of(host)


@cache
def _common() -> frozenset[str]:
    """The letters of the 20,000 that Django ships."""
    letters = ("".join(filter(str.isalpha, fold(one))) for one in CommonPasswordValidator().passwords)
    return frozenset(word for word in letters if len(word) >= SHORTEST)
