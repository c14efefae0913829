"""A form that came too late: its session had ended, its token was of an earlier one, or its writer's role
needs a second step at sign-in by now. What was typed is not lost with it: the answer holds it and sends it
once more, as its writer signs in again, or sets up the step, in another tab. Where what it was about is gone,
or nobody's to see any more, the answer shows what was typed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import get_template

_OF_THE_FORM = "csrfmiddlewaretoken"
_AS_TYPED = "password"  # nobody's is written into a page
_SIGNING_IN = "/account/"  # what proves who somebody is goes through forms below it: codes, keys


def kept_page(request: HttpRequest, *, ended: bool, status: int, step: str = "") -> HttpResponse:
    """The page that keeps a form; ``ended``: whoever sent it is not signed in; ``step``: the address where
    they set up what their role needs at sign-in. Files are not kept."""
    template = get_template("ui/kept.html")
    told = {
        "ended": ended,
        "step": step,
        "to": request.get_full_path(),
        "fields": [(name, value) for name, values in _typed(request) for value in values],
        "files": bool(request.FILES),
        "token": get_token(request),
        "cookie": settings.CSRF_COOKIE_NAME,
        "sign_in": resolve_url(settings.LOGIN_URL),
    }
    return HttpResponse(template.render(told), status=status)


def can_be_kept(request: HttpRequest) -> bool:
    """Whether a form was sent that a page may hold."""
    if request.method != "POST" or request.path.startswith(_SIGNING_IN):
        return False
    return not any(_AS_TYPED in name for name, _values in _typed(request))


def texts_of(request: HttpRequest) -> tuple[str, ...]:
    """What somebody wrote into a form of ours: all that is more than a word or a number. Of an address that
    there is not, nothing: whose form it was, nobody looked at."""
    if request.resolver_match is None or not can_be_kept(request):
        return ()
    return tuple(value for _name, values in _typed(request) for value in values if _written(value))


def _written(value: str) -> bool:
    return len(value.split()) > 1 and any(sign.isalpha() for sign in value)


def _typed(request: HttpRequest) -> list[tuple[str, list[str]]]:
    return [(name, values) for name, values in request.POST.lists() if name != _OF_THE_FORM]
