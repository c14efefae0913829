"""People who sign in are found by name and address, by those who may see them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.accounts.queries import roles_today
from mandate.platform.access.actor import Actor
from mandate.platform.access.sight import visible_people
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import matching
from mandate.platform.i18n.languages import current

SHOWN = 2  # roles of a person


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    people = visible_people(actor).filter(holding("search_key", words), erased_at=None, email__isnull=False)
    order = ("-is_active", "match", by_name(current()), "name", "pk")
    found = people.annotate(match=matching("search_key", words)).order_by(*order)
    rows = list(found.values_list("pk", "name", "email", "is_active", "match")[:most])
    roles = roles_today(actor, [pk for pk, *_ in rows])
    return [
        Found(
            title=name or email or "",
            view=("accounts:person", str(pk)),
            beside="; ".join(map(str, roles.get(pk, ())[:SHOWN])),
            kind="" if is_active else _("may not sign in"),
            match=Match(match),
        )
        for pk, name, email, is_active, match in rows
    ]


PEOPLE = Finder("people", gettext_lazy("People"), 20, _find)
