"""Reviews are found by their unit and period: "review ham rong 2023"."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import STANDS
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import structure_on
from mandate.apps.units.under import called, key_above, parent_names
from mandate.core.period import Period
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database.arrays import among
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import by_unanswered, matching, years_in
from mandate.platform.find.nearness import home, nearness
from mandate.platform.i18n.languages import CODES, current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import reader

Way = tuple[tuple[str, ...], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A review, or the page of one that nobody wrote yet: of a unit for a period that ends on a day."""

    unit_id: int
    code: str
    names: dict[str, str]
    period: str
    ends: date
    closed_at: datetime | None
    match: int

    def stands(self, today: date) -> str:
        """Its state, one of STANDS."""
        return "closed" if self.closed_at else "open" if self.ends <= today else "under_way"


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """What the period does not answer to, the unit must. What nobody wrote or closed is no review yet."""
    reviews = visible(actor, Review.objects.exclude(version=0, closed_at=None))
    # a year that is named, too: of it nobody may have written a review yet
    codes = {*reviews.order_by().values_list("period", flat=True).distinct(), *years_in(words)}
    ways = by_unanswered(_keys(sorted(codes)), words).items()
    if not ways:
        return ()
    wanted = Q(pk__in=())
    for rest, periods in ways:
        held = Q(period__in=periods)
        wanted |= held & called(rest, actor.today, "unit__") if rest else held
    named = [word for word in words if all(word in rest for rest, _periods in ways)]
    match = matching("unit__search_key", named, key_above(actor.today, "unit_id"))
    order = ("match", nearness(actor, "unit_id"), F("starts").desc(), F("unit__code"), "pk")
    ranked = reviews.filter(wanted).annotate(match=match).order_by(*order)
    fields = ("unit_id", "unit__code", "unit__names", "period", "ends", "closed_at", "match")
    rows = [Row(*values) for values in ranked.values_list(*fields)[:most]]
    rows = [*_unwritten(actor, words, ways, {(row.unit_id, row.period) for row in rows}), *rows]
    above, read = parent_names([row.unit_id for row in rows], actor.today), reader()
    return [
        Found(
            title=_title(read(row.period)),
            view=("reviews:review", row.code, row.period),
            beside=", ".join(filter(None, (text_in(row.names) or row.code, above.get(row.unit_id)))),
            kind=str(STANDS[row.stands(actor.today)]),
            match=max(Match(row.match), Match.BEGINS),  # a review is called like its unit, and is not it
        )
        for row in rows[:most]
    ]


def _unwritten(
    actor: Actor, words: Sequence[str], ways: Iterable[Way], written: Collection[tuple[int, str]]
) -> list[Row]:
    """The pages of the actor's own units where nobody wrote or closed anything yet, for the periods that the
    words name as those of reviews: whoever looks for their own review finds where it is written."""
    named = (period for rest, found in ways if not rest for period in found)
    periods = [period for period in named if any(word not in period for word in words)]
    if not periods:
        return []
    units = visible(actor, Unit.objects.filter(among("pk", home(actor)))).order_by("code")
    found: list[Row] = []
    for period in sorted(map(reader(), periods), key=lambda one: one.start, reverse=True):
        for unit in units:
            if (unit.pk, period.code) not in written and unit.pk in structure_on(period.told_on(actor.today)):
                last = period.last_day
                found.append(Row(unit.pk, unit.code, unit.names, period.code, last, None, Match.BEGINS))
    return found


def _title(period: Period) -> str:
    return _("Review for %(period)s") % {"period": period_name(period, current(), "sentence")}


def _keys(periods: Iterable[str]) -> dict[str, str]:
    """What each period answers to: its code, its name, and what the page is called, in every language, for
    whoever reads in one often writes in another."""
    read = reader()
    return {code: _key(read(code), tuple(read(code).names.items())) for code in periods}


@lru_cache(maxsize=5_000)  # the same in every search, until the period is called otherwise
def _key(period: Period, _called: tuple[tuple[str, str], ...]) -> str:
    key = ""
    for language in CODES:
        with translation.override(language):
            words = (_("Reviews"), _title(period), period.code, period_name(period, language))
            key += fold(" ".join(words) + "\n")
    return key


REVIEWS = Finder("reviews", gettext_lazy("Reviews"), 60, _find)
