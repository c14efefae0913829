"""Bodies and posts are found by their name and that of their kind, with those of one's own units first."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from mandate.apps.posts.models import Body, Post
from mandate.apps.posts.queries.rows import there_on
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.database import spans
from mandate.platform.database.words import holding
from mandate.platform.find.finding import Finder, Found, Match
from mandate.platform.find.matching import matching
from mandate.platform.find.nearness import nearness


def _find_bodies(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    there = visible(actor, Body.objects.filter(spans.holds(actor.today), holding("search_key", words)))
    found = there.annotate(match=matching("search_key", words)).select_related("kind")
    rows = list(found.order_by("match", nearness(actor, "unit_id"), "kind__position", "pk")[:most])
    places = placed({row.unit_id for row in rows}, actor.today)
    return [
        Found(
            title=row.called,
            view=("posts:body", str(row.pk)),
            beside=places[row.unit_id].name,
            kind=row.kind_name if row.name else "",
            match=Match(getattr(row, "match", Match.INSIDE)),
        )
        for row in rows
    ]


def _find_posts(actor: Actor, words: tuple[str, ...], most: int) -> Sequence[Found]:
    there = visible(actor, Post.objects.filter(there_on(actor.today)).filter(holding("search_key", words)))
    found = there.annotate(match=matching("search_key", words)).select_related("kind", "body__kind")
    rows = list(found.order_by("match", nearness(actor, "unit_id"), "kind__rank", "pk")[:most])
    places = placed({row.unit_id for row in rows}, actor.today)
    return [
        Found(
            title=row.called,
            view=("posts:post", str(row.pk)),
            beside=places[row.unit_id].name,
            kind=row.body.called if row.body is not None else "",
            match=Match(getattr(row, "match", Match.INSIDE)),
        )
        for row in rows
    ]


BODIES = Finder("bodies", gettext_lazy("Bodies"), 26, _find_bodies, Body.objects.exists)
POSTS = Finder("posts", gettext_lazy("Posts"), 27, _find_posts, Post.objects.exists)
