"""What the job worker is told to do with files."""

from django.utils import timezone
from procrastinate.contrib.django import app


@app.periodic(cron="17 * * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep_files(timestamp: int) -> None:
    """Let go what nothing names."""
    from mandate.platform.files.sweeping import sweep

    sweep(timezone.now())
