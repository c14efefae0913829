"""Tables out, in the columns in which they can be read in again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from mandate.apps.indicators import imports as indicators
from mandate.apps.indicators.models import Denominator, Indicator
from mandate.apps.reporting.models import Answer, Figure
from mandate.apps.reporting.permissions import REPORTS_VIEW
from mandate.apps.reporting.spans import within
from mandate.apps.targets.models import Measure, Target
from mandate.apps.units.kinds import new_kind
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.structure import structure_on
from mandate.core.number import plain
from mandate.core.period import Period
from mandate.interop.spreadsheets.imports import COLUMNS, ImportKind
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import covered_units, visible
from mandate.platform.i18n.languages import CODES, text_in
from mandate.platform.tables.writing import Value

Rows = Iterator[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows."""

    heading: Sequence[str]
    rows: Rows


def export(actor: Actor, kind: ImportKind, period: Period) -> Table:
    """What the actor may see of a kind: units with all their places, indicators, targets and figures of a
    period."""
    if kind == "units":
        return _units(actor)
    if kind == "indicators":
        return _indicators(actor)
    rows = _targets(actor, period) if kind == "targets" else _figures(actor, period)
    return Table((*COLUMNS[kind].required, *COLUMNS[kind].optional), rows)


def _units(actor: Actor) -> Table:
    """Every known place of every unit, closed ones too: today's tree in preorder, then what is not open. What
    kinds are called stands in every row, where it is not what their codes mean anyhow."""
    units = {unit.pk: unit for unit in visible(actor, Unit.objects.select_related("kind")).order_by("code")}
    languages = _languages(unit.names for unit in units.values())
    words = _languages(
        texts for kind in {unit.kind for unit in units.values()} for texts in _words_of_its_own(kind)
    )
    places: dict[int, list[Placement]] = {}
    placed = Placement.objects.filter(unit_id__in=units).select_related("parent")
    for placement in placed.order_by(F("starts").asc(nulls_first=True)):
        places.setdefault(placement.unit_id, []).append(placement)
    today = [key for key in structure_on(actor.today).ids.tolist() if key in units]
    others = [key for key in units if key not in set(today)]

    def rows() -> Rows:
        for key in (*today, *others):
            unit = units[key]
            for place in places.get(key, ()):
                yield (
                    unit.code,
                    place.parent.code if place.parent else "",
                    unit.kind.code,
                    text_in(unit.names),
                    *(unit.names.get(language, "") for language in languages),
                    *(unit.kind.names.get(language, "") for language in words),
                    *(unit.kind.plurals.get(language, "") for language in words),
                    place.starts.isoformat() if place.starts else "",
                    place.ends.isoformat() if place.ends else "",
                )

    names = [f"name_{language}" for language in languages]
    names += [f"{column}_{language}" for column in ("kind_name", "kind_plural") for language in words]
    return Table((*COLUMNS["units"].required, *names, "from", "until"), rows())


def _words_of_its_own(kind: UnitKind) -> Iterator[dict[str, str]]:
    """The names and plurals of a kind that are not those of its code."""
    plain = new_kind(kind.code)
    for texts, known in ((kind.names, plain.names), (kind.plurals, plain.plurals)):
        yield {language: text for language, text in texts.items() if known.get(language) != text}


def _languages(texts: Iterable[Mapping[str, str]]) -> list[str]:
    """The languages in which there are texts."""
    used = {language for names in texts for language, text in names.items() if text}
    return [language for language in CODES if language in used]


def _indicators(actor: Actor) -> Table:
    found = list(visible(actor, Indicator.objects.all()))
    languages = _languages([texts for one in found for texts in (one.names, one.measures)])

    def rows() -> Rows:
        for one in found:
            yield (
                one.code,
                text_in(one.names),
                text_in(one.measures) if one.measures else "",
                one.decimals,
                one.kind,
                one.over_units,
                one.over_time,
                one.formula,
                one.better,
                one.denominator if one.denominator != Denominator.SAME else "",
                "yes" if one.allow_negative else "no",
                *(one.names.get(language, "") for language in languages),
                *(one.measures.get(language, "") for language in languages),
            )

    texts = [f"{name}_{language}" for name in ("name", "unit_of_measure") for language in languages]
    return Table((*indicators.COLUMNS, *texts), rows())


def _targets(actor: Actor, period: Period) -> Rows:
    targets = visible(actor, Target.objects.filter(period=period.code))
    for one in targets.select_related("unit", "indicator").order_by("unit__code", "indicator__position"):
        goal = Decimal(plain(one.goal, one.indicator.decimals))
        yield (
            one.unit.code,
            one.indicator.code,
            one.period,
            goal,
            one.direction,
            one.document,
            one.measure if one.measure != Measure.PERIOD else "",
            one.term,
        )


def _figures(actor: Actor, period: Period) -> Rows:
    """The figures that count and lie within the period."""
    figures = Figure.objects.filter(within(period), counted=True)
    covered = covered_units(actor, REPORTS_VIEW)
    if covered is not None:
        figures = figures.filter(unit_id__in=covered.tolist())
    rows = figures.exclude(answer=Answer.MISSING).order_by("indicator__position", "unit__code", "starts")
    chosen = rows.values_list(
        "unit__code",
        "indicator__code",
        "revision__report__form_period__period",
        "value",
        "indicator__decimals",
    )
    for unit, indicator, code, value, decimals in chosen.iterator(chunk_size=5000):
        yield unit, indicator, code, Decimal(plain(value, decimals)) if value is not None else "n/a"
