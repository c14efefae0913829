"""``mandate expect UNIT… FORM PERIOD --add|--excuse|--undo``: what an opened period expects."""

from argparse import Namespace

from django.db import transaction
from django.utils import timezone

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import Form, FormPeriod, Report
from mandate.apps.reporting.services import (
    ExcuseUnits,
    ExpectUnits,
    UndoExpected,
    excuse_units,
    expect_units,
    undo_expected,
)
from mandate.apps.units.commands.lookup import unit_called
from mandate.platform.access.actor import console
from mandate.platform.console.output import CommandError, say
from mandate.platform.database.codes import row_called, unknown


def run(arguments: Namespace) -> int:
    """Add units that came late, excuse others, or take back the last change of each; all or none."""
    actor = console(timezone.now())
    ids = [unit_called(code).pk for code in dict.fromkeys(arguments.units)]
    opened = _opened(arguments.form, arguments.period)
    if arguments.undo:
        with transaction.atomic():
            for pk in ids:
                undo_expected(actor, UndoExpected(opened.pk, pk))
        told = f"Took back {len(ids)}"
    elif arguments.add:
        told = f"Added {expect_units(actor, ExpectUnits(opened.pk, ids, arguments.reason))}"
    else:
        told = f"Excused {excuse_units(actor, ExcuseUnits(opened.pk, ids, arguments.reason))}"
    count = _expected(opened)
    say(f"{told}; {opened.form.code} now expects {count} report{'' if count == 1 else 's'}.")
    return 0


def _opened(form: str, code: str) -> FormPeriod:
    period = period_called(code)
    found = row_called(Form.objects.all(), form)
    if found is None:
        raise CommandError(unknown(f"There is no form with the code {form}.", Form.objects.all(), form))
    opened = FormPeriod.objects.select_related("form").filter(form=found, period=period.code).first()
    if opened is None:
        raise CommandError(f"The form {found.code} is not opened for {period.code}.")
    return opened


def _expected(opened: FormPeriod) -> int:
    return expected(Report.objects.filter(form_period=opened)).count()
