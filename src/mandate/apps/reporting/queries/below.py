"""What the units below still owe: reports that nobody has handed in yet."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.outstanding import UNSUBMITTED, outstanding
from mandate.apps.reporting.queries.lists import by_unit_name, units_below
from mandate.apps.reporting.queries.tasks import decides
from mandate.apps.units.queries import names_of, number_below, structure_on
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.database.arrays import among
from mandate.platform.i18n.languages import text_in
from mandate.platform.periods import reader

FORMS_SHOWN = 5
UNITS_NAMED = 3


@dataclass(frozen=True, slots=True)
class OwedUnit:
    """Who owes a report, and which. ``above`` is the unit over it, which tells units of one name apart; empty
    where that is the unit of the page."""

    report_id: int
    name: str
    above: str


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One opened form that units below still owe: how many, and the first of them by name. ``days`` is how
    far off its day is, negative once it has passed."""

    form: str
    period: Period
    due: date
    days: int
    count: int
    units: tuple[OwedUnit, ...]

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.units)


def outstanding_below(actor: Actor, unit_id: int) -> tuple[Outstanding, ...]:
    """The opened forms that a unit and those below still owe, the earliest day first: three
    queries."""
    reports = outstanding().filter(UNSUBMITTED, among("unit_id", units_below(unit_id, actor.today)))
    groups = list(
        reports.values(
            "form_period_id", "form_period__form__names", "form_period__form__code", "form_period__period"
        )
        .annotate(count=Count("pk"), due=F("form_period__due"))
        .order_by("due", "form_period_id")[:FORMS_SHOWN]
    )
    named = _named(actor, unit_id, reports, [group["form_period_id"] for group in groups])
    read = reader()
    return tuple(
        Outstanding(
            form=text_in(group["form_period__form__names"]) or group["form_period__form__code"],
            period=read(group["form_period__period"]),
            due=group["due"],
            days=(group["due"] - actor.today).days,
            count=group["count"],
            units=tuple(named.get(group["form_period_id"], ())),
        )
        for group in groups
    )


def _named(
    actor: Actor, unit_id: int, reports: QuerySet[Report], opened: list[int]
) -> dict[int, list[OwedUnit]]:
    place = Window(RowNumber(), partition_by=F("form_period_id"), order_by=by_unit_name())
    first = list(
        reports.filter(form_period_id__in=opened)
        .select_related("unit")
        .annotate(place=place)
        .filter(place__lte=UNITS_NAMED)
        .order_by("form_period_id", "place")
    )
    structure = structure_on(actor.today)
    above = {
        report.unit_id: structure.ancestors(report.unit_id)[-1:].tolist()
        for report in first
        if report.unit_id in structure
    }
    names = names_of(parent for parents in above.values() for parent in parents if parent != unit_id)
    named: dict[int, list[OwedUnit]] = {}
    for report in first:
        name = text_in(report.unit.names) or report.unit.code
        parents = [names[parent].name for parent in above.get(report.unit_id, ()) if parent in names]
        named.setdefault(report.form_period_id, []).append(OwedUnit(report.pk, name, "".join(parents)))
    return named


def has_below(actor: Actor, unit_id: int, period: Period) -> bool:
    """Whether the lists of the units below can hold more than the unit's own: units lie there today, or did
    in the period, or the actor decides on reports."""
    days = (period.told_on(actor.today), actor.today)
    return decides(actor) or any(number_below(unit_id, day) for day in days)
