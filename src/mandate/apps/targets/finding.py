"""The figures of an indicator on a unit are found by the words of both: "flower roads ham rong". An indicator
alone leads to the figures of one's own units, and a year beside it to those of that year."""

from collections.abc import Iterable, Sequence
from itertools import islice, product

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import indicators_seen
from mandate.apps.units.models import Unit
from mandate.apps.units.under import called, key_above, parent_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import by_unanswered, key_of, match_of, matching, years_in
from mandate.platform.find.nearness import home, nearness
from mandate.platform.i18n.languages import current, text_in

WAYS = 2  # to share the words out between an indicator and a unit


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """What no word of an indicator answers to, the unit must; of the ways to share the words out, that which
    leaves the fewest to the unit goes first. A year says of which the figures are."""
    period = next(years_in(words), "")
    words = tuple(word for word in words if word != period)
    indicators = {one.pk: one for one in indicators_seen(actor)}
    keys = {pk: key_of(one.code, *one.names.values()) for pk, one in indicators.items()}
    ways = [(rest, pks) for rest, pks in by_unanswered(keys, words).items() if len(rest) < len(words)]
    found: list[Found] = []
    for rest, pks in ways[:WAYS]:
        named = sorted((indicators[pk] for pk in pks), key=lambda one: _match(keys[one.pk], words))
        units = _units(actor, rest, most)
        found += [
            _found(one, unit, period, Match.PLACED if rest else _match(keys[one.pk], words))
            for one, unit in islice(product(named, units), most)
        ]
        if found:
            break
    return found


def _units(actor: Actor, rest: tuple[str, ...], most: int) -> Iterable[tuple[str, str, str]]:
    """The code, name and unit above of the units of the words; without words, of the actor's own."""
    units = visible(actor, Unit.objects.all())
    if rest:
        match = matching("search_key", rest, key_above(actor.today))
        units = units.filter(called(rest, actor.today)).annotate(match=match).filter(match__lte=Match.PLACED)
        units = units.order_by("match", nearness(actor, "pk"), by_name(current()), F("code"))
    else:
        units = units.filter(among("pk", home(actor))).order_by(by_name(current()), F("code"))
    rows = list(units.values_list("pk", "code", "names")[:most])
    above = parent_names([pk for pk, *_rest in rows], actor.today)
    return [(code, text_in(names) or code, above.get(pk, "")) for pk, code, names in rows]


def _found(one: Indicator, unit: tuple[str, str, str], period: str, match: Match) -> Found:
    code, name, above = unit
    return Found(
        title=text_in(one.names) or one.code,
        view=("targets:indicator", code, one.code),
        beside=" · ".join(filter(None, (name, above, period))),
        match=match,
        period=period,
    )


def _match(key: str, words: Sequence[str]) -> Match:
    match = match_of(key, words)
    return Match.INSIDE if match is None else match


FIGURES = Finder("figures", _("Figures"), 25, _find)
