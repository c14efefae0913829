"""What the desk lets the job worker do."""

from django.utils import timezone
from procrastinate.contrib.django import app

from mandate.apps.desk.reminders import send_reminders
from mandate.platform.notices.mornings import HOUR


# Schedules are in UTC, while seven o'clock is that of the organisation, which may have summer time. So this
# looks every quarter of an hour; within the hour, what could not be sent is tried again.
@app.periodic(cron="*/15 * * * *")
@app.task(name="desk.remind", queueing_lock="desk.remind")
def remind(timestamp: int) -> None:
    """The daily reminders, in the hour of seven."""
    now = timezone.now()
    if timezone.localtime(now, timezone.get_default_timezone()).hour == HOUR:
        send_reminders(now)
