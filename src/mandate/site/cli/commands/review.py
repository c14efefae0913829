"""``mandate review UNIT PERIOD --lang LL --out FILE``: the review as a document."""

from argparse import Namespace

from mandate.site.cli.errors import CommandError
from mandate.site.cli.output import say
from mandate.site.cli.setup import location_of, ready


def run(arguments: Namespace) -> int:
    """Write the document; the file is only replaced once the whole of it is there."""
    from mandate.platform.documents import FORMATS

    suffix = arguments.out.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise CommandError(f"{arguments.out.name}: write one of {', '.join('.' + name for name in FORMATS)}.")
    with ready(location_of(arguments), fonts=True):
        from django.utils import timezone, translation

        from mandate.apps.reviews.documents import write_document
        from mandate.apps.reviews.queries import review_content
        from mandate.apps.units.queries import UnknownUnit
        from mandate.platform.access.actor import console
        from mandate.site.cli.lookup import period_called, unit_called

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
    partial = arguments.out.with_name(f".{arguments.out.name}.partial")
    try:
        partial.write_bytes(document)
        partial.replace(arguments.out)
    finally:
        partial.unlink(missing_ok=True)
    say(f"{arguments.out}: {len(document):,} bytes")
    return 0
