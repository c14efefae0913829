"""Reading the journal: the newest deeds first, page by page from one number to the next.

A page is asked for by the number before which it begins, so it costs the same however long the journal is;
the rows are never counted. A filter tells no more than the rows that it leaves: whoever may not see a
person's entry can ask for the name that stands on the deeds, not for the address.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext as _

from mandate.apps.desk.events import JournalTaken
from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.reporting.queries.lists import units_below
from mandate.apps.units.placed import Placed, placed
from mandate.core.search import MOST_WORDS, holds, search_words
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can_anywhere
from mandate.platform.access.models import FormerName, User, called
from mandate.platform.access.sight import visible_people
from mandate.platform.database.arrays import among
from mandate.platform.database.words import holding
from mandate.platform.journal.audience import Audience, Deed, Deeds, Hears, audience_of
from mandate.platform.journal.changes import Change
from mandate.platform.journal.events import personal_codes
from mandate.platform.journal.models import Entry, Touched
from mandate.platform.journal.reading import Told, all_told, read, writer
from mandate.platform.listing.value import Column, Listing, Taken, moment_of

PAGE = 50
LATELY = 5
_NUMBER = re.compile(r"\d+")
FEW = 10  # units that a deed touches, so that what is said of it may depend on which


@dataclass(frozen=True, slots=True)
class People:
    """Whose deeds are asked for: all of some people's, and those ``as_called`` of others, which they did
    under these ``names``."""

    ids: tuple[int, ...] = ()
    as_called: tuple[int, ...] = ()
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
class JournalRow:
    """One deed. ``by`` is empty for the command line and for somebody who was not signed in (``by_guest``);
    ``unit`` None is the whole organisation. What is told beside, for it touches units of the reader, has the
    first of them as its ``unit``, and so many ``more``."""

    id: int
    at: datetime
    by: str
    user_id: int | None
    unit: Placed | None
    code: str
    sentence: str
    changes: tuple[Change, ...]
    by_guest: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class JournalRows:
    """A page of deeds, the newest first. ``older`` is the number before which the next page begins, None at
    the end."""

    rows: tuple[JournalRow, ...]
    older: int | None


def deeds_list(
    actor: Actor,
    wanted: Wanted = Wanted(),
    narrowed: tuple[tuple[str, str], ...] = (),
    typed: tuple[tuple[str, str], ...] = (),
) -> Listing[JournalRow]:
    """The deeds that the actor may read, the newest first, as a list for a file; ``narrowed`` and ``typed``
    say what is wanted as (name, choice or text)."""
    audience, within = audience_of(actor, JOURNAL_VIEW), _within(actor, wanted)
    return Listing(
        name="journal",
        title=_("Journal"),
        source=_narrowed(audience, wanted, within),
        rows=lambda entries: _rows(actor, audience, entries, within),
        columns=(
            Column("when", _("When"), lambda row: moment_of(row.at)),
            Column("person", _("Person"), lambda row: row.by or _by_nobody(row)),
            Column("unit", _("Unit"), _unit_told),
            Column("above", _("Under"), lambda row: row.unit.above if row.unit else ""),
            Column("deed", _("Action"), lambda row: row.sentence),
            Column("changes", _("Changes"), lambda row: "; ".join(map(_told, row.changes))),
        ),
        order=("-pk",),
        taken=Taken(JournalTaken, JOURNAL_VIEW, narrowed, typed),
    )


def _told(change: Change) -> str:
    return f"{change.label}: {change.old or '–'} → {change.new or '–'}"


def _unit_told(row: JournalRow) -> str:
    if row.unit is None:
        return _("the whole organisation")
    return f"{row.unit.unit.name} (+{row.more})" if row.more else row.unit.unit.name


def _by_nobody(row: JournalRow) -> str:
    return _("somebody who was not signed in") if row.by_guest else _("command line")


def deeds(actor: Actor, wanted: Wanted = Wanted(), before: int | None = None) -> JournalRows:
    """A page of the deeds that the actor may read. A fixed number of queries beside the tree's."""
    audience, within = audience_of(actor, JOURNAL_VIEW), _within(actor, wanted)
    entries = _narrowed(audience, wanted, within)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return JournalRows(_rows(actor, audience, shown, within), shown[-1].pk if len(found) > PAGE else None)


def lately(actor: Actor, unit_id: int, count: int = LATELY) -> tuple[JournalRow, ...]:
    """What happened last on a unit and below it, beside people's own sign-ins; nothing for whoever may not
    read the journal."""
    if not can_anywhere(actor, JOURNAL_VIEW):
        return ()
    audience, here = audience_of(actor, JOURNAL_VIEW), units_below(unit_id, actor.today)
    entries = audience.narrow(Entry.objects.all(), here).exclude(code__in=personal_codes())
    return _rows(actor, audience, list(entries.order_by("-pk")[:count]), here)


def people_called(actor: Actor, text: str) -> People:
    """The people in one of whose names (with or without diacritics) all words stand, or in whose address,
    where the actor may see the person's entry. Of others, only what they did under such a name."""
    words = search_words(text)
    people = list(_perhaps(words).values_list("pk", "name", "email", "erased_at"))
    asked = [pk for pk, *_rest in people]
    seen = set(visible_people(actor).filter(among("pk", asked)).values_list("pk", flat=True))
    former: dict[int, list[str]] = {}
    for pk, name in FormerName.objects.filter(among("user_id", asked)).values_list("user_id", "name"):
        former.setdefault(pk, []).append(name)
    ids, partly, names = [], [], set()
    for pk, name, email, erased in people:
        shown = [called(pk, name, erased is not None), *former.get(pk, ())]
        fitting = [one for one in shown if holds(fold(one), words)]
        address = pk in seen and erased is None and holds(fold(f"{name} {email}"), words)
        if address or len(fitting) == len(shown) or (fitting and pk in seen):
            ids.append(pk)
        elif fitting:
            partly.append(pk)
            names.update(fitting)
    return People(tuple(ids), tuple(partly), tuple(names))


def _perhaps(words: Sequence[str]) -> QuerySet[User]:
    """The people whom the database finds by such words, so that not all of them have to be read."""
    former = FormerName.objects.filter(holding("search_key", words))
    found = Q(holding("search_key", words)) | Q(pk__in=former.values("user"))
    nobody = fold(called(0, "", erased=True))
    if all(_NUMBER.sub("0", word) in nobody for word in words):
        found |= Q(erased_at__isnull=False)
    return User.objects.filter(found)


def _within(actor: Actor, wanted: Wanted) -> Sequence[int] | None:
    """The units to which the journal is narrowed."""
    return None if wanted.unit_id is None else units_below(wanted.unit_id, actor.today)


def _narrowed(audience: Audience, wanted: Wanted, within: Sequence[int] | None) -> QuerySet[Entry]:
    entries = audience.narrow(Entry.objects.all(), within)
    if wanted.people is not None:
        entries = entries.filter(_done_by(wanted.people))
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
        # of what is told beside, no more is to be guessed than who did it
        beside, whole = (holding(text, words, any_case=True) for text in (writer(), all_told()))
        entries = entries.filter(beside | (audience.whole() & whole))
    return entries


def _done_by(people: People) -> Q:
    by = among("user_id", people.ids)
    if people.as_called:
        by |= among("user_id", people.as_called) & Q(In(writer(), people.names))
    return by


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


@dataclass(frozen=True, slots=True)
class _Beside:
    """What of a deed's touched units the reader may learn: the first of those asked for, how many, and the
    codes of all where they are few."""

    unit_id: int
    count: int
    codes: frozenset[str]


def _rows(
    actor: Actor, audience: Audience, entries: Sequence[Entry], within: Sequence[int] | None
) -> tuple[JournalRow, ...]:
    beside = _beside(audience, entries, within)
    shown = {entry.unit_id for entry in entries if entry.unit_id and entry.pk not in beside}
    units = placed(shown | {one.unit_id for one in beside.values()}, actor.today)
    return tuple(_row(told, units, beside.get(told.entry.pk)) for told in read(entries))


def _beside(audience: Audience, entries: Sequence[Entry], within: Sequence[int] | None) -> dict[int, _Beside]:
    """Which of these are told only beside, and of which units: two queries a kind of deed, of which there are
    few."""
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.code, []).append(entry)
    found: dict[int, _Beside] = {}
    for code, same in kinds.items():
        heard = audience.hears_of(Deeds(code, [_deed(entry) for entry in same]))
        beside = [entry.pk for entry, how in zip(same, heard.tolist(), strict=True) if how != Hears.WHOLE]
        units = audience.units_of(code)
        if not beside or units is None:
            continue
        found |= dict.fromkeys(beside, _Beside(0, 1, frozenset()))  # never whole, whatever comes
        touched = Touched.objects.filter(among("unit_id", units), entry_id__in=beside)
        asked = touched if within is None else touched.filter(among("unit_id", np.array(within, np.int64)))
        groups = list(asked.values_list("entry_id").annotate(Min("unit_id"), Count("unit_id")))
        codes: dict[int, set[str]] = {pk: set() for pk, _first, count in groups if count <= FEW}
        for pk, unit in touched.filter(entry_id__in=codes).values_list("entry_id", "unit__code"):
            codes[pk].add(unit)
        for pk, first, count in groups:
            found[pk] = _Beside(first, count, frozenset(codes.get(pk, ())))
    return found


def _deed(entry: Entry) -> Deed:
    person = entry.subject_id if entry.subject_kind == "user" else None
    return Deed(entry.code, entry.unit_id, person, entry.user_id, circle_id=entry.circle_id)


def _row(told: Told, units: Mapping[int, Placed], beside: _Beside | None) -> JournalRow:
    entry, event = told.entry, told.event
    unit = units.get(beside.unit_id if beside else entry.unit_id or 0)
    return JournalRow(
        id=entry.pk,
        at=entry.at,
        by=told.by,
        user_id=entry.user_id,
        unit=unit,
        code=entry.code,
        sentence=event.beside(beside.codes) if beside else event.sentence(),
        changes=() if beside else event.differences(),
        by_guest=event.by_guest,
        more=beside.count - 1 if beside else 0,
    )
