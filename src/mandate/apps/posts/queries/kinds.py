"""The kinds of body and of post, and what is to choose from in forms."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.apps.posts.models import ENDED_NAMES, HOW_NAMES, Body, BodyKind, Post, PostKind
from mandate.apps.posts.permissions import KINDS_MANAGE
from mandate.core.holding import Ended
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import require, visible
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.database import spans
from mandate.platform.i18n.languages import text_in

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind as the page of kinds shows it. ``place`` is its rank or its place in the order, ``role`` in
    words, ``used``: something is of it."""

    code: str
    name: str
    place: int
    role: str
    most_terms: int | None
    most_age: int | None
    used: bool


@dataclass(frozen=True, slots=True)
class PostKindsPage:
    """All kinds, of bodies and of posts, each in their order."""

    bodies: tuple[KindRow, ...]
    posts: tuple[KindRow, ...]


def kinds_page(actor: Actor) -> PostKindsPage:
    """For whoever sets them up. Raises Forbidden. Two queries."""
    require(actor, KINDS_MANAGE)
    bodies = BodyKind.objects.annotate(used=Exists(Body.objects.filter(kind=OuterRef("pk"))))
    posts = PostKind.objects.annotate(used=Exists(Post.objects.filter(kind=OuterRef("pk"))))
    return PostKindsPage(
        tuple(
            KindRow(one.code, text_in(one.names) or one.code, one.position, "", None, None, one.used)
            for one in bodies.order_by("position", "code")
        ),
        tuple(
            KindRow(
                one.code,
                text_in(one.names) or one.code,
                one.rank,
                capfirst(str(ROLE_NAMES[Role(one.role)])) if one.role else "",
                one.most_terms,
                one.most_age,
                one.used,
            )
            for one in posts.order_by("rank", "code")
        ),
    )


def body_kind_values(actor: Actor, code: str) -> dict[str, Any]:
    """What is kept of a kind of body, by field. Raises Forbidden, Http404."""
    require(actor, KINDS_MANAGE)
    kind = BodyKind.objects.filter(code=code).first()
    if kind is None:
        raise Http404(_("There is no such kind of body."))
    return {"code": kind.code, "names": kind.names, "position": kind.position}


def post_kind_values(actor: Actor, code: str) -> dict[str, Any]:
    """What is kept of a kind of post, by field. Raises Forbidden, Http404."""
    require(actor, KINDS_MANAGE)
    kind = PostKind.objects.filter(code=code).first()
    if kind is None:
        raise Http404(_("There is no such kind of post."))
    fields = ("code", "names", "rank", "role", "most_terms", "terms_source", "most_age", "age_source")
    return {name: getattr(kind, name) for name in fields}


def body_kinds() -> Pairs:
    """(code, name), in their order."""
    kinds = BodyKind.objects.order_by("position", "code")
    return [(kind.code, text_in(kind.names) or kind.code) for kind in kinds]


def post_kinds() -> Pairs:
    """(code, name), in the order of protocol."""
    kinds = PostKind.objects.order_by("rank", "code")
    return [(kind.code, text_in(kind.names) or kind.code) for kind in kinds]


def bodies_of(actor: Actor, unit_id: int) -> Pairs:
    """(number, name) of a unit's bodies that are not over."""
    rows = visible(actor, Body.objects.filter(spans.lasts(actor.today), Q(unit=unit_id)))
    found = rows.select_related("kind").order_by("kind__position", "pk")
    return [(str(row.pk), row.called) for row in found]


def hows() -> Pairs:
    """How somebody comes into a post."""
    return [(how.value, capfirst(str(name))) for how, name in HOW_NAMES.items()]


def whys() -> Pairs:
    """Why a holding ends; that everything is closed is told by that deed alone."""
    return [(why.value, capfirst(str(name))) for why, name in ENDED_NAMES.items() if why is not Ended.CLOSED]


def roles() -> Pairs:
    """The roles that a post can carry."""
    return [(role.value, capfirst(str(ROLE_NAMES[role]))) for role in reversed(Role)]


def role_of(kind: str) -> str:
    """The role that a kind of post says, "" for none."""
    return PostKind.objects.filter(code=kind).values_list("role", flat=True).first() or ""
