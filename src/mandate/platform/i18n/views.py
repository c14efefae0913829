"""Choosing a language.

`set_language` keeps the choice in a cookie. What else remembers it (the person's own record) is registered
with `on_language_chosen`, so that this floor knows nothing of users.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from mandate.platform.i18n.languages import CODES

Hook = Callable[[HttpRequest, str], None]

_hooks: list[Hook] = []


def on_language_chosen(hook: Hook) -> Hook:
    """Call `hook(request, language)` whenever a signed-in person chooses a language (a decorator)."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


@require_POST
def set_language(request: HttpRequest) -> HttpResponseBase:
    """POST `language` and, optionally, `next`: remember the choice and go back to the page.

    Goes to `next` only within this site, else to the page the person came from, else to "/". A language that
    Mandate does not speak is answered with 400.
    """
    language = request.POST.get("language", "")
    if language not in CODES:
        return HttpResponseBadRequest(gettext("This language is not available."))
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        for hook in _hooks:
            hook(request, language)
    return django_set_language(request)
