"""When the mails of the morning go out: from seven o'clock of the organisation.

First go the reminders of what is due; each takes along what is to be told that person this morning. Whoever
has none of them gets the rest a while later, so that nobody gets two mails.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

HOUR = 7
WAITS = timedelta(minutes=30)  # what is to be told, for the reminders to take it along


def next_morning(moment: datetime) -> datetime:
    """The first seven o'clock after a moment, whatever the clocks are set to by then."""
    zone = timezone.get_default_timezone()
    day = timezone.localtime(moment, zone).date()
    morning = datetime.combine(day, time(HOUR), zone)
    return morning if morning > moment else datetime.combine(day + timedelta(days=1), time(HOUR), zone)


def due_this_morning(moment: datetime) -> datetime:
    """Until when what waits for the morning of that day is due, if that has come; else the moment itself."""
    zone = timezone.get_default_timezone()
    morning = datetime.combine(timezone.localtime(moment, zone).date(), time(HOUR), zone)
    return max(moment, morning + WAITS) if moment >= morning else moment
