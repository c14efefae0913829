"""The kinds of body and of post, and what is to choose from in forms."""

from django.db.models import Q
from django.utils.text import capfirst

from mandate.apps.posts.models import ENDED_NAMES, HOW_NAMES, Body, BodyKind, PostKind
from mandate.core.holding import Ended
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import visible
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.database import spans
from mandate.platform.i18n.languages import text_in

Pairs = list[tuple[str, str]]


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
