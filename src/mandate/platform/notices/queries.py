"""What is in somebody's inbox. Of a notice that its reader may not be told of any more nothing is left: it
stands in no list, counts nowhere and is not mailed."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.db.models import BooleanField, Count, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from mandate.platform.access.actor import Actor
from mandate.platform.circles.conditions import within_circles
from mandate.platform.circles.guarded import must_be_asked
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, moment_of, options
from mandate.platform.notices.kinds import NoticeKind, Said
from mandate.platform.notices.models import Notice
from mandate.platform.parts import choices, notice_kinds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as its reader sees it; ``address`` opens it, and then it is read."""

    id: int
    said: Said
    group: str
    at: datetime
    unread: bool

    @property
    def address(self) -> str:
        """Where it is opened."""
        return reverse("notices:open", args=[self.id])


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of somebody's notices, those not read first. ``newest`` is the last that was not read when the
    page was made, or 0; ``own_page`` the name of the address where they choose what comes by mail."""

    notices: Shown[NoticeRow]
    unread: int
    newest: int
    own_page: str


def seen(actor: Actor, notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Those of which the actor may be told now; of a circle that they are not in, of nothing, whatever a kind
    says. Looked up notice by notice, for a person has few of them and
    the tables of their subjects are long."""
    told = Q(pk__in=[])
    for kind in notice_kinds():
        told_of = within_circles(must_be_asked(kind.seen(actor)), actor.user_id)
        rows = told_of.order_by().filter(pk=OuterRef("subject")).values("pk")[:1]
        told |= Q(kind=kind.name) & Q(IsNull(Subquery(rows), False))
    return notices.filter(told)


@dataclass(frozen=True, slots=True)
class Worded:
    """Notices in words, and the kinds that could not be worded, with what went wrong."""

    told: Sequence[tuple[Notice, NoticeKind, Said]]
    broken: Mapping[str, Exception]


def worded(actor: Actor, notices: Sequence[Notice]) -> Worded:
    """Notices that are known to be seen, in the language in force and their own order; one whose subject went
    meanwhile is left out. A kind that fails is logged and left out as well, and hides no other."""
    by_kind: dict[str, list[int]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice.subject)
    kinds = {kind.name: kind for kind in notice_kinds() if kind.name in by_kind}
    said: dict[str, Mapping[int, Said]] = {}
    broken: dict[str, Exception] = {}
    for name, kind in kinds.items():
        try:
            said[name] = kind.tell(actor, by_kind[name])
        except (OperationalError, InterfaceError):
            raise  # the database is away, for every kind
        except Exception as error:
            log.exception("the notices %s for person %s cannot be worded", name, actor.user_id)
            broken[name] = error
    told = [
        (notice, kinds[notice.kind], said[notice.kind][notice.subject])
        for notice in notices
        if notice.kind in said and notice.subject in said[notice.kind]
    ]
    return Worded(told, broken)


def unread_of(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices that are not read, those with them that are not to be told any more."""
    return Notice.objects.filter(user_id=actor.user_id or 0, read_at=None)


def unread_count(actor: Actor) -> int:
    """How many stand in the inbox and are not read: exactly those that it shows."""
    return seen(actor, unread_of(actor)).count()


def inbox(actor: Actor, query: Mapping[str, str]) -> Inbox:
    """A page of the inbox."""
    # asked before the rows: what comes between stands on the page and stays unread
    unread = seen(actor, unread_of(actor)).aggregate(count=Count("pk"), newest=Max("pk"))
    return Inbox(show(inbox_list(actor), query), unread["count"], unread["newest"] or 0, choices())


def inbox_list(actor: Actor) -> Listing[NoticeRow]:
    """All of the actor's notices, those not read first, the newest first among each."""

    def rows(notices: Sequence[Notice]) -> list[NoticeRow]:
        return [
            NoticeRow(notice.pk, said, str(kind.group.label), notice.at, notice.read_at is None)
            for notice, kind, said in worded(actor, notices).told
        ]

    unread = ExpressionWrapper(Q(read_at__isnull=True), BooleanField())
    return Listing(
        name="inbox",
        title=gettext_lazy("Inbox"),
        source=seen(actor, Notice.objects.filter(user_id=actor.user_id or 0)).annotate(unread=unread),
        rows=rows,
        columns=(
            Column("what", gettext_lazy("What happened"), lambda row: row.said.sentence),
            Column("quote", gettext_lazy("What was written"), lambda row: row.said.quote, in_file=True),
            Column("group", gettext_lazy("About"), lambda row: row.group),
            Column("at", gettext_lazy("When"), lambda row: moment_of(row.at), order=("at",)),
        ),
        filters=(
            Filter(
                "show",
                gettext_lazy("Show"),
                options((("unread", pgettext_lazy("notices", "not read yet")),)),
                lambda notices, chosen: notices.filter(read_at=None),
                tabs=True,
            ),
            Filter(
                "about",
                gettext_lazy("About"),
                options(dict.fromkeys((kind.group.name, kind.group.label) for kind in notice_kinds())),
                lambda notices, chosen: notices.filter(kind__in=_named(chosen)),
            ),
        ),
        order=("-unread", "-pk"),
    )


def _named(name: str) -> list[str]:
    return [kind.name for kind in notice_kinds() if kind.group.name == name]
