"""What an administrator has to see to, so that reports can come: periods to open, and units without anybody
who writes."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from django.db.models import OuterRef, Subquery

from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.permissions import PERIODS_MANAGE, REPORTS_SUBMIT
from mandate.apps.units.models import Unit
from mandate.apps.units.placed import Placed, placed
from mandate.apps.units.structure import structure_on, with_all_below
from mandate.core.period import Period, PeriodError
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.access.models import Grant
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.database.arrays import among
from mandate.platform.duties import Asked
from mandate.platform.i18n.languages import text_in
from mandate.platform.periods import reader

NAMED = 5


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A form whose newest period has ended, and the one that follows it."""

    form_id: int
    form: str
    period: Period


@dataclass(frozen=True, slots=True)
class Unwritten:
    """How many units report for which nobody writes, and the first of them."""

    count: int
    units: tuple[Placed, ...]

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.units)


def periods_to_open(actor: Actor, asked: Asked) -> tuple[ToOpen, ...] | None:
    """The forms in use whose newest period has ended while the next one is not opened; None where there are
    none. A form that an import made is opened by imports."""
    if not can(actor, PERIODS_MANAGE):
        return None
    newest = FormPeriod.objects.filter(form=OuterRef("pk")).order_by("-starts", "-ends")
    forms = visible(actor, Form.objects.filter(retired=False, automatic=False)).annotate(
        newest=Subquery(newest.values("period")[:1]), ended=Subquery(newest.values("ends")[:1])
    )
    return tuple(_following(forms.filter(ended__lte=actor.today).order_by("code"))) or None


def _following(forms: Iterable[Form]) -> Iterable[ToOpen]:
    read = reader()
    for form in forms:
        with suppress(PeriodError):  # the last year there is, or a term that nobody has named yet
            following = read(form.newest).next()  # type: ignore[attr-defined]  # an annotation
            yield ToOpen(form.pk, text_in(form.names) or form.code, following)


def units_without_writers(actor: Actor, asked: Asked) -> Unwritten | None:
    """The units of kinds that report on which nobody was granted a role that writes, nor on one above them
    below the top: a role on the whole organisation is nobody who writes for each street. None where there are
    none."""
    if not can(actor, GRANTS_MANAGE):
        return None
    structure = structure_on(actor.today)
    granted = Grant.objects.in_force(actor.today).filter(
        user__is_active=True, unit__isnull=False, role__in=action(REPORTS_SUBMIT).roles
    )
    held = set(granted.values_list("unit_id", flat=True))
    tops = set(structure.ids[structure.parent < 0].tolist())
    written = np.union1d(with_all_below(held - tops, actor.today), np.array(sorted(held), dtype=np.int64))
    left = structure.ids[~np.isin(structure.ids, written)]
    kinds = Form.objects.filter(retired=False, automatic=False, kinds__isnull=False).values("kinds")
    units = Unit.objects.filter(among("pk", left), kind__in=kinds).order_by("code")
    first = list(units.values_list("pk", flat=True)[:NAMED])
    if not first:
        return None
    named = placed(first, actor.today)
    return Unwritten(units.count(), tuple(named[unit] for unit in first))
