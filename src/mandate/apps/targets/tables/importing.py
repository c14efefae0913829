"""Targets read from a file: all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.targets import events
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.targets.services import SetTarget, checked, fields_of_measure, goal_of, lock_units
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import standing_in, structure_on
from mandate.core.codes import Looks
from mandate.core.command import Command
from mandate.core.number import NumberError
from mandate.core.period import Period, PeriodError
from mandate.core.problem import Problem, Problems
from mandate.core.target import Measure
from mandate.core.tree import Structure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import register
from mandate.platform.journal.record import record
from mandate.platform.periods import reader

COLUMNS = ("unit", "indicator", "period", "goal", "direction")
WRITTEN = ("goal", "direction", "document", "measure", "term")
OPTIONAL_COLUMNS = ("document", "measure", "term")

register(
    {
        "target_unit": _("There is no unit with the code %(code)s."),
        "target_unit_then": _("The unit %(code)s does not exist on %(day)s."),
        "target_unit_never": _("The unit %(code)s does not exist on any day of %(period)s."),
        "target_indicator": _("There is no indicator with the code %(code)s."),
        "target_direction": _("“%(text)s” is not a direction; write at_least, at_most or exactly."),
        "target_twice": _("This target stands in row %(first)s already."),
        "target_document": _("The name of the document is too long."),
        "target_measure": _("“%(text)s” is not a way to measure; write period, cumulative or state."),
        "target_state": _("%(period)s is not a term, so there is no state at its end."),
        "target_term": _("%(period)s does not lie in the term %(term)s; name the term that it lies in."),
    }
)

Key = tuple[int, int, str]  # unit, indicator, period


@dataclass(frozen=True, slots=True)
class TargetRow(Command):
    """One line of the file as it was read; of a column that is not there a target keeps
    what it has."""

    row: int
    unit: str
    indicator: str
    period: str
    goal: str
    direction: str
    document: str | None = None
    measure: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class ImportTargets(Command):
    """All rows. A target belongs to whoever has a place on some day of its period; with
    ``structure_date``, to whoever has one on that day."""

    rows: Sequence[TargetRow]
    structure_date: date | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How many targets were new, changed, and there already."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def import_targets(actor: Actor, command: ImportTargets) -> Summary:
    """Add or change all targets of a file. Raises Problems with everything that is wrong, by row."""
    require(actor, TARGETS_SET)
    units = dict(Unit.objects.values_list("code", "pk"))
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    problems: list[Problem] = []
    wanted: dict[Key, Target] = {}
    silent: dict[Key, list[str]] = {}  # the fields of which the file says nothing
    first: dict[tuple[str, str, str], int] = {}
    there = _places(command.structure_date, reader())
    looks = Looks(units), Looks(indicators)
    for row in command.rows:
        found = list(_problems(row, units, indicators, there, command.structure_date, looks))
        key = (row.unit, row.indicator, row.period)
        if key in first:
            found.append(Problem(row.row, "", "target_twice", {"first": first[key]}))
        first.setdefault(key, row.row)
        problems += found
        target = None if found else _target(row, units[row.unit], indicators[row.indicator], problems)
        if target is not None:
            key_of = (target.unit_id, target.indicator_id, target.period)
            wanted[key_of] = target
            silent[key_of] = [name for name in OPTIONAL_COLUMNS if getattr(row, name) is None]
    if problems:
        raise Problems(problems)
    return _write(actor, wanted, silent, command.dry_run)


@dataclass(frozen=True, slots=True)
class _Place:
    """A period, and which units can have a target in it."""

    period: Period
    units: frozenset[int] | Structure


def _places(day: date | None, read: Callable[[str], Period]) -> Callable[[str], _Place]:
    """How the period of a row is read, each looked up once. Raises PeriodError."""
    standing = structure_on(day) if day else None

    @cache
    def place(code: str) -> _Place:
        period = read(code)
        return _Place(period, standing_in(period.start, period.end) if standing is None else standing)

    return place


def _problems(
    row: TargetRow,
    units: Mapping[str, int],
    indicators: Mapping[str, Indicator],
    there: Callable[[str], _Place],
    day: date | None,
    looks: tuple[Looks, Looks],
) -> "list[Problem]":
    problems = []
    place: _Place | None = None
    try:
        place = there(row.period)
    except PeriodError as error:
        problems.append(Problem(row.row, "period", f"period_{error.code}", error.params))
    if row.unit not in units:
        problems.append(
            Problem(row.row, "unit", "target_unit", {"code": row.unit, **looks[0].hint(row.unit)})
        )
    elif place is not None and units[row.unit] not in place.units:
        problems.append(Problem(row.row, "unit", *_not_there(row, day)))
    if row.indicator not in indicators:
        told = {"code": row.indicator, **looks[1].hint(row.indicator)}
        problems.append(Problem(row.row, "indicator", "target_indicator", told))
    else:
        try:
            goal_of(row.goal, "plain", indicators[row.indicator])
        except NumberError as error:
            problems.append(Problem(row.row, "goal", f"number_{error.code}", error.params))
    if row.direction not in ("at_least", "at_most", "exactly"):
        problems.append(Problem(row.row, "direction", "target_direction", {"text": row.direction}))
    if place is not None:
        wrong = fields_of_measure(row.measure or Measure.PERIOD, row.term or "", place.period, {})
        if wrong:
            problems.append(Problem(row.row, "measure", *wrong))
    return problems


def _not_there(row: TargetRow, day: date | None) -> tuple[str, dict[str, object]]:
    if day is None:
        return "target_unit_never", {"code": row.unit, "period": row.period}
    return "target_unit_then", {"code": row.unit, "day": day.isoformat()}


def _target(row: TargetRow, unit_id: int, indicator: Indicator, problems: list[Problem]) -> Target | None:
    """The target of a row; None where its document cannot be."""
    command = SetTarget(
        unit_id=unit_id,
        indicator_id=indicator.pk,
        period=row.period,
        goal=row.goal,
        direction=row.direction,
        document=row.document or "",
        measure=row.measure or Measure.PERIOD.value,
        term=row.term or "",
    )
    try:
        fields = checked(command, indicator)
    except ValidationError:
        problems.append(Problem(row.row, "document", "target_document"))
        return None
    return Target(unit_id=unit_id, indicator_id=indicator.pk, period=row.period, **fields)


def _write(
    actor: Actor, wanted: Mapping[Key, Target], silent: Mapping[Key, Sequence[str]], dry_run: bool
) -> Summary:
    if not dry_run:
        lock_units(sorted({unit for unit, _indicator, _period in wanted}))
    periods = {period for _unit, _indicator, period in wanted}
    standing = {
        (target.unit_id, target.indicator_id, target.period): target
        for target in Target.objects.select_for_update().filter(period__in=periods)
    }
    added = [target for key, target in wanted.items() if key not in standing]
    changed = []
    for key, target in wanted.items():
        old = standing.get(key)
        if old:
            for name in silent.get(key, ()):
                setattr(target, name, getattr(old, name))
        if old and any(getattr(old, name) != getattr(target, name) for name in WRITTEN):
            for name in WRITTEN:
                setattr(old, name, getattr(target, name))
            changed.append(old)
    summary = Summary(len(added), len(changed), len(wanted) - len(added) - len(changed))
    if not dry_run and (added or changed):
        Target.objects.bulk_create(added, batch_size=2000)
        Target.objects.bulk_update(changed, WRITTEN, batch_size=2000)
        written = [*added, *changed]
        touched = [target.unit_id for target in written]
        record(actor, events.TargetsImported(len(written)), touched=touched)
    return summary
