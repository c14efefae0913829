"""Pages and errands are found by what they are called, those of a unit with its name and a year: "targets ham
rong 2026"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Unit
from mandate.apps.units.permissions import UNITS_VIEW
from mandate.apps.units.queries import top_units
from mandate.apps.units.under import called, key_above, parent_names
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can_on, covered_units, held_units, visible
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import by_unanswered, match_of, matching, unanswered, years_in
from mandate.platform.find.nearness import nearness
from mandate.platform.i18n.languages import text_in
from mandate.platform.mine import leaves_of
from mandate.platform.parts import errands, own_pages, tabs
from mandate.platform.places import Text

UNITS = 3  # of which a page is offered


@dataclass(frozen=True, slots=True)
class _Thing:
    """A page or an errand: what it is called, what it answers to, a line each, and who may."""

    label: str
    key: str
    view: str
    action: str
    of_unit: bool
    of_period: bool = False
    beside: str = ""


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    things = [one for one in _things(actor) if not one.action or _may_somewhere(actor, one.action)]
    whole = [
        Found(one.label, (one.view,), one.beside, match=match)
        for one in things
        if not one.of_unit and (match := match_of(one.key, words)) is not None
    ]
    found = [*whole, *_of_units(actor, words, [one for one in things if one.of_unit])]
    return sorted(found, key=lambda one: one.match)[:most]


def _may_somewhere(actor: Actor, action: str) -> bool:
    """On a unit, or for the whole organisation where that is what the action asks for."""
    units = covered_units(actor, action)
    return units is None or len(units) > 0


def _things(actor: Actor) -> Iterable[_Thing]:
    for leaf in leaves_of(actor):
        key, beside = _key(leaf.label, leaf.place.label), str(leaf.place.label)
        beside = "" if beside == str(leaf.label) else beside
        yield _Thing(str(leaf.label), key, leaf.view, "", of_unit=False, beside=beside)
    for page in own_pages():
        yield _Thing(str(page.label), _key(page.label), page.view, "", of_unit=False)
    for tab in tabs():
        yield _Thing(str(tab.label), _key(tab.label), tab.view, UNITS_VIEW, True, tab.of_period)
    for errand in errands():
        key = _key(errand.label, *str(errand.words).split(","))
        yield _Thing(str(errand.label), key, errand.view, errand.action, errand.of_unit)


def _key(*texts: Text) -> str:
    return "\n".join(fold(str(text)) for text in texts if text)


def _of_units(actor: Actor, words: tuple[str, ...], things: Sequence[_Thing]) -> Iterable[Found]:
    """On the units that the words leave to be named, or on the reader's own, of the year that they name: two
    queries."""
    period = next(years_in(words), "")
    if period:
        words, things = tuple(one for one in words if one != period), [one for one in things if one.of_period]
    ways = by_unanswered({one: one.key for one in things}, words)
    rest, meant = next(iter(ways.items()), (words, []))
    if len(rest) == len(words):
        return
    units = visible(actor, Unit.objects.filter(called(rest, actor.today)) if rest else Unit.objects.all())
    if rest:
        match = matching("search_key", rest, key_above(actor.today))
        units = units.annotate(match=match).order_by("match", nearness(actor, "pk"), "code")
    else:
        held = {*held_units(actor, list(Role)), *top_units(actor, actor.today)}
        units = units.filter(pk__in=held).order_by(nearness(actor, "pk"), "code")
    rows = list(units.values_list("pk", "code", "names")[:UNITS])
    ids = [pk for pk, *_names in rows]
    above, least = parent_names(ids, actor.today), Match.PLACED if rest else Match.EXACT
    for thing in meant:
        answered = [word for word in words if word not in unanswered(thing.key, words)]
        named = match_of(thing.key, answered)
        best = Match.WORDS if named is None else named
        may = can_on(actor, thing.action, ids)
        for pk, code, names in rows:
            if pk in may:
                beside = ", ".join(filter(None, (text_in(names) or code, above.get(pk), period)))
                yield Found(thing.label, (thing.view, code), beside, match=max(best, least), period=period)


PAGES = Finder("pages", _("Pages and deeds"), 0, _find)
