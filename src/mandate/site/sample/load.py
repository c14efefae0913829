"""Sets up the sample, in one transaction: the site walks what the apps bring."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError
from mandate.platform.sample import steps


def load_sample(say: Callable[[str], None]) -> bool:
    """Set the sample up unless it is there; True if it was set up now. Another organisation is left alone."""
    if all(step.there() for step in steps() if step.there):
        return False
    if any(step.taken() for step in steps() if step.taken):
        raise CommandError(
            "This data folder holds another organisation; choose another one for the demo with --data."
        )
    now = timezone.now()
    with transaction.atomic():
        for step in steps():
            if step.doing:
                say(f"  {step.doing} …")
            step.fill(console(now - timedelta(days=step.ago)))
    return True
