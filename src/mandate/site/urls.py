"""All addresses, by part."""

from django.urls import include, path
from django.views.generic import RedirectView

from mandate.platform.parts import own_pages, parts

urlpatterns = [
    *(path(part.prefix, include(part.urls)) for part in parts() if part.urls),
    path("views/", include("mandate.platform.listing.urls")),
    path("live/", include("mandate.platform.live.urls")),
    path("language/", include("mandate.platform.i18n.urls")),
    path("look/", include("mandate.platform.ui.urls")),
    # An administrator enters addresses; people do not change or remove their own.
    path("account/email/", RedirectView.as_view(pattern_name=own_pages()[0].view)),
    path("account/signup/", RedirectView.as_view(pattern_name="account_login")),
    path("account/", include("allauth.urls")),
]

handler400 = "mandate.site.errors.bad_request"
handler403 = "mandate.site.errors.forbidden"
handler404 = "mandate.site.errors.not_found"
handler500 = "mandate.site.errors.server_error"
