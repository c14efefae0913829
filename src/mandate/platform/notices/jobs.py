"""What the job worker is told to do with notices."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from mandate.platform.notices.models import Notice


@app.periodic(cron="* * * * *")
@app.task(name="notices.send", queueing_lock="notices.send")
def send(timestamp: int) -> None:
    """Mail whatever is due."""
    from mandate.platform.notices.sending import send_due

    send_due(timezone.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep")
def sweep(timestamp: int) -> None:
    """Let go what is old."""
    Notice.objects.filter(at__lt=timezone.now() - timedelta(days=settings.NOTICE_DAYS)).delete()
