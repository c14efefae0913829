"""What indicators bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.parts import Part, Place

PART = Part(
    urls="mandate.apps.indicators.web.urls",
    prefix="indicators/",
    places=(Place("indicators", _("Indicators"), "indicators:list", 120),),
)
