"""What the importer of figures may choose on the preview, so that some problems do not keep the table out."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mandate.core.problem import Problem, Problems
from mandate.interop.spreadsheets.imports import CHOICES, Choice, ImportKind, import_table
from mandate.platform.access.actor import Actor
from mandate.platform.tables.reader.limits import PAGE

OFFERS: dict[Choice, Promise] = {
    "accept_warnings": _("The figures that are asked about are right"),
    "partial": _("Leave the reports that are not whole as drafts, which their units can finish"),
    "expect_late": _("Expect the reports of these units too: they came late"),
}


def tried(actor: Actor, kind: ImportKind, data: bytes, as_of: date | None) -> tuple[str, tuple[Problem, ...]]:
    """What the table would do, and the problems that must be chosen away for it: with some of them gone
    others may come to light. Raises Problems where one cannot be."""
    choices: set[Choice] = set()
    problems: tuple[Problem, ...] = ()
    while True:
        try:
            done = import_table(actor, kind, data, as_of=as_of, dry_run=True, choices=choices, limits=PAGE)
        except Problems as error:
            problems += error.problems
            new = {CHOICES[one.code] for one in error.problems if one.code in CHOICES}
            if new <= choices or any(one.code not in CHOICES for one in error.problems):
                raise Problems(problems) from None
            choices |= new
        else:
            return done, problems
