"""What tables in and out bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.parts import Part, Place

PART = Part(
    urls="mandate.interop.spreadsheets.web.urls",
    prefix="exchange/",
    places=(Place("exchange", _("Tables"), "exchange:index", 160),),
)
