"""What notices bring to the frame: the inbox, reached from the top of every page."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part

PART = Part(
    urls="mandate.platform.notices.urls",
    prefix="inbox/",
    errands=(Errand(_("Inbox"), "notices:inbox"),),
    helps=(Help("inbox", "reporter", "what-others-did"),),
)
