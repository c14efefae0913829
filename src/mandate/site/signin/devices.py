"""Known devices: a cookie that a browser gets when somebody signs in with it. It opens nothing; it only lets
the person's wrong passwords on it be counted apart from everybody else's (platform/access/tries.py)."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from mandate.platform.access.models import User

AGE = 400 * 24 * 3600  # the longest that browsers keep a cookie
SALT = "mandate.device"


def cookie_name() -> str:
    """With HTTPS the name says that only this host can have set it."""
    return "__Host-device" if settings.HTTPS else "device"


def device_of(request: HttpRequest, email: str) -> str | None:
    """The name of the device, where the person of this address has signed in with it before."""
    try:
        user_id, device = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    known = User.objects.filter(pk=user_id, email=email.strip().lower()).exists()
    return f"{user_id} {device}" if known else None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser be known as this person's."""
    known = device_of(request, user.address)
    device = known.split()[1] if known is not None else secrets.token_urlsafe(16)
    response.set_cookie(
        cookie_name(),
        signing.dumps([user.pk, device], salt=SALT),
        max_age=AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
