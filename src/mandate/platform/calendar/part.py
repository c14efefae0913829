"""What the calendar brings to the frame: a page of each person's own."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import OwnPage, Part

PART = Part(
    urls="mandate.platform.calendar.urls",
    prefix="calendar/",
    own_pages=(OwnPage(_("Calendar"), "calendar:calendar", 20),),
    errands=(Errand(_("Calendar"), "calendar:calendar", words=_("dates, agenda, subscribe, iCalendar")),),
    helps=(Help("calendar", "reporter", "see-your-dates-in-your-own-calendar"),),
)
