"""Reading the journal: the newest deeds first, page by page from one number to the next.

A page is asked for by the number before which it begins, so it costs the same however long the journal is;
the rows are never counted. A filter tells no more than the rows that it leaves: whoever may not see a
person's entry can ask for the name that stands on the deeds, not for the address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.reporting.queries.lists import units_below
from mandate.apps.units.placed import Placed, placed
from mandate.core.search import MOST_WORDS, holds, search_words
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.access.models import User
from mandate.platform.access.sight import visible_people
from mandate.platform.database.arrays import among
from mandate.platform.database.words import holding
from mandate.platform.journal.audience import audience_of
from mandate.platform.journal.changes import Change
from mandate.platform.journal.events import event_from, personal_codes
from mandate.platform.journal.models import Entry
from mandate.platform.listing.value import Column, Listing, moment_of

PAGE = 50
LATELY = 5


@dataclass(frozen=True, slots=True)
class People:
    """Whose deeds are asked for: people whose entry the reader may see, and names as they stand on deeds."""

    ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the journal is narrowed to. ``unit_id`` means the unit with all below it on the reader's day;
    ``until`` is the last day (inclusive, as people say it); ``code`` is a kind of deed, or the first part of
    several followed by a point ("reporting.")."""

    unit_id: int | None = None
    people: People | None = None
    code: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One deed. ``by`` is empty for the command line and for somebody who was not signed in (``by_guest``);
    ``unit`` None is the whole organisation."""

    id: int
    at: datetime
    by: str
    user_id: int | None
    unit: Placed | None
    code: str
    sentence: str
    changes: tuple[Change, ...]
    by_guest: bool


@dataclass(frozen=True, slots=True)
class JournalRows:
    """A page of deeds, the newest first. ``older`` is the number before which the next page begins, None at
    the end."""

    rows: tuple[Row, ...]
    older: int | None


def deeds_list(actor: Actor, wanted: Wanted = Wanted()) -> Listing[Row]:
    """The deeds that the actor may read, the newest first, as a list for a file."""
    return Listing(
        name="journal",
        title=_("Journal"),
        source=_narrowed(actor, audience_of(actor, JOURNAL_VIEW).narrow(Entry.objects.all()), wanted),
        rows=lambda entries: _rows(actor, entries),
        columns=(
            Column("when", _("When"), lambda row: moment_of(row.at)),
            Column("person", _("Person"), lambda row: row.by or _by_nobody(row)),
            Column(
                "unit", _("Unit"), lambda row: row.unit.unit.name if row.unit else _("the whole organisation")
            ),
            Column("above", _("Under"), lambda row: row.unit.above if row.unit else ""),
            Column("deed", _("Deed"), lambda row: row.sentence),
            Column("changes", _("Changes"), lambda row: "; ".join(map(_told, row.changes))),
        ),
        order=("-pk",),
    )


def _told(change: Change) -> str:
    return f"{change.label}: {change.old or '–'} → {change.new or '–'}"


def _by_nobody(row: Row) -> str:
    return _("somebody who was not signed in") if row.by_guest else _("command line")


def deeds(actor: Actor, wanted: Wanted = Wanted(), before: int | None = None) -> JournalRows:
    """A page of the deeds that the actor may read. Two queries beside the tree's."""
    entries = _narrowed(actor, audience_of(actor, JOURNAL_VIEW).narrow(Entry.objects.all()), wanted)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return JournalRows(_rows(actor, shown), shown[-1].pk if len(found) > PAGE else None)


def lately(actor: Actor, unit_id: int, count: int = LATELY) -> tuple[Row, ...]:
    """What happened last on a unit and below it, beside people's own sign-ins; nothing for whoever may not
    read the journal."""
    if not can_anywhere(actor, JOURNAL_VIEW):
        return ()
    here = Entry.objects.filter(among("unit_id", units_below(unit_id, actor.today)))
    entries = audience_of(actor, JOURNAL_VIEW).narrow(here).exclude(code__in=personal_codes())
    return _rows(actor, list(entries.order_by("-pk")[:count]))


def people_called(actor: Actor, text: str) -> People:
    """The people in whose name (with or without diacritics) all words stand, or in whose address, where the
    actor may see the person's entry."""
    words = search_words(text)
    seen = set(visible_people(actor).values_list("pk", flat=True))
    ids, names = [], []
    for pk, name, email in User.objects.values_list("pk", "name", "email"):
        if pk in seen and holds(fold(f"{name} {email}"), words):
            ids.append(pk)
        elif holds(fold(name), words):
            names.append(name)
    return People(tuple(ids), tuple(names))


def _narrowed(actor: Actor, entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    if wanted.unit_id is not None:
        entries = entries.filter(among("unit_id", units_below(wanted.unit_id, actor.today)))
    if wanted.people is not None:
        entries = entries.filter(Q(user_id__in=wanted.people.ids) | Q(by__in=wanted.people.names))
    if wanted.code.endswith("."):
        entries = entries.filter(code__startswith=wanted.code)
    elif wanted.code:
        entries = entries.filter(code=wanted.code)
    if wanted.since is not None:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None and wanted.until < date.max:  # after the last day there is nothing
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    words = wanted.text.split()[:MOST_WORDS]
    if words:
        told = Concat(Cast("data", TextField()), Value(" "), "by", output_field=TextField())
        entries = entries.filter(holding(told, words, any_case=True))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def _rows(actor: Actor, entries: Sequence[Entry]) -> tuple[Row, ...]:
    units = placed({entry.unit_id for entry in entries if entry.unit_id}, actor.today)
    return tuple(_row(entry, units.get(entry.unit_id or 0)) for entry in entries)


def _row(entry: Entry, unit: Placed | None) -> Row:
    event = event_from(entry.code, entry.data)
    return Row(
        id=entry.pk,
        at=entry.at,
        by=entry.by,
        user_id=entry.user_id,
        unit=unit,
        code=entry.code,
        sentence=event.sentence(),
        changes=event.differences(),
        by_guest=event.by_guest,
    )
