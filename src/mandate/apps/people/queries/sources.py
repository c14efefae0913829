"""The sources from which members come."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.people.models import Application, Membership, MemberSource
from mandate.apps.people.permissions import SOURCES_MANAGE
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as its page shows it; ``used``: somebody came from it."""

    code: str
    name: str
    place: int
    offered: bool
    used: bool


def sources_page(actor: Actor) -> tuple[SourceRow, ...]:
    """For whoever sets them up. Raises Forbidden. One query."""
    require(actor, SOURCES_MANAGE)
    rows = MemberSource.objects.annotate(
        came=Exists(Membership.objects.filter(source=OuterRef("pk"))),
        applied=Exists(Application.objects.filter(source=OuterRef("pk"))),
    )
    return tuple(
        SourceRow(one.code, one.called, one.position, one.offered, one.came or one.applied)
        for one in rows.order_by("position", "code")
    )


def source_values(actor: Actor, code: str) -> dict[str, Any]:
    """What is kept of a source, by field. Raises Forbidden, Http404."""
    require(actor, SOURCES_MANAGE)
    one = MemberSource.objects.filter(code=code).first()
    if one is None:
        raise Http404(_("There is no such source."))
    return {"code": one.code, "names": one.names, "position": one.position, "offered": one.offered}


def all_sources() -> Pairs:
    """(code, name) of all, in their order, also of those that are not offered any more."""
    return [(one.code, one.called) for one in MemberSource.objects.order_by("position", "code")]


def offered_sources() -> Pairs:
    """(code, name) of those to choose from."""
    rows = MemberSource.objects.filter(offered=True).order_by("position", "code")
    return [(one.code, one.called) for one in rows]
