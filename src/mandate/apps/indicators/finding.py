"""Indicators are found by code and name."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.queries import indicators_seen
from mandate.core.search import holds
from mandate.platform.access.actor import Actor
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import key_of, match_of
from mandate.platform.i18n.languages import text_in


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    found = [(_match(one, words), one) for one in indicators_seen(actor) if holds(one.search_key, words)]
    found.sort(key=lambda one: one[0])
    return [
        Found(
            title=text_in(one.names) or one.code,
            view=("indicators:indicator", one.code),
            beside=one.code,
            kind=text_in(one.measures),
            match=match,
        )
        for match, one in found[:most]
    ]


def _match(one: Indicator, words: Sequence[str]) -> Match:
    match = match_of(key_of(one.code, *one.names.values()), words)
    return Match.INSIDE if match is None else match


INDICATORS = Finder("indicators", _("Indicators"), 30, _find)
