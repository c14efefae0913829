"""``mandate review UNIT PERIOD --lang LL --out FILE``: the review as a document; with ``--below`` those of
the units below, each as a file in a folder."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from django.http import Http404
from django.utils import timezone, translation

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.reviews.documents.kind import REVIEW
from mandate.apps.units.commands.lookup import unit_called
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, console
from mandate.platform.console.files import format_of, replaced
from mandate.platform.console.output import CommandError, say
from mandate.platform.documents import FORMATS, write_document
from mandate.platform.documents.kinds import Reach
from mandate.platform.ui.downloads import FileNames


def run(arguments: Namespace) -> int:
    """Write the documents; a file is only replaced once the whole of it is there."""
    actor = console(timezone.now(), arguments.lang)
    suffix = "" if arguments.below else format_of(arguments.out, FORMATS)
    period, unit = period_called(arguments.period), unit_called(arguments.unit)
    with translation.override(arguments.lang):
        if arguments.below:
            reach = Reach(arguments.below)
            return _many(actor, REVIEW.units(actor, unit.code, period, reach), period, arguments)
        try:
            document = REVIEW.make(actor, unit.code, period, arguments.lang)
        except Http404:  # a closed review needs no unit to be there
            day = period.told_on(actor.today)
            raise CommandError(f"The unit {unit.code} did not exist on {day.isoformat()}.") from None
        _write(arguments.out, write_document(document, suffix))
    return 0


def _many(actor: Actor, codes: Sequence[str], period: Period, arguments: Namespace) -> int:
    """Each into the folder, one after the other."""
    arguments.out.mkdir(parents=True, exist_ok=True)
    names = FileNames()
    for code in codes:
        try:
            document = REVIEW.make(actor, code, period, arguments.lang)
        except Http404:
            say(f"{code} has no review for {period.code}.")
            continue
        name = names.of(REVIEW.file_name(code, period, arguments.lang, arguments.format))
        _write(arguments.out / name, write_document(document, arguments.format))
    return 0


def _write(path: Path, data: bytes) -> None:
    replaced(path, data)
    say(f"{path}: {len(data):,} bytes")
