"""When the mails of the morning go out: at seven o'clock of the organisation."""

from datetime import datetime, time, timedelta

from django.utils import timezone

HOUR = 7


def next_morning(moment: datetime) -> datetime:
    """The first seven o'clock after a moment, whatever the clocks are set to by then."""
    zone = timezone.get_default_timezone()
    day = timezone.localtime(moment, zone).date()
    morning = datetime.combine(day, time(HOUR), zone)
    return morning if morning > moment else datetime.combine(day + timedelta(days=1), time(HOUR), zone)
