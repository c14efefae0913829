"""``mandate reopen UNIT PERIOD``: a closed review opened again, or a request for it turned down."""

from argparse import Namespace

from django.utils import timezone

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.reviews.models import Reopening
from mandate.apps.reviews.services import RefuseReopening, ReopenReview, refuse_reopening, reopen_review
from mandate.apps.units.commands.lookup import unit_called
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say


def run(arguments: Namespace) -> int:
    """Act as the operator, for whom no second person is needed; the journal keeps it."""
    actor, unit = console(timezone.now()), unit_called(arguments.unit)
    period = period_called(arguments.period)
    asked = Reopening.objects.filter(review__unit=unit, review__period=period.code, answer="").first()
    if arguments.leave_closed:
        if asked is None:
            raise CommandError("Nobody asks to open this review again.")
        refuse_reopening(actor, RefuseReopening(unit.pk, asked.pk, arguments.reason))
        say(f"The review of {unit.code} for {period.code} stays closed.")
    else:
        reason = arguments.reason or (asked.reason if asked else "")
        reopen_review(actor, ReopenReview(unit.pk, period, reason))
        say(f"The review of {unit.code} for {period.code} is open again.")
    return 0
