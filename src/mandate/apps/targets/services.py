"""Every write to targets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import can_be_negative
from mandate.apps.targets import events
from mandate.apps.targets.choices import DIRECTION_NAMES
from mandate.apps.targets.marks import mark_of, state_of
from mandate.apps.targets.models import Target
from mandate.apps.targets.permissions import TARGETS_SET
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import standing_in
from mandate.core.command import Command
from mandate.core.number import NumberError, plain, read_number, write_number
from mandate.core.period import Frequency, Period, PeriodError
from mandate.core.problem import Problem
from mandate.core.target import Direction, Measure
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.problems import problem_sentence, sentence
from mandate.platform.journal.record import record
from mandate.platform.periods import calendar, period_of

DOCUMENT_LENGTH = 300
MEANWHILE = "meanwhile"  # the code of an error: somebody else changed what was seen


@dataclass(frozen=True, slots=True)
class SetTarget(Command):
    """A goal for a unit's total, as typed: ``goal`` is text in ``language`` ("plain" for files). ``measure``
    is one of core/target; a cumulative one may leave out its ``term`` where the period lies in one only.
    ``seen`` is the mark of what stood there (marks.py); None: whatever stands there is written over."""

    unit_id: int
    indicator_id: int
    period: str
    goal: str
    direction: str
    document: str = ""
    language: str = "plain"
    measure: str = Measure.PERIOD.value
    term: str = ""
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveTarget(Command):
    """Take a target away; ``seen`` as of :class:`SetTarget`."""

    target_id: int
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class SetTargets(Command):
    """Several goals at once, and targets to take away: all or nothing."""

    targets: Sequence[SetTarget]
    remove: Sequence[RemoveTarget] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A target that was taken away: its indicator, and the command that sets it again."""

    code: str
    names: Mapping[str, str]
    again: SetTarget


@dataclass(frozen=True, slots=True)
class TargetsSet:
    """What was set (``changed``: how many of them were not so before), what was taken away, and what takes
    all of it back."""

    targets: tuple[Target, ...]
    changed: int
    removed: tuple[Removed, ...]
    back: SetTargets


@transaction.atomic
def set_target(actor: Actor, command: SetTarget) -> Target:
    """Set or change a target. Errors: ValidationError by field (indicator, period, goal, direction,
    document); of code "meanwhile" where somebody else changed what was seen."""
    return _set(actor, command)[0]


def _set(actor: Actor, command: SetTarget) -> tuple[Target, SetTarget | RemoveTarget | None]:
    """The target, and what takes the change back; None where nothing changed."""
    require(actor, TARGETS_SET, command.unit_id)
    lock_units([command.unit_id])
    indicator = Indicator.objects.filter(pk=command.indicator_id).first()
    fields = checked(command, indicator)
    assert indicator is not None
    period = period_of(command.period)
    if command.unit_id not in standing_in(period.start, period.end):
        raise ValidationError({"period": _("This unit does not exist on any day of this period.")})
    target = (
        Target.objects.select_for_update()
        .filter(unit_id=command.unit_id, indicator=indicator, period=command.period)
        .first()
    )
    before, mark, past = (
        (state_of(target), mark_of(target), _as_it_was(target)) if target else (None, "", None)
    )
    if target is None:
        target = Target(unit_id=command.unit_id, indicator=indicator, period=command.period)
    for name, value in fields.items():
        setattr(target, name, value)
    after = state_of(target)
    back: SetTarget | RemoveTarget | None = None
    if mark_of(target) != mark:
        _require_seen(command.seen, mark, past, command.language)
        target.save()
        event = events.TargetSet(indicator.code, indicator.names, command.period, before, after)
        record(actor, event, unit_id=command.unit_id, subject=("target", target.pk))
        now = mark_of(target)
        back = replace(past, seen=now) if past else RemoveTarget(target.pk, now)
    return target, back


def _require_seen(seen: str | None, mark: str, past: SetTarget | None, language: str) -> None:
    """Refuse to write over what nobody has looked at."""
    if seen is None or seen == mark:
        return
    if past is None:
        text = _("Somebody else has removed this target meanwhile. Save again to set yours.")
    else:
        goal = write_number(Decimal(past.goal), current() if language == "plain" else language)
        direction = DIRECTION_NAMES[Direction(past.direction)]
        text = _("Somebody else has set this meanwhile: %(goal)s. Save again to set yours.") % {
            "goal": f"{direction} {goal}"
        }
    raise ValidationError({"goal": ValidationError(text, code=MEANWHILE)})


@transaction.atomic
def set_targets(actor: Actor, command: SetTargets) -> TargetsSet:
    """Set several targets and take others away; one that is wrong stops all. ValidationError keys are
    "<place>-<field>", the places of those to take away after the others'."""
    lock_units([one.unit_id for one in command.targets])
    done: list[tuple[Target, SetTarget | RemoveTarget | None]] = []
    removed: list[Removed | None] = []
    errors: dict[str, list[ValidationError]] = {}
    asked: list[SetTarget | RemoveTarget] = [*command.targets, *command.remove]
    for place, one in enumerate(asked):
        try:
            if isinstance(one, SetTarget):
                done.append(_set(actor, one))
            else:
                removed.append(remove_target(actor, one))
        except ValidationError as error:
            for field, found in error.error_dict.items():
                errors[f"{place}-{field}"] = found
    if errors:
        raise ValidationError(errors)
    gone = tuple(one for one in removed if one is not None)
    back = [one for _target, one in done if one is not None]
    return TargetsSet(
        targets=tuple(target for target, _back in done),
        changed=len(back),
        removed=gone,
        back=SetTargets(
            [*(one for one in back if isinstance(one, SetTarget)), *(one.again for one in gone)],
            [one for one in back if isinstance(one, RemoveTarget)],
        ),
    )


@transaction.atomic
def remove_target(actor: Actor, command: RemoveTarget) -> Removed | None:
    """Take a target away; returns what sets it again, or None where somebody else took it away already.
    ValidationError of code "meanwhile" at ``goal`` where somebody else changed it."""
    found = (
        Target.objects.select_for_update(of=["self"]).select_related("indicator").filter(pk=command.target_id)
    )
    target = found.first()
    if target is None:
        return None
    require(actor, TARGETS_SET, target.unit_id)
    _require_seen(command.seen, mark_of(target), _as_it_was(target), "plain")
    event = events.TargetRemoved(
        target.indicator.code, target.indicator.names, target.period, state_of(target)
    )
    record(actor, event, unit_id=target.unit_id, subject=("target", target.pk))
    target.delete()
    return Removed(target.indicator.code, target.indicator.names, _as_it_was(target))


def _as_it_was(target: Target) -> SetTarget:
    return SetTarget(
        unit_id=target.unit_id,
        indicator_id=target.indicator_id,
        period=target.period,
        goal=plain(Decimal(target.goal), target.indicator.decimals),
        direction=target.direction,
        document=target.document,
        measure=target.measure,
        term=target.term,
        seen="",
    )


def checked(command: SetTarget, indicator: Indicator | None) -> dict[str, object]:
    """The fields of a target from what was typed. Raises ValidationError by field."""
    errors: dict[str, str] = {}
    fields: dict[str, object] = {"document": command.document, "direction": command.direction}
    if indicator is None:
        errors["indicator"] = _("Choose an indicator.")
    else:
        _try(errors, "goal", lambda: fields.update(goal=goal_of(command.goal, command.language, indicator)))
    _try(errors, "period", lambda: fields.update(_span(command.period)))
    if "period" not in errors:
        wrong = fields_of_measure(command.measure, command.term, period_of(command.period), fields)
        if wrong:
            errors["measure"] = problem_sentence(Problem(0, "measure", *wrong))
    if command.direction not in list(Direction):
        errors["direction"] = _("Write at_least, at_most or exactly.")
    if len(command.document) > DOCUMENT_LENGTH:
        errors["document"] = _("At most %(limit)s characters.") % {"limit": DOCUMENT_LENGTH}
    if errors:
        raise ValidationError(errors)
    return fields


def fields_of_measure(
    measure: str, term: str, period: Period, fields: dict[str, object]
) -> tuple[str, dict[str, object]] | None:
    """Add what a target is judged on to its fields; else the code of a problem with its parameters."""
    fields.update(measure=measure, term="")
    if measure not in list(Measure):
        return "target_measure", {"text": measure[:40]}
    if measure == Measure.STATE and period.frequency is not Frequency.TERM:
        return "target_state", {"period": period.code}
    if measure == Measure.CUMULATIVE:
        terms = [one.code for one in calendar().around(period)]
        if period.frequency is Frequency.TERM and term in ("", period.code):
            terms = [period.code]
        if term not in ("", *terms) or (not term and len(terms) != 1):
            return "target_term", {"period": period.code, "term": term or "–"}
        fields["term"] = term or terms[0]
    return None


def lock_units(unit_ids: Sequence[int]) -> None:
    """Two people who set the same target for the first time wait for each other here."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=unit_ids).order_by("pk").values("pk"))


def _try(errors: dict[str, str], field: str, read: Callable[[], None]) -> None:
    try:
        read()
    except (NumberError, PeriodError) as error:
        errors[field] = sentence(error)


def goal_of(text: str, language: str, indicator: Indicator) -> Decimal:
    """The goal that was typed. Raises NumberError, also for one that the indicator can never come to."""
    goal = read_number(text, language, indicator.decimals)
    if goal < 0 and not can_be_negative(indicator):
        raise NumberError("negative", {"text": text})
    return goal


def _span(code: str) -> dict[str, object]:
    period = period_of(code)
    return {"starts": period.start, "ends": period.end}
