"""Members and applicants are found by name and number, by those who keep the list of their unit."""

from collections.abc import Sequence

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy

from mandate.apps.people.models import STATE_NAMES, Application, Membership
from mandate.apps.people.queries.members import NAME_KEY, answering
from mandate.apps.units.placed import placed
from mandate.core.admission import State
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database import spans
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import matching
from mandate.platform.i18n.languages import current, text_in


def _find(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """By name as well as the name answers; by number last, which is seldom typed whole."""
    today = visible(actor, Membership.objects.filter(spans.holds(actor.today)))
    by_words = Case(
        When(holding(NAME_KEY, words), then=matching(NAME_KEY, words)), default=Value(Match.INSIDE)
    )
    found = answering(today, words).annotate(match=by_words).select_related("person", "kind")
    rows = list(found.order_by("match", by_name(current(), "person__sort_keys"), "person__name", "pk")[:most])
    places = placed({row.unit_id for row in rows}, actor.today)
    return [
        Found(
            title=row.person.called,
            view=("people:member", str(row.person_id)),
            beside=places[row.unit_id].name,
            kind=text_in(row.kind.names) or row.kind.code,
            match=Match(getattr(row, "match", Match.INSIDE)),
        )
        for row in rows
    ]


def _find_applicants(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    """Applicants whose application is open, and those whose was decided or withdrawn, last."""
    by_words = Case(
        When(holding(NAME_KEY, words), then=matching(NAME_KEY, words)), default=Value(Match.INSIDE)
    )
    seen = visible(actor, Application.objects.exclude(state=State.ADMITTED.value))
    found = answering(seen, words).annotate(match=by_words).select_related("person")
    order = ("match", by_name(current(), "person__sort_keys"), "person__name", "-pk")
    rows = list(found.order_by(*order)[:most])
    places = placed({row.unit_id for row in rows}, actor.today)
    return [
        Found(
            title=row.person.called,
            view=("people:application", str(row.pk)),
            beside=places[row.unit_id].name,
            kind=str(STATE_NAMES[State(row.state)]),
            match=Match(getattr(row, "match", Match.INSIDE)),
        )
        for row in rows
    ]


APPLICANTS = Finder(
    "applicants", gettext_lazy("Applicants"), 26, _find_applicants, Application.objects.exists
)
MEMBERS = Finder("members", gettext_lazy("Members"), 25, _find, Membership.objects.exists)
