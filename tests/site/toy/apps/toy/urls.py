"""The two pages of the toy part."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "toy"


def _page(request: HttpRequest, **asked: str) -> HttpResponse:
    return HttpResponse(f"toys {asked}")


urlpatterns = [path("", _page, name="toys"), path("of/<str:code>/", _page, name="playroom")]
