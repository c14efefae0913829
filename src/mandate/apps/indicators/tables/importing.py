"""The import of indicators from a file: all of its rows or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from mandate.apps.indicators import events, uses
from mandate.apps.indicators.choices import Denominator, Kind
from mandate.apps.indicators.definition import (
    MAX_DECIMALS,
    MAX_MEASURE,
    MAX_NAME,
    Definition,
    code_offers,
    counting_faults,
    definition_of,
    faults_of_change,
    formula_faults,
    normal,
    own_faults,
)
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.permissions import INDICATORS_MANAGE
from mandate.apps.indicators.records import State, changes, fill, locked, state_of
from mandate.core.codes import CodeOffers, Looks
from mandate.core.command import Command
from mandate.core.lookalikes import difference
from mandate.core.problem import Problem, Problems
from mandate.core.target import Better
from mandate.core.text import one_line
from mandate.core.totals import OverTime, OverUnits
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n.languages import CODES, DEFAULT, supported
from mandate.platform.journal.record import record

COLUMNS = (
    "code",
    "name",
    "unit_of_measure",
    "decimals",
    "kind",
    "over_units",
    "over_time",
    "formula",
    "better",
    "denominator",
    "allow_negative",
    "counted",
)
LANGUAGE_COLUMNS = tuple(f"{name}_{code}" for name in ("name", "unit_of_measure") for code in CODES)
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind.values),
    "over_units": tuple(OverUnits),
    "over_time": tuple(OverTime),
    "better": tuple(Better),
    "denominator": tuple(Denominator.values),
}


@dataclass(frozen=True, slots=True)
class IndicatorRow(Command):
    """One line of the file as it was read. An empty cell leaves an indicator as it is; a new one takes its
    default (0, number, sum, sum, higher, same, no, typed). ``counted`` is the name of a count, or "no".
    ``names`` and ``measures`` are those by language."""

    row: int
    code: str
    name: str
    unit_of_measure: str = ""
    decimals: str = ""
    kind: str = ""
    over_units: str = ""
    over_time: str = ""
    formula: str = ""
    better: str = ""
    denominator: str | None = None
    allow_negative: str = ""
    counted: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportIndicators(Command):
    """All rows of a file. Names and units of measure are kept under the language of whoever imports (from the
    console: the site's), other languages stay. With ``dry_run`` everything is checked and nothing written."""

    rows: Sequence[IndicatorRow]
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The codes that were (or with a dry run would be) added, changed, and found as they are."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return len(self.added) + len(self.changed) + len(self.unchanged)


@transaction.atomic
def import_indicators(actor: Actor, command: ImportIndicators) -> Summary:
    """Add new codes, update those that are there. Raises ``Problems`` with all that is wrong, by row."""
    require(actor, INDICATORS_MANAGE)
    stored = locked()
    problems: list[Problem] = []
    offers = code_offers({*stored, *(row.code for row in command.rows)})
    read = [_read(row, stored.get(row.code), offers, problems) for row in command.rows]
    problems += _across(command.rows, read, stored)
    if not command.rows:
        problems.append(Problem(0, "", "indicator_none"))
    if problems:
        raise Problems(sorted(problems, key=lambda problem: problem.row))
    language = supported(settings.LANGUAGE_CODE if actor.console else actor.language) or DEFAULT
    added: list[Indicator] = []
    changed: dict[str, list[State]] = {}
    unchanged: list[str] = []
    last = max((indicator.position for indicator in stored.values()), default=0)
    for row, definition in zip(command.rows, read, strict=True):
        indicator = stored.get(definition.code)
        if indicator is None:
            indicator = Indicator(position=last + len(added) + 1)
            _fill(indicator, definition, row, language)
            added.append(indicator)
            continue
        before = state_of(indicator)
        _fill(indicator, definition, row, language)
        old, new = changes(before, state_of(indicator))
        if new:
            changed[indicator.code] = [old, new]
        else:
            unchanged.append(indicator.code)
    if not command.dry_run and (added or changed):
        Indicator.objects.bulk_create(added, batch_size=1000)
        for code in changed:
            stored[code].save()
        record(actor, events.IndicatorsImported([indicator.code for indicator in added], changed))
    return Summary(tuple(indicator.code for indicator in added), tuple(changed), tuple(unchanged))


def _read(
    row: IndicatorRow, stored: Indicator | None, offers: CodeOffers, problems: list[Problem]
) -> Definition:
    """The definition of a row over the one that is stored; what cannot be read is a problem."""
    before = definition_of(stored) if stored else Definition(row.code)
    chosen: dict[str, str] = {}
    for column, allowed in _CHOICES.items():
        text = str(getattr(row, column) or "").lower()
        if text and text not in allowed:
            params = {"text": text[:40], "allowed": ", ".join(allowed)}
            problems.append(Problem(row.row, column, "indicator_unknown_choice", params))
        chosen[column] = text if text in allowed else ""
    kind = chosen["kind"] or before.kind
    definition = normal(
        Definition(
            code=row.code,
            kind=kind,
            decimals=_decimals(row, before.decimals, problems),
            over_units=chosen["over_units"] or before.over_units,
            over_time=chosen["over_time"] or before.over_time,
            formula=row.formula or (before.formula if kind == Kind.RATIO else ""),
            denominator=chosen["denominator"] or before.denominator,
            better=chosen["better"] or before.better,
            allow_negative=_yes_no(row, before.allow_negative, problems),
            counted="" if row.counted.lower() in _NO else row.counted or before.counted,
        )
    )
    faults = [*own_faults(definition, offers), *counting_faults(before.counted, definition)]
    problems += [Problem(row.row, fault.field, fault.code, fault.params) for fault in faults]
    if not row.name:
        problems.append(Problem(row.row, "name", "indicator_name_missing"))
    problems += _too_long(row)
    return definition


def _too_long(row: IndicatorRow) -> Iterator[Problem]:
    """The texts of a row that are too long, each at its column."""
    for column, text, by_language, code, limit in (
        ("name", row.name, row.names, "indicator_name_too_long", MAX_NAME),
        ("unit_of_measure", row.unit_of_measure, row.measures, "indicator_measure_too_long", MAX_MEASURE),
    ):
        told = {column: text} | {f"{column}_{language}": said for language, said in by_language.items()}
        for name, said in told.items():
            if len(said) > limit:
                yield Problem(row.row, name, code, {"limit": limit})


def _yes_no(row: IndicatorRow, before: bool, problems: list[Problem]) -> bool:
    text = row.allow_negative.lower()
    if text and text not in (*_YES, *_NO):
        params = {"text": text[:40], "allowed": "yes, no"}
        problems.append(Problem(row.row, "allow_negative", "indicator_unknown_choice", params))
    return text in _YES if text else before


def _decimals(row: IndicatorRow, before: int, problems: list[Problem]) -> int:
    text = str(row.decimals)
    if text in {str(number) for number in range(MAX_DECIMALS + 1)}:
        return int(text)
    if text:
        params = {"text": text[:40], "limit": MAX_DECIMALS}
        problems.append(Problem(row.row, "decimals", "indicator_decimals_malformed", params))
    return before


def _across(
    rows: Sequence[IndicatorRow], read: Sequence[Definition], stored: Mapping[str, Indicator]
) -> list[Problem]:
    """What is wrong between rows, and between the file and what is stored."""
    problems: list[Problem] = []
    row_of: dict[str, int] = {}
    looks = Looks(stored)
    for row, definition in zip(rows, read, strict=True):
        if definition.code in row_of:
            params = {"code": definition.code, "first": row_of[definition.code]}
            problems.append(Problem(row.row, "code", "indicator_code_twice", params))
        elif definition.code:
            problems += _alike(row.row, definition.code, looks, row_of)
            row_of[definition.code] = row.row
    held = uses.with_figures([stored[code].pk for code in row_of if code in stored])
    for row, definition in zip(rows, read, strict=True):
        indicator = stored.get(definition.code)
        if indicator is not None and indicator.pk in held:
            faults = faults_of_change(definition_of(indicator), definition)
            problems += [Problem(row.row, fault.field, fault.code, fault.params) for fault in faults]
    formulas = {code: indicator.formula for code, indicator in stored.items()}
    formulas |= {definition.code: definition.formula for definition in read}
    wrong = formula_faults([one for one in read if one.formula], formulas, formulas.keys())
    problems += [
        Problem(row_of[code], fault.field, fault.code, fault.params) for code, fault in wrong.items() if code
    ]
    return problems


def _alike(row: int, code: str, looks: Looks, row_of: Mapping[str, int]) -> Iterator[Problem]:
    """A new code that looks like one that there is, or like that of a row above; ``looks`` knows it then."""
    others = [] if code in looks.all(code) else looks.others(code)
    for other in others[:1]:
        params: dict[str, object] = {"code": code, "other": other, **difference(code, other)}
        if other in row_of:
            yield Problem(row, "code", "code_alike_row", params | {"first": row_of[other]})
        else:
            yield Problem(row, "code", "code_alike", params)
    looks.add(code)


def _fill(indicator: Indicator, definition: Definition, row: IndicatorRow, language: str) -> None:
    """Put a row in, keeping what the file does not say."""
    fill(
        indicator,
        definition,
        names=_texts(indicator.names, row.names, row.name, language),
        measures=_texts(indicator.measures, row.measures, row.unit_of_measure, language),
    )


def _texts(
    before: Mapping[str, str], by_language: Mapping[str, str], text: str, language: str
) -> dict[str, str]:
    """The texts of a row. One that is there in some language already is no other text."""
    texts = {**before, **{code: one_line(told) for code, told in by_language.items() if one_line(told)}}
    text = one_line(text)
    known = map(one_line, (*before.values(), *texts.values()))
    return texts if not text or text in known else texts | {language: text}
