"""Reviews are found by their unit and period: "review ham rong 2023"."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import STANDS
from mandate.apps.units.under import called, key_above, parent_names
from mandate.core.period import Period
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import by_unanswered, matching
from mandate.platform.find.nearness import nearness
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.i18n.periods import period_name
from mandate.platform.periods import reader


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """What the period does not answer to, the unit must. What nobody wrote or closed is no review yet."""
    reviews = visible(actor, Review.objects.exclude(version=0, closed_at=None))
    ways = by_unanswered(_keys(reviews.order_by().values_list("period", flat=True).distinct()), words).items()
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
    fields = ("unit_id", "unit__code", "unit__names", "period", "starts", "ends", "closed_at", "match")
    rows = list(ranked.values_list(*fields)[:most])
    above, read = parent_names([unit for unit, *_rest in rows], actor.today), reader()
    return [
        Found(
            title=_title(read(period)),
            view=("reviews:review", code, period),
            beside=", ".join(filter(None, (text_in(names) or code, above.get(unit)))),
            kind=str(STANDS["closed" if closed else "open" if ends <= actor.today else "under_way"]),
            match=max(Match(match), Match.BEGINS),  # a review is called like its unit, and is not it
        )
        for unit, code, names, period, _starts, ends, closed, match in rows
    ]


def _title(period: Period) -> str:
    return _("Review for %(period)s") % {"period": period_name(period, current(), "sentence")}


def _keys(periods: Iterable[str]) -> dict[str, str]:
    """What each period answers to: its code, its name, and what the page is called."""
    read = reader()
    return {
        code: fold(f"{_('Reviews')} {_title(read(code))} {code} {period_name(read(code), current())}")
        for code in periods
    }


REVIEWS = Finder("reviews", gettext_lazy("Reviews"), 60, _find)
