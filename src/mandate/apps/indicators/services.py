"""Every write to one indicator. Reading many in from a table is in tables/importing.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from mandate.apps.indicators import events, uses
from mandate.apps.indicators.definition import (
    Definition,
    Fault,
    code_offers,
    counting_faults,
    definition_of,
    faults_of_change,
    formula_faults,
    formulas_with,
    normal,
    own_faults,
    text_faults,
)
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.permissions import INDICATORS_MANAGE
from mandate.apps.indicators.records import changes, fill, locked, state_of
from mandate.apps.indicators.sentences import error_of
from mandate.core.codes import Looks
from mandate.core.command import Command
from mandate.core.lookalikes import difference
from mandate.core.problem import Problem
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.journal.record import record


@dataclass(frozen=True, slots=True)
class SaveIndicator(Command):
    """Make an indicator (``indicator_id`` None) or change one. The texts are {language: text}."""

    indicator_id: int | None
    definition: Definition
    names: Mapping[str, str]
    measures: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MoveIndicator(Command):
    """Move an indicator in the list: ``steps`` -1 is one up, 1 one down."""

    indicator_id: int
    steps: int


@transaction.atomic
def save_indicator(actor: Actor, command: SaveIndicator) -> Indicator:
    """Make or change an indicator. Errors: ValidationError by field; that of a formula carries the lines of
    ``FormulaError.pointer`` in its params. Indicator.DoesNotExist for an unknown id."""
    require(actor, INDICATORS_MANAGE)
    everyone = locked()
    indicator = Indicator()
    if command.indicator_id is not None:
        indicator = next((one for one in everyone.values() if one.pk == command.indicator_id), indicator)
        if indicator.pk is None:
            raise Indicator.DoesNotExist
    definition = normal(command.definition)
    faults = [*_faults(indicator, definition, everyone), *text_faults(command.names, command.measures)]
    if faults:
        raise ValidationError(_by_field(faults))
    before = state_of(indicator)
    fill(
        indicator,
        definition,
        names=command.names,
        measures=command.measures,
        descriptions=command.descriptions,
    )
    if indicator.pk is None:
        indicator.position = (Indicator.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        indicator.save()
        event = events.IndicatorAdded(indicator.code, indicator.names, state_of(indicator))
        record(actor, event, subject=("indicator", indicator.pk))
        return indicator
    old, new = changes(before, state_of(indicator))
    if new:
        indicator.save()
        record(
            actor,
            events.IndicatorChanged(indicator.code, indicator.names, old, new),
            subject=("indicator", indicator.pk),
        )
    return indicator


@dataclass(frozen=True, slots=True)
class RemoveIndicator(Command):
    """Take an indicator away."""

    indicator_id: int


@transaction.atomic
def remove_indicator(actor: Actor, command: RemoveIndicator) -> None:
    """Take away an indicator that nothing uses; otherwise ValidationError says what does."""
    require(actor, INDICATORS_MANAGE)
    everyone = locked()
    indicator = next((one for one in everyone.values() if one.pk == command.indicator_id), None)
    if indicator is None:
        raise Indicator.DoesNotExist
    users = formulas_with(indicator.code, everyone.values())
    held = [str(use.label) for use, _number in uses.uses_of(indicator.pk)]
    if users or held:
        places = ", ".join([*(one.code for one in users), *held])
        raise ValidationError(
            _("This indicator is in use and cannot be removed: %(places)s.") % {"places": places}
        )
    record(
        actor,
        events.IndicatorRemoved(indicator.code, indicator.names, state_of(indicator)),
        subject=("indicator", indicator.pk),
    )
    indicator.delete()


@transaction.atomic
def move_indicator(actor: Actor, command: MoveIndicator) -> None:
    """Give an indicator another place; moving beyond an end changes nothing."""
    require(actor, INDICATORS_MANAGE)
    order = list(locked().values())
    place = next((at for at, one in enumerate(order) if one.pk == command.indicator_id), None)
    if place is None:
        raise Indicator.DoesNotExist
    target = min(max(place + command.steps, 0), len(order) - 1)
    if target == place:
        return
    moved = order.pop(place)
    order.insert(target, moved)
    for position, indicator in enumerate(order, start=1):
        indicator.position = position
    Indicator.objects.bulk_update(order, ["position"], batch_size=500)
    record(
        actor,
        events.IndicatorMoved(moved.code, moved.names, place + 1, target + 1),
        subject=("indicator", moved.pk),
    )


def _faults(indicator: Indicator, definition: Definition, everyone: Mapping[str, Indicator]) -> list[Fault]:
    faults = list(own_faults(definition, code_offers(everyone)))
    faults += counting_faults(indicator.counted, definition)
    if indicator.pk is None and definition.code in everyone:
        faults.append(Fault("code", "indicator_code_taken", {"code": definition.code}))
    elif indicator.pk is None:
        others = Looks(everyone).others(definition.code)
        faults += [
            Fault(
                "code",
                "code_alike",
                {"code": definition.code, "other": other, **difference(definition.code, other)},
            )
            for other in others
        ]
    if indicator.pk is not None:
        if definition.code != indicator.code:
            return [*faults, Fault("code", "indicator_code_stays", {})]
        if uses.with_figures([indicator.pk]):
            faults += faults_of_change(definition_of(indicator), definition)
    if not any(fault.field in ("code", "formula") for fault in faults):
        formulas = {code: one.formula for code, one in everyone.items()} | {
            definition.code: definition.formula
        }
        faults += formula_faults([definition], formulas, formulas.keys()).values()
    return faults


def _by_field(faults: list[Fault]) -> dict[str, list[ValidationError]]:
    errors: dict[str, list[ValidationError]] = {}
    for fault in faults:
        problem = Problem(0, fault.field, fault.code, fault.params)
        pointer = {"pointer": error_of(problem).pointer} if "position" in fault.params else None
        message = problem_sentence(problem)
        # A message with params is formatted with %, so its own per cent signs are doubled.
        error = ValidationError(message.replace("%", "%%") if pointer else message, fault.code, pointer)
        errors.setdefault(fault.field, []).append(error)
    return errors
