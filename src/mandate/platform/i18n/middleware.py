"""Which language a request is answered in."""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from mandate.platform.i18n.languages import supported


class LanguageMiddleware(LocaleMiddleware):
    """The language a signed-in person has chosen, else the cookie's, else what the browser prefers.

    Stands after AuthenticationMiddleware. A person's choice is the attribute `language` of the user; an
    empty one leaves the decision to cookie and browser.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        user = getattr(request, "user", None)
        chosen = supported(getattr(user, "language", None)) if user and user.is_authenticated else None
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
