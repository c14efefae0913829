"""What people are told about posts: that they were put into one."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.posts.models import Holding
from mandate.apps.posts.permissions import POSTS_VIEW
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_on
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said

POSTS = Group("posts", gettext_lazy("Posts that you hold"), Choice.AT_ONCE)


def _own(actor: Actor) -> QuerySet[Holding]:
    """One's own holdings, whoever may see the list of posts."""
    if actor.console:
        return Holding.objects.all()
    return Holding.objects.filter(person=actor.user_id) if actor.user_id else Holding.objects.none()


def _put_in(actor: Actor, holdings: Sequence[int]) -> Mapping[int, Said]:
    rows = Holding.objects.filter(pk__in=holdings).select_related("post__kind", "post__body__kind")
    found = list(rows)
    places = placed({row.post.unit_id for row in found}, actor.today)
    seen = can_on(actor, POSTS_VIEW, {row.post.unit_id for row in found})
    said = {}
    for row in found:
        words = _("From %(day)s you hold the post “%(post)s” in %(unit)s") % {
            "day": date_long(row.starts, current()),
            "post": row.post.called,
            "unit": places[row.post.unit_id].name,
        }
        view = ("posts:post", str(row.post_id)) if row.post.unit_id in seen else ("accounts:me",)
        said[row.pk] = Said(words, view)
    return said


PUT_IN = NoticeKind("posts.put_in", POSTS, seen=_own, tell=_put_in)
