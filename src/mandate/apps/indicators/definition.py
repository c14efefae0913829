"""What an indicator may be: the checks shared by the edit form and the import. Nothing here is written."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from mandate.apps.indicators.choices import Denominator, Kind
from mandate.apps.indicators.models import Indicator
from mandate.core.codes import CodeOffers, indicator_code
from mandate.core.command import Command
from mandate.core.formula import CODE, Formula, FormulaError, parse
from mandate.core.formulas import check, evaluation_order
from mandate.core.target import Better
from mandate.core.totals import OverTime, OverUnits
from mandate.platform.counts import Count
from mandate.platform.parts import count_named, counts

MAX_DECIMALS = 6
MAX_CODE = 60
MAX_NAME = 300
MAX_MEASURE = 60
# Looking for a similar code among thousands takes long; after so many unknown ones the hint is left out.
NEAR_HINTS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a definition: the field, a stable code, and what its sentence needs."""

    field: str
    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Definition(Command):
    """The part of an indicator that decides how it is counted."""

    code: str
    kind: str = Kind.NUMBER
    decimals: int = 0
    over_units: str = OverUnits.SUM
    over_time: str = OverTime.SUM
    formula: str = ""
    denominator: str = Denominator.SAME
    better: str = Better.HIGHER
    allow_negative: bool = False
    counted: str = ""


FIXED_BY_FIGURES = ("kind", "over_units", "over_time", "counted")


def definition_of(indicator: Indicator) -> Definition:
    """The definition that is stored."""
    return Definition(
        code=indicator.code,
        kind=indicator.kind,
        decimals=indicator.decimals,
        over_units=indicator.over_units,
        over_time=indicator.over_time,
        formula=indicator.formula,
        denominator=indicator.denominator,
        better=indicator.better,
        allow_negative=indicator.allow_negative,
        counted=indicator.counted,
    )


def normal(definition: Definition) -> Definition:
    """What does not apply to a kind takes its default, so that two equal indicators are equal."""
    if definition.kind == Kind.RATIO:
        return replace(
            definition, over_units=OverUnits.SUM, over_time=OverTime.SUM, formula=definition.formula
        )
    definition = replace(definition, denominator=Denominator.SAME)
    if definition.kind == Kind.YES_NO:
        return replace(definition, over_units=OverUnits.SUM, allow_negative=False)
    return definition


def code_offers(taken: Iterable[str]) -> CodeOffers:
    """Codes of indicators that are free beside these."""
    return CodeOffers(taken, indicator_code, MAX_CODE)


def own_faults(definition: Definition, offers: CodeOffers) -> Iterator[Fault]:
    """What is wrong with a definition by itself; ``offers`` has codes that could be instead."""
    if not definition.code:
        yield Fault("code", "indicator_code_missing", {})
    elif not re.fullmatch(CODE, definition.code):
        offer = offers.offer(definition.code)
        yield Fault("code", "indicator_code_malformed", {"code": definition.code[:MAX_CODE], "offer": offer})
    elif len(definition.code) > MAX_CODE:
        offer = offers.offer(definition.code)
        yield Fault("code", "indicator_code_too_long", {"limit": MAX_CODE, "offer": offer})
    if not 0 <= definition.decimals <= MAX_DECIMALS:
        yield Fault("decimals", "indicator_decimals_out_of_range", {"limit": MAX_DECIMALS})
    if definition.kind == Kind.YES_NO and definition.decimals:
        yield Fault("decimals", "indicator_yes_no_decimals", {})
    if definition.kind == Kind.RATIO and not definition.formula:
        yield Fault("formula", "indicator_formula_missing", {})
    if definition.kind != Kind.RATIO and definition.formula:
        yield Fault("formula", "indicator_formula_not_here", {})


def text_faults(names: Mapping[str, str], measures: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with the names and units of measure, by language."""
    if not any(names.values()):
        yield Fault("names", "indicator_name_missing", {})
    if any(len(text) > MAX_NAME for text in names.values()):
        yield Fault("names", "indicator_name_too_long", {"limit": MAX_NAME})
    if any(len(text) > MAX_MEASURE for text in measures.values()):
        yield Fault("measures", "indicator_measure_too_long", {"limit": MAX_MEASURE})


def counting_faults(before: str, after: Definition) -> Iterator[Fault]:
    """What is wrong with what an indicator counts; ``before`` is what it counted so far. A count that no part
    brings any more may stay, so that the rest of the indicator can be changed."""
    if after.counted and after.counted != before and after.counted not in counts():
        told = {"text": after.counted[:MAX_CODE], "allowed": ", ".join(counts())}
        yield Fault("counted", "indicator_unknown_choice", told)
    elif after.counted and after.kind != Kind.NUMBER:
        yield Fault("counted", "indicator_counted_number", {})


class MayBeCounted(Protocol):
    """An indicator, or as much of it as a reader of rows keeps."""

    @property
    def counted(self) -> str:
        """The name of its count; "" where it is typed."""


def count_of(indicator: MayBeCounted) -> Count | None:
    """What counts the figures of an indicator; None where they are typed, as they also are once the part that
    counted them is gone."""
    return count_named(indicator.counted) if indicator.counted else None


def faults_of_change(before: Definition, after: Definition) -> Iterator[Fault]:
    """What may not change once numbers are stored under the indicator."""
    for field in FIXED_BY_FIGURES:
        if getattr(before, field) != getattr(after, field):
            yield Fault(field, "indicator_fixed_by_figures", {})
    if after.decimals < before.decimals:
        yield Fault("decimals", "indicator_decimals_shrink", {"decimals": before.decimals})


def formula_faults(
    changed: Collection[Definition], all_formulas: Mapping[str, str], codes: Collection[str]
) -> dict[str, Fault]:
    """Faults of the formulas of `changed`, by code, among all formulas as they would be afterwards."""
    faults: dict[str, Fault] = {}
    parsed: dict[str, Formula] = {}
    asked = {definition.code for definition in changed if definition.kind == Kind.RATIO}
    unknown = 0
    for code, text in all_formulas.items():
        if not text.strip():
            continue
        try:
            formula = parse(text)
            if code in asked:
                _check(formula, codes, near=unknown < NEAR_HINTS)
        except FormulaError as error:
            unknown += error.code.startswith("unknown_code")
            if code in asked:
                faults[code] = _fault(error)
            continue
        parsed[code] = formula
    try:
        evaluation_order(parsed)
    except FormulaError as error:
        circle = str(error.params["path"]).split(" → ")
        first = next((code for code in circle if code in asked), circle[0])
        faults.setdefault(first, _fault(_from(error, circle, first, parsed)))
    return faults


def _check(formula: Formula, codes: Collection[str], *, near: bool) -> None:
    if near:
        check(formula, codes)
        return
    for name, position in formula.positions.items():
        if name not in codes:
            raise FormulaError("unknown_code", {"name": name}, position, formula.text)


def _from(error: FormulaError, circle: list[str], first: str, parsed: Mapping[str, Formula]) -> FormulaError:
    """The same circle told from the formula that was changed, with the place in that formula."""
    if first not in circle or first == circle[0]:
        return error
    ring = circle[:-1]
    at = ring.index(first)
    told = [*ring[at:], *ring[:at], first]
    formula = parsed[first]
    return FormulaError("cycle", {"path": " → ".join(told)}, formula.positions[told[1]], formula.text)


def _fault(error: FormulaError) -> Fault:
    params = {**error.params, "position": error.position, "text": error.text}
    return Fault("formula", f"formula_{error.code}", params)


def formulas_with(code: str, indicators: Iterable[Indicator]) -> list[Indicator]:
    """The ratios among `indicators` whose formula names an indicator."""
    return [one for one in indicators if one.formula and code in names_in(one.formula)]


def names_in(text: str) -> frozenset[str]:
    """The codes that a formula names; none where it cannot be read."""
    try:
        return parse(text).names
    except FormulaError:
        return frozenset()
