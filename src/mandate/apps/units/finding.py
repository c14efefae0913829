"""Units are found by code and name, and by what they lie under: "pho 1 ham rong" is Phố 1 in Hàm Rồng."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mandate.apps.units.models import Unit
from mandate.apps.units.under import called, key_above, parent_names
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database.names import by_name
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import matching
from mandate.platform.find.nearness import nearness
from mandate.platform.i18n.languages import current, text_in


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    units = visible(actor, Unit.objects.filter(called(words, actor.today)))
    order = ("match", nearness(actor, "pk"), by_name(current()), F("code"))
    ranked = units.annotate(match=matching("search_key", words, key_above(actor.today))).order_by(*order)
    rows = list(ranked.values_list("pk", "code", "names", "kind__names", "kind__code", "match")[:most])
    above = parent_names([pk for pk, *_ in rows], actor.today)
    return [
        Found(
            title=text_in(names) or code,
            view=("targets:overview", code),
            beside=" · ".join(filter(None, (above.get(pk), code))),
            kind=text_in(kind) or kind_code,
            match=Match(match),
        )
        for pk, code, names, kind, kind_code, match in rows
    ]


UNITS = Finder("units", _("Units"), 10, _find)
