"""Making and changing forms and rules."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting import form_events
from mandate.apps.reporting.models import Form, FormItem, Rule
from mandate.apps.reporting.permissions import FORMS_MANAGE
from mandate.apps.reporting.services.locks import expect_alone
from mandate.apps.units.models import UnitKind
from mandate.core.command import Command
from mandate.core.formula import FormulaError
from mandate.core.formulas import check
from mandate.core.period import Frequency
from mandate.core.rules import Severity, parse_rule
from mandate.core.text import kept_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.database.codes import fault_of_new
from mandate.platform.i18n.languages import text_in
from mandate.platform.i18n.problems import sentence
from mandate.platform.journal.record import record

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
CODE_LENGTH = 100
SENTENCE_LENGTH = 500
MAX_DUE_DAYS = 366


@dataclass(frozen=True, slots=True)
class SaveFormItem(Command):
    """One indicator of a form, in its place."""

    indicator_id: int
    required: bool = False


@dataclass(frozen=True, slots=True)
class SaveForm(Command):
    """A form as it shall be; ``form_id`` None makes a new one. ``names`` is {language: text}."""

    form_id: int | None
    code: str
    names: Mapping[str, str]
    frequency: str
    due_days: int
    kind_ids: Sequence[int]
    items: Sequence[SaveFormItem]


@dataclass(frozen=True, slots=True)
class SaveRule(Command):
    """A rule as it shall be; ``rule_id`` None makes a new one. A sentence may hold {codes} of indicators,
    where the figures are filled in."""

    rule_id: int | None
    expression: str
    severity: str
    sentences: Mapping[str, str]


@transaction.atomic
def save_form(actor: Actor, command: SaveForm) -> Form:
    """Make or change a form; what is opened already stays as it was opened. Raises ValidationError by field:
    code, names, frequency, due_days, kind_ids, items."""
    require(actor, FORMS_MANAGE)
    expect_alone()
    form = Form() if command.form_id is None else Form.objects.select_for_update().get(pk=command.form_id)
    before = {} if form.pk is None else _state(form)
    indicators = Indicator.objects.in_bulk([item.indicator_id for item in command.items])
    errors = _form_errors(form, command) | _item_errors(command, indicators)
    if not errors:
        errors = _overlap_errors(form, command, indicators)
    if errors:
        raise ValidationError(errors)
    form.code, form.frequency, form.due_days = command.code, command.frequency, command.due_days
    form.names = kept_names(command.names)
    form.save()
    form.kinds.set(command.kind_ids)
    form.items.all().delete()
    FormItem.objects.bulk_create(
        FormItem(form=form, indicator_id=item.indicator_id, position=place, required=item.required)
        for place, item in enumerate(command.items)
    )
    after = _state(form)
    if after != before:
        event = form_events.FormSaved(form=form.names, before=before, after=after)
        record(actor, event, subject=("form", form.pk))
    return form


@dataclass(frozen=True, slots=True)
class RetireForm(Command):
    """Use a form no more."""

    form_id: int


@transaction.atomic
def retire_form(actor: Actor, command: RetireForm) -> None:
    """Open the form no more; what is open goes on. Retiring twice retires once."""
    require(actor, FORMS_MANAGE)
    expect_alone()
    form = Form.objects.select_for_update().get(pk=command.form_id)
    if not form.retired:
        form.retired = True
        form.save(update_fields=["retired"])
        record(actor, form_events.FormRetired(form=form.names), subject=("form", form.pk))


@transaction.atomic
def save_rule(actor: Actor, command: SaveRule) -> Rule:
    """Make or change a rule. Raises ValidationError by field: expression (with the place), severity,
    sentences."""
    require(actor, FORMS_MANAGE)
    rule = Rule() if command.rule_id is None else Rule.objects.select_for_update().get(pk=command.rule_id)
    before = {} if rule.pk is None else _rule_state(rule)
    errors = _expression_errors(command.expression)
    if command.severity not in list(Severity):
        errors["severity"] = _("Choose error or warning.")
    same = Rule.objects.filter(expression=command.expression, severity=command.severity)
    if same.exclude(pk=rule.pk).exists():
        errors["expression"] = _("This rule is there already.")
    if any(len(text) > SENTENCE_LENGTH for text in command.sentences.values()):
        errors["sentences"] = _("This is too long.")
    if errors:
        raise ValidationError(errors)
    rule.expression, rule.severity = command.expression, command.severity
    rule.sentences = kept_names(command.sentences)
    rule.save()
    after = _rule_state(rule)
    if after != before:
        event = form_events.RuleSaved(expression=rule.expression, before=before, after=after)
        record(actor, event, subject=("rule", rule.pk))
    return rule


@dataclass(frozen=True, slots=True)
class RemoveRule(Command):
    """Take a rule away."""

    rule_id: int


@transaction.atomic
def remove_rule(actor: Actor, command: RemoveRule) -> None:
    """Check a rule no more."""
    require(actor, FORMS_MANAGE)
    rule = Rule.objects.select_for_update().get(pk=command.rule_id)
    record(actor, form_events.RuleRemoved(expression=rule.expression), subject=("rule", rule.pk))
    rule.delete()


def _form_errors(form: Form, command: SaveForm) -> dict[str, str]:
    errors = {}
    code = command.code
    if form.automatic:
        errors["code"] = _(
            "This form was made by an import and is changed by imports only; it can be retired."
        )
    elif not _CODE.fullmatch(code) or len(code) > CODE_LENGTH:
        errors["code"] = _("A code has small letters without marks, digits and single hyphens between them.")
    elif Form.objects.filter(code=code).exclude(pk=form.pk).exists():
        errors["code"] = _("There is a form with this code already.")
    elif form.code != code and (fault := fault_of_new(Form.objects.exclude(pk=form.pk), code)):
        errors["code"] = fault
    if not any(command.names.values()):
        errors["names"] = _("Write the name in one language at least.")
    if command.frequency not in list(Frequency):
        errors["frequency"] = _("Choose how often the form is reported.")
    elif form.pk is not None and command.frequency != form.frequency and form.periods.exists():
        errors["frequency"] = _("Periods of this form are open already, so its frequency stays.")
    if not 0 <= command.due_days <= MAX_DUE_DAYS:
        errors["due_days"] = _("Write a number of days from 0 to %(most)s.") % {"most": MAX_DUE_DAYS}
    kinds = set(command.kind_ids)
    if not kinds or UnitKind.objects.filter(pk__in=kinds).count() != len(kinds):
        errors["kind_ids"] = _("Choose the kinds of unit that report this form.")
    return errors


def _item_errors(command: SaveForm, indicators: Mapping[int, Indicator]) -> dict[str, str]:
    ids = [item.indicator_id for item in command.items]
    if not ids or set(ids) - set(indicators):
        return {"items": _("Choose the indicators of this form.")}
    if len(set(ids)) != len(ids):
        return {"items": _("An indicator stands in this form twice.")}
    ratios = [indicators[pk].code for pk in ids if indicators[pk].kind == Kind.RATIO]
    if ratios:
        text = _("%(indicator)s is computed from other indicators and cannot be reported.")
        return {"items": text % {"indicator": ratios[0]}}
    return {}


def _overlap_errors(form: Form, command: SaveForm, indicators: Mapping[int, Indicator]) -> dict[str, str]:
    """One kind of unit reports one indicator in one form of a frequency."""
    other = (
        FormItem.objects.filter(
            indicator_id__in=indicators,
            form__frequency=command.frequency,
            form__retired=False,
            form__kinds__in=command.kind_ids,
        )
        .exclude(form_id=form.pk)
        .select_related("form")
        .first()
    )
    if other is None or form.retired:
        return {}
    text = _("%(indicator)s is in the form “%(form)s” already, for the same kind of unit and as often.")
    name = text_in(other.form.names) or other.form.code
    return {"items": text % {"indicator": indicators[other.indicator_id].code, "form": name}}


def _expression_errors(expression: str) -> dict[str, Any]:
    try:
        rule = parse_rule(expression)
        codes = set(Indicator.objects.exclude(kind=Kind.RATIO).values_list("code", flat=True))
        for side in rule.sides:
            check(side, codes)
    except FormulaError as error:
        text = _("At character %(place)s: %(what)s")
        return {"expression": text % {"place": error.position + 1, "what": sentence(error)}}
    if not rule.names:
        return {"expression": _("A rule names at least one indicator.")}
    limit = Rule._meta.get_field("expression").max_length or 0
    if len(expression) > limit:
        return {"expression": _("A rule has at most %(limit)s characters.") % {"limit": limit}}
    return {}


def _state(form: Form) -> dict[str, Any]:
    """A form as the journal keeps it."""
    return {
        "code": form.code,
        "names": form.names,
        "frequency": form.frequency,
        "due_days": form.due_days,
        "kinds": sorted(form.kinds.values_list("code", flat=True)),
        "items": [[item.indicator.code, item.required] for item in form.items.select_related("indicator")],
    }


def _rule_state(rule: Rule) -> dict[str, Any]:
    return {"expression": rule.expression, "severity": rule.severity, "sentences": rule.sentences}
