"""What the tree of units brings to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.parts import Part, Place

PART = Part(
    urls="mandate.apps.units.web.urls",
    prefix="units/",
    places=(Place("units", _("Units"), "units:tree", 110),),
)
