"""Every read of indicators for a page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators import uses
from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.definition import Definition, count_of, definition_of, formulas_with, names_in
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.permissions import INDICATORS_MANAGE, INDICATORS_VIEW
from mandate.core.formula import FormulaError, parse, tokenise
from mandate.core.totals import OverTime, OverUnits
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, can_anywhere, visible
from mandate.platform.database.reading import once
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import text_in
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Option, Search

_OVER_UNITS: Mapping[str, Promise] = {
    OverUnits.SUM: gettext_lazy("The total of a unit is the sum of the figures of all units below it."),
    OverUnits.MEAN: gettext_lazy("The total of a unit is the mean of the figures of all units below it."),
    OverUnits.MIN: gettext_lazy("The total of a unit is the smallest figure of all units below it."),
    OverUnits.MAX: gettext_lazy("The total of a unit is the largest figure of all units below it."),
    OverUnits.COUNT: gettext_lazy("The total of a unit is the number of units below it that gave a figure."),
}
_OVER_TIME: Mapping[str, Promise] = {
    OverTime.SUM: gettext_lazy("A year is the sum of its months or quarters."),
    OverTime.LAST: gettext_lazy("A year is its last reported month or quarter."),
    OverTime.MEAN: gettext_lazy("A year is the mean of its months or quarters."),
    OverTime.MIN: gettext_lazy("A year is the smallest of its months or quarters."),
    OverTime.MAX: gettext_lazy("A year is the largest of its months or quarters."),
}


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list; ``ordering``: the actor may put it in order."""

    rows: Shown[Indicator]
    may_manage: bool
    ordering: bool


@dataclass(frozen=True, slots=True)
class FormulaPart:
    """A word of a formula as it is shown; an indicator's code links to it."""

    text: str
    code: str = ""
    name: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class UseLine:
    """Where the indicator is used, and how often."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator: how it sums in plain words, its formula with links, and who uses it. ``counting``: what
    Mandate counts for it; "": it is typed."""

    indicator: Indicator
    over_units: str
    over_time: str
    counting: str
    formula: tuple[FormulaPart, ...]
    used_by: tuple[Indicator, ...]
    uses: tuple[UseLine, ...]
    may_manage: bool

    @property
    def in_use(self) -> bool:
        """Something rests on it, so it cannot be removed."""
        return bool(self.used_by or self.uses)


@dataclass(frozen=True, slots=True)
class Stored:
    """An indicator as it stands, to be changed; texts are {language: text}."""

    id: int
    definition: Definition
    names: dict[str, str]
    measures: dict[str, str]
    descriptions: dict[str, str]


class UnknownIndicator(Http404, LookupError):  # noqa: N818 -- it is the absence of an indicator
    """There is no such indicator, or none that the actor may see."""


def indicators_for(actor: Actor) -> QuerySet[Indicator]:
    """All indicators an actor may see, in their order."""
    return visible(actor, Indicator.objects.all())


def all_indicators() -> Sequence[Indicator]:
    """All there are, in their order, whoever asks: read once a request."""
    return once("indicators", lambda: tuple(Indicator.objects.all()))


def indicators_seen(actor: Actor) -> Sequence[Indicator]:
    """As :func:`indicators_for`, read once a request."""
    return all_indicators() if can_anywhere(actor, INDICATORS_VIEW) else ()


def indicator_by_code(actor: Actor, code: str) -> Indicator:
    """One indicator. Raises UnknownIndicator."""
    found = indicators_for(actor).filter(code=code).first()
    if found is None:
        raise UnknownIndicator(_("There is no indicator %(code)s.") % {"code": code})
    return found


def stored(actor: Actor, code: str) -> Stored:
    """One indicator, to be changed. Raises UnknownIndicator."""
    found = indicator_by_code(actor, code)
    return Stored(found.pk, definition_of(found), found.names, found.measures, found.descriptions)


def adds_up(indicator: Indicator) -> bool:
    """Whether its total is the sum of what the units below have."""
    summed = indicator.over_units in (OverUnits.SUM, OverUnits.COUNT)
    return indicator.kind == Kind.YES_NO or (indicator.kind == Kind.NUMBER and summed)


def can_be_negative(indicator: Indicator) -> bool:
    """Whether a total of it can be below zero: of a ratio where it takes away, or a part can be."""
    if indicator.allow_negative or "-" in indicator.formula:
        return True
    if indicator.kind != Kind.RATIO:
        return False
    known = {one.code: one for one in Indicator.objects.all()}
    looked_at, waiting = set[str](), {indicator.code}
    while waiting:
        code = waiting.pop()
        looked_at.add(code)
        one = known.get(code)
        if one is None:
            continue
        if one.allow_negative or "-" in one.formula:
            return True
        waiting |= names_in(one.formula) - looked_at
    return False


def indicator_list(actor: Actor, *, ordering: bool = False) -> Listing[Indicator]:
    """All indicators, in their order; ``ordering`` with a column to change it."""
    everything = indicators_for(actor)
    counts = dict(everything.order_by().values_list("kind").annotate(number=Count("id")))
    order: list[Column[Indicator]] = [Column("order", gettext_lazy("Order"))] if ordering else []
    kinds = (Option(one.value, one.label, counts[one.value]) for one in Kind if one in counts)
    return Listing(
        name="indicators",
        title=gettext_lazy("Indicators"),
        source=everything,
        rows=list,
        columns=(
            Column("name", gettext_lazy("Indicator"), lambda one: text_in(one.names)),
            Column(
                "measure", gettext_lazy("Unit of measure"), lambda one: text_in(one.measures), in_file=True
            ),
            Column("code", gettext_lazy("Code"), lambda one: one.code, order=("code",)),
            Column("kind", gettext_lazy("Kind"), lambda one: str(Kind(one.kind).label)),
            Column("better", gettext_lazy("Better"), lambda one: one.get_better_display()),
            *order,
        ),
        search=Search(
            gettext_lazy("Code or name"), lambda found, words: found.filter(holding("search_key", words))
        ),
        filters=(
            Filter(
                "kind",
                gettext_lazy("Kinds of indicator"),
                tuple(kinds),
                lambda found, kind: found.filter(kind=kind),
                tabs=True,
            ),
        ),
    )


def list_page(actor: Actor, query: Mapping[str, str]) -> ListPage:
    """A page of the list. It is put in order where neighbours on the page are neighbours in the list."""
    may_manage = can(actor, INDICATORS_MANAGE)
    ordering = may_manage and not any(query.get(name) for name in ("q", "kind", "sort"))
    return ListPage(show(indicator_list(actor, ordering=ordering), query), may_manage, ordering)


def indicator_page(actor: Actor, code: str) -> IndicatorPage:
    """One indicator with what rests on it. Raises UnknownIndicator."""
    indicator = indicator_by_code(actor, code)
    ratios = list(indicators_for(actor).exclude(formula="").exclude(pk=indicator.pk))
    return IndicatorPage(
        indicator=indicator,
        over_units=_over_units(indicator),
        over_time="" if indicator.kind == Kind.RATIO else str(_OVER_TIME[indicator.over_time]),
        counting=_counting(indicator),
        formula=_formula_parts(actor, indicator.formula),
        used_by=tuple(formulas_with(indicator.code, ratios)),
        uses=tuple(UseLine(str(use.label), number) for use, number in uses.uses_of(indicator.pk)),
        may_manage=can(actor, INDICATORS_MANAGE),
    )


def _counting(indicator: Indicator) -> str:
    count = count_of(indicator)
    return str(count.sentence) if count else ""


def _over_units(indicator: Indicator) -> str:
    if indicator.kind == Kind.RATIO:
        return _("At every level it is computed from the totals of that level. It is never averaged.")
    if indicator.kind == Kind.YES_NO:
        return _("The total of a unit is the number of units that said yes, of all that answered.")
    return str(_OVER_UNITS[indicator.over_units])


def _formula_parts(actor: Actor, formula: str) -> tuple[FormulaPart, ...]:
    """The formula cut into words, so that each code can be a link."""
    if not formula:
        return ()
    try:
        names = _names(actor, parse(formula).names)
        tokens = tokenise(formula)
    except FormulaError:
        return (FormulaPart(formula),)
    parts = []
    end = 0
    for token in tokens:
        if token.position > end:
            parts.append(FormulaPart(formula[end : token.position]))
        known = token.kind == "code" and token.text in names
        parts.append(
            FormulaPart(token.text, token.text, names[token.text]) if known else FormulaPart(token.text)
        )
        end = token.position + len(token.text)
    return tuple(part for part in parts if part.text)


def _names(actor: Actor, codes: Collection[str]) -> dict[str, dict[str, str]]:
    return dict(indicators_for(actor).filter(code__in=codes).values_list("code", "names"))
