"""The organisation chart of a unit: its bodies, their posts and who holds these, as boxes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.posts.queries.seats import Holder, Seat
from mandate.apps.posts.queries.unit import BodyRow, PostsPage, posts_page
from mandate.apps.units.sisters import SisterRow, sister_rows
from mandate.platform.access.actor import Actor
from mandate.platform.i18n import formats
from mandate.platform.i18n.languages import current
from mandate.platform.ui.orgchart import Branch, Card, Look, Role, drawn
from mandate.platform.ui.palette import LOOKS

#: So many people of a post are named in its box; the list beside the chart names all.
NAMED = 12


@dataclass(frozen=True, slots=True)
class ChartPage:
    """The chart of a unit on a day, with what stands beside it, and the same as lists. Where there is nothing
    of all that, there is no drawing."""

    posts: PostsPage
    sisters: tuple[SisterRow, ...]
    drawing: SafeString | None


def chart_page(actor: Actor, code: str, day: date) -> ChartPage:
    """Raises UnknownUnit, Forbidden. The number of queries does not grow."""
    page = posts_page(actor, code, day)
    sisters = tuple(row for row in sister_rows(actor, page.unit.id, day) if row.ours and row.starts <= day)
    if not page.bodies and not page.seats and not sisters:
        return ChartPage(page, (), None)
    title = _("Organisation chart of %(unit)s") % {"unit": page.unit.name}
    beside = [_sister(row) for row in sisters]
    return ChartPage(page, sisters, drawn(_unit(page), beside, _branches(page), title=title))


def _unit(page: PostsPage) -> Card:
    name, kind = page.unit.name, page.unit.kind_name
    return Card("unit", (("strong", name), ("quiet", kind)), f"{name}, {kind}")


def _sister(row: SisterRow) -> Card:
    words: list[tuple[Role, str]] = [("strong", row.place)]
    if row.head:
        words.append(("quiet", row.head))
    href = reverse("units:unit", args=[row.unit.code]) if row.may_open else ""
    told = _("beside it: %(unit)s") % {"unit": ", ".join(text for _role, text in words)}
    return Card("beside", tuple(words), told, href)


def _branches(page: PostsPage) -> list[Branch]:
    """Bodies in their order, and first of all what the unit has itself."""
    by_body: dict[int | None, list[Seat]] = defaultdict(list)
    for seat in page.seats:
        by_body[seat.body_id].append(seat)
    own = by_body.get(None, [])
    branches = [Branch(_own(), _posts(own))] if own else []
    return branches + [Branch(_body(body), _posts(by_body.get(body.id, []))) for body in page.bodies]


def _own() -> Card:
    words = _("Posts of the unit itself")
    return Card("body", (("strong", words),), words)


def _body(body: BodyRow) -> Card:
    words: list[tuple[Role, str]] = [("strong", body.name)]
    if body.term is not None:
        starts, ends = (formats.date_short(day, current()) for day in (body.term.starts, body.term.ends))
        number = _("no. %(number)s") % {"number": body.term.ordinal}
        words.append(("quiet", f"{number}: {starts} – {ends}"))
    told = ", ".join(text for _role, text in words)
    return Card("body", tuple(words), told, reverse("posts:body", args=[body.id]))


def _posts(seats: Sequence[Seat]) -> tuple[Card, ...]:
    """A box for each post, in the order of protocol."""
    posts = {post: tuple(some) for post, some in groupby(seats, key=lambda seat: seat.post_id)}
    return tuple(_post(some) for some in posts.values())


def _post(seats: Sequence[Seat]) -> Card:
    first = seats[0]
    holders = [seat.holder for seat in seats if seat.holder is not None]
    words: list[tuple[Role, str]] = [("strong", first.post)]
    for holder in holders[:NAMED]:
        words += _holder(holder)
    if len(holders) > NAMED:
        more = len(holders) - NAMED
        words.append(("quiet", ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}))
    vacant = sum(seat.vacant for seat in seats)
    if vacant:
        said = ngettext("%(number)s place vacant", "%(number)s places vacant", vacant) % {"number": vacant}
        words.append(("vacant", f"{LOOKS['missed'].mark} {said}"))
    look: Look = "post" if holders else "vacant"
    told = "; ".join(text for _role, text in words)
    return Card(look, tuple(words), told, reverse("posts:post", args=[first.post_id]))


def _holder(holder: Holder) -> list[tuple[Role, str]]:
    """Whoever acts is told by word and shape; so are other posts of the same person."""
    words: list[tuple[Role, str]] = [("text", holder.name)]
    if holder.acting:
        acting = _("acting")
        words = [("acting", f"{LOOKS['draft'].mark} {holder.name}, {acting}")]
    if holder.others:
        also = _("also: %(posts)s") % {"posts": "; ".join(holder.others)}
        words.append(("quiet", also))
    return words
