"""A list as a file: its rows as they are searched, filtered and sorted, of all pages.

It is asked for at the address of the list itself, so whoever sees the list gets the file, and nobody else;
both come from the same source. Where it holds personal data, the journal says who took it (`Taken` in
value.py), whichever door it went out by.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any, cast

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from mandate.core.search import MOST_LETTERS
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import role_units
from mandate.platform.access.request import ActorRequest
from mandate.platform.circles.conditions import within_circles
from mandate.platform.circles.matters import circle_paths
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current
from mandate.platform.journal.record import record
from mandate.platform.listing.events import ListTaken
from mandate.platform.listing.showing import every, narrowed
from mandate.platform.listing.value import Asked, Listing, Taken
from mandate.platform.tables.writing import FORMATS, written
from mandate.platform.ui.downloads import attachment

MOST = 100_000


class TooLongError(ValueError):
    """A list has more rows than a file holds; says so in words."""


def file_of(request: ActorRequest, listing: Listing[Any]) -> HttpResponse | None:
    """The file that the address asks for by `?file=xlsx` or `?file=csv`; None where it asks for a page. What
    is too long for a file is refused in words."""
    suffix = request.GET.get("file", "")
    if suffix not in FORMATS:
        return None
    try:
        data = take(request.actor, listing, request.GET, suffix, asked_only=request.method == "HEAD")
    except TooLongError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(data, content_type=FORMATS[suffix])
    response["Content-Disposition"] = attachment(f"{listing.name}.{suffix}")
    return response


def take(
    actor: Actor,
    listing: Listing[Any],
    query: Mapping[str, str],
    suffix: str,
    *,
    asked_only: bool = False,
) -> bytes:
    """The list as a file in one of `FORMATS`, and its row in the journal where it leaves one, unless it is
    only asked about and goes nowhere (HEAD). That the actor may see the list is for the caller to ask. Raises
    TooLongError."""
    columns = [one for one in listing.columns if one.cell]
    rows = list(islice(every(listing, query), MOST + 1))
    if len(rows) > MOST:
        words = _("A file holds at most %(number)s rows. Narrow the list first.")
        raise TooLongError(words % {"number": number(MOST, 0, current())})
    cells = ([one.cell(row) for one in columns if one.cell] for row in rows)
    data = written(str(listing.title), [str(one.label) for one in columns], cells, suffix)
    if not asked_only:
        note_taken(actor, listing, query, len(rows), suffix)
    return data


def note_taken(actor: Actor, listing: Listing[Any], query: Mapping[str, str], rows: int, suffix: str) -> None:
    """Say in the journal that so many rows of the list went out, if it is a list that leaves a trace."""
    if not listing.taken:
        return
    # What was looked for, and how much there is, would tell others of confidential matters.
    asked, taken, secret = Asked(query), listing.taken, _confidential(listing, query)
    typed = () if secret else (*taken.typed, *asked.typed(listing))
    event = taken.event(
        filters=[] if secret else [*map(list, taken.narrowed), *asked.narrowed(listing)],
        rows=rows - secret,
        file=suffix,
        typed={name: text[:MOST_LETTERS] for name, text in typed},
    )
    _record(actor, taken, event)


def _confidential(listing: Listing[Any], query: Mapping[str, str]) -> int:
    """How many of the rows are of a circle: no query where none can be."""
    found: Any = narrowed(listing, Asked(query))
    if not isinstance(found, QuerySet) or not circle_paths(cast(type[Model], found.model)):
        return 0
    return int(found.count() - within_circles(found, None).count())


def _record(actor: Actor, taken: Taken, event: ListTaken) -> None:
    """On the unit of the actor's role; of several, on all of them beside. Of a text that somebody searched
    for, as much as narrowed the list."""
    units = [unit for unit in role_units(actor, taken.action) if unit is not None]
    alone = units[0] if len(units) == 1 == len(role_units(actor, taken.action)) else None
    with transaction.atomic():
        record(actor, event, unit_id=alone, touched=units)
