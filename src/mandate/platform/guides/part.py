"""What the guides bring to the frame: their pages, the way to them from every page, and their passages to a
search."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.find.finding import Errand, Finder
from mandate.platform.guides.kinds import Help
from mandate.platform.guides.queries import passages
from mandate.platform.parts import Part

PART = Part(
    urls="mandate.platform.guides.urls",
    prefix="help/",
    finders=(Finder("help", _("Help"), 90, passages),),
    errands=(Errand(_("Help"), "guides:help", words=_("guides, manual")),),
    helps=(
        Help("help", "observer", "find-anything"),
        Help("find", "observer", "find-anything"),
    ),
)
