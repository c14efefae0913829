"""Reads for the pages of the rules between figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Form, FormItem, Rule
from mandate.apps.reporting.permissions import FORMS_MANAGE
from mandate.apps.reporting.queries.findings import rule_sentence
from mandate.core.errors import CoreError
from mandate.core.formula import FormulaError
from mandate.core.number import read_number
from mandate.core.rules import parse_rule
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.i18n.languages import current
from mandate.platform.i18n.problems import sentence


class UnknownRule(Http404, LookupError):  # noqa: N818 -- it is the absence of a rule
    """There is no such rule."""


@dataclass(frozen=True, slots=True)
class StoredRule:
    """A rule as it stands, to be changed."""

    id: int
    expression: str
    severity: str
    sentences: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with the forms that hold all its indicators."""

    rule: Rule
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules."""

    rows: tuple[RuleLine, ...]
    may_manage: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """One indicator of a rule that is tried, the value typed for it, and why it cannot be read."""

    code: str
    names: Mapping[str, str]
    text: str
    error: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule tried on sample values: ``holds`` None where a value is missing; ``told`` what a person would
    read. ``pointer`` are two lines that show where the expression is wrong."""

    samples: tuple[Sample, ...]
    holds: bool | None
    told: str
    pointer: str


def rules_page(actor: Actor) -> RulesPage:
    """All rules with the forms they concern: three queries."""
    codes_of: dict[Form, set[str]] = {}
    forms = visible(actor, Form.objects.filter(retired=False))
    for item in FormItem.objects.filter(form__in=forms).select_related("form", "indicator"):
        codes_of.setdefault(item.form, set()).add(item.indicator.code)
    rows = []
    for rule in Rule.objects.all():
        names = _names(rule.expression)
        rows.append(RuleLine(rule, tuple(form for form, codes in codes_of.items() if names <= codes)))
    return RulesPage(tuple(rows), can(actor, FORMS_MANAGE))


def _names(expression: str) -> frozenset[str]:
    try:
        return parse_rule(expression).names
    except FormulaError:
        return frozenset()


def try_rule(expression: str, sentences: Mapping[str, str], texts: Mapping[str, str]) -> Trial:
    """Try a rule that may not be saved yet on values as they are typed in the reader's language."""
    try:
        rule = parse_rule(expression)
    except FormulaError as error:
        return Trial((), None, sentence(error), error.pointer)
    order = list(dict.fromkeys(name for side in rule.sides for name in side.positions))
    indicators = {one.code: one for one in Indicator.objects.filter(code__in=order)}
    samples, values = [], {}
    for code in order:
        text, error_text = texts.get(code, "").strip(), ""
        value = None
        indicator = indicators.get(code)
        if text and indicator is not None:
            try:
                value = Fraction(read_number(text, current(), indicator.decimals))
            except CoreError as error:
                error_text = sentence(error)
        values[code] = value
        samples.append(Sample(code, indicator.names if indicator else {}, text, error_text))
    holds = rule.holds(values)
    unsaved = Rule(expression=expression, sentences=dict(sentences))
    known = [code for code in order if code in indicators]
    told = rule_sentence(unsaved, known, indicators, values) if holds is False else ""
    return Trial(tuple(samples), holds, told, "")


def stored_rule(rule_id: int) -> StoredRule:
    """One rule. Raises UnknownRule."""
    rule = Rule.objects.filter(pk=rule_id).first()
    if rule is None:
        raise UnknownRule("There is no such rule.")
    return StoredRule(rule.pk, rule.expression, rule.severity, rule.sentences)
