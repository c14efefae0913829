"""What people and their roles bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.access.permissions import GRANTS_VIEW
from mandate.platform.parts import Part, Place

PART = Part(
    urls="mandate.apps.people.web.urls",
    prefix="people/",
    places=(Place("people", _("People"), "people:people", 140, action=GRANTS_VIEW),),
)
