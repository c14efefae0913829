"""The admissions of a year: how many, how many more than the year before, from where, and in which units."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from mandate.apps.people.models import Membership, MemberSource
from mandate.apps.people.permissions import MEMBERS_VIEW
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.structure import structure_on
from mandate.core.membership import Began
from mandate.core.period import FIRST_YEAR, LAST_YEAR
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require, visible
from mandate.platform.access.tree import provider
from mandate.platform.database.arrays import among


@dataclass(frozen=True, slots=True)
class Plan:
    """So many are to be admitted in the year, by a document."""

    goal: Decimal
    document: str


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """So many of a source, or in a unit (with all below it; ``code`` leads there), in the year and before."""

    name: str
    number: int
    before: int
    code: str = ""

    @property
    def more(self) -> int:
        """Than the year before; below zero: less."""
        return self.number - self.before

    @property
    def less(self) -> int:
        """The same, where it is less."""
        return self.before - self.number


@dataclass(frozen=True, slots=True)
class AdmissionsPage:
    """The admissions to a unit and all below it in a ``year``, by source and by unit. ``share`` of the
    ``plan`` is in percent. ``years`` can be chosen; ``running``: the year is not over."""

    unit: UnitRef
    year: int
    total: AdmissionRow
    sources: tuple[AdmissionRow, ...]
    unknown: AdmissionRow
    units: tuple[AdmissionRow, ...]
    plan: Plan | None
    share: Decimal | None
    years: tuple[int, ...]
    running: bool


_readers: list[Callable[[Actor, int, int], Plan | None]] = []


def declare_plan(read: Callable[[Actor, int, int], Plan | None]) -> None:
    """Called once by the part above that knows plans: what it gives for an actor, a unit and a year."""
    _readers.append(read)


def admissions_page(actor: Actor, code: str, year: int | None) -> AdmissionsPage:
    """Without a year, this one. Raises UnknownUnit, Forbidden. The number of queries does not grow with what
    lies below."""
    unit = unit_by_code(actor, code)
    require(actor, MEMBERS_VIEW, unit.id)
    year = year if year is not None and FIRST_YEAR < year <= LAST_YEAR else actor.today.year
    day = min(date(year, 12, 31), actor.today)
    below = provider().with_all_below([unit.id], day)
    rows = visible(actor, Membership.objects.filter(among("unit_id", below), began=Began.ADMITTED.value))
    by_unit = _numbers(rows, "unit_id", year)
    by_source = _numbers(rows, "source_id", year)
    total = AdmissionRow(unit.name, *_sum(list(by_unit.values())))
    plan = next(filter(None, (read(actor, unit.id, year) for read in _readers)), None)
    first = rows.order_by("starts").values_list("starts", flat=True).first()
    return AdmissionsPage(
        unit=unit,
        year=year,
        total=total,
        sources=tuple(
            AdmissionRow(one.called, *by_source[one.pk])
            for one in MemberSource.objects.order_by("position", "code")
            if one.pk in by_source
        ),
        unknown=AdmissionRow("", *by_source.get(None, (0, 0))),
        units=_of_units(unit, day, by_unit),
        plan=plan,
        share=_percent(total.number, plan.goal) if plan else None,
        years=tuple(range(actor.today.year, min(first.year if first else year, year) - 1, -1)),
        running=year >= actor.today.year,
    )


def _numbers(rows: QuerySet[Membership], field: str, year: int) -> dict[int | None, tuple[int, int]]:
    found = rows.filter(starts__year__in=(year, year - 1)).order_by().values_list(field)
    counted = found.annotate(
        this=Count("pk", filter=Q(starts__year=year)), last=Count("pk", filter=Q(starts__year=year - 1))
    )
    return {key: (this, last) for key, this, last in counted}


def _sum(numbers: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return sum(this for this, _ in numbers), sum(last for _, last in numbers)


def _of_units(
    unit: UnitRef, day: date, by_unit: dict[int | None, tuple[int, int]]
) -> tuple[AdmissionRow, ...]:
    """The unit itself, where somebody was admitted to it, and each unit right below it."""
    structure = structure_on(day)
    children = structure.children(unit.id).tolist() if unit.id in structure else []
    places = placed(set(children), day)
    found = [
        (places[child].name, places[child].unit.code, _within(child, day, by_unit)) for child in children
    ]
    rows = [AdmissionRow(name, *numbers, code) for name, code, numbers in found]
    if own := by_unit.get(unit.id):
        rows.insert(0, AdmissionRow(unit.name, *own))
    return tuple(rows)


def _within(unit_id: int, day: date, by_unit: dict[int | None, tuple[int, int]]) -> tuple[int, int]:
    below = provider().with_all_below([unit_id], day).tolist()
    return _sum([by_unit[one] for one in below if one in by_unit])


def _percent(number: int, goal: Decimal) -> Decimal | None:
    return (Decimal(number) * 100 / goal).quantize(Decimal("0.1")) if goal > 0 else None
