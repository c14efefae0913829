"""The addresses that this floor knows of itself, and a frame without apps: the look stands on its own."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from tests.platform.ui.sample_page import SHELL

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("look/", include("mandate.platform.ui.urls")),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor in the place of the site's."""
    return {"shell": SHELL}
