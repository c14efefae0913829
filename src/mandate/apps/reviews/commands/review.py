"""``mandate review UNIT PERIOD --lang LL --out FILE``: the review as a document."""

from argparse import Namespace

from django.utils import timezone, translation

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.queries import review_content
from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.queries import UnknownUnit
from mandate.platform.access.actor import console
from mandate.platform.console.files import format_of, replaced
from mandate.platform.console.output import CommandError, say
from mandate.platform.documents import FORMATS


def run(arguments: Namespace) -> int:
    """Write the document; the file is only replaced once the whole of it is there."""
    suffix = format_of(arguments.out, FORMATS)
    period = period_called(arguments.period)
    unit = unit_called(arguments.unit)
    with translation.override(arguments.lang):
        actor = console(timezone.now(), arguments.lang)
        try:
            content = review_content(actor, unit.code, period)
        except UnknownUnit:  # a closed review needs no unit to be there
            day = period.told_on(actor.today)
            raise CommandError(f"The unit {unit.code} did not exist on {day.isoformat()}.") from None
        document = write_document(content, arguments.lang, suffix)
    replaced(arguments.out, document)
    say(f"{arguments.out}: {len(document):,} bytes")
    return 0
