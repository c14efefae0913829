"""The members of a unit and of those below it, on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Func, Model, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.events import MembersTaken
from mandate.apps.people.models import OPEN, Application, Arrival, Joined, Membership, Transfer
from mandate.apps.people.permissions import MEMBERS_MANAGE, MEMBERS_VIEW
from mandate.apps.people.queries.arrivals import TransferRow, transfer_rows
from mandate.apps.people.queries.rules import Rules, read_rules, spell_of
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef, unit_by_code
from mandate.apps.units.watchers import open_on, open_times
from mandate.core.membernumber import number_key
from mandate.core.membership import Began, Spell, due
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, require, visible
from mandate.platform.access.models import called
from mandate.platform.access.tree import provider
from mandate.platform.database import spans
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Filter, Listing, Option, Search, Taken, day_of, options

M = TypeVar("M", bound=Model)

#: So many years a member without a break are honoured.
ANNIVERSARIES = (30, 40, 50, 60, 70)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member on a day: as what, in which unit, and since when without a break. ``overdue``: by then they
    should have become another kind of member."""

    user_id: int
    name: str
    number: str
    kind: str
    unit: UnitRef
    place: str
    since: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """The members of a unit and of those below on a day, a page of them; who is on the way to it, and from
    it; ``may_admit`` somebody to the unit itself. ``left_behind``: how many members a unit that is closed on
    the day still has. ``applications``: so many are open in
    the unit and those below."""

    unit: UnitRef
    day: date
    members: Shown[MemberRow]
    arriving: tuple[TransferRow, ...]
    leaving: tuple[TransferRow, ...]
    may_admit: bool
    left_behind: int
    applications: int


def members_page(actor: Actor, code: str, day: date, query: Mapping[str, str]) -> MembersPage:
    """Raises UnknownUnit, Forbidden. The number of queries does not grow."""
    unit = unit_by_code(actor, code)
    require(actor, MEMBERS_VIEW, unit.id)
    arriving, leaving = _on_the_way(actor, unit)
    open_then = open_on(open_times([unit.id])[unit.id], day)
    return MembersPage(
        unit=unit,
        day=day,
        members=show(members_list(actor, unit, day), query),
        arriving=arriving,
        leaving=leaving,
        may_admit=open_then and can(actor, MEMBERS_MANAGE, unit.id),
        left_behind=0 if open_then else members_of(actor, unit.id),
        applications=open_in(actor, unit.id),
    )


def open_in(actor: Actor, unit_id: int) -> int:
    """How many applications are open in a unit and those below it."""
    below = provider().with_all_below([unit_id], actor.today)
    return visible(actor, Application.objects.filter(among("unit_id", below), state__in=OPEN)).count()


def members_list(actor: Actor, unit: UnitRef, day: date) -> Listing[MemberRow]:
    """The members on a day, by name."""
    rules = read_rules()
    labels = {code: rules.name(code) for code in rules.kinds}

    def rows(found: Sequence[Membership]) -> list[MemberRow]:
        places = placed({one.unit_id for one in found}, day)
        late = _overdue(found, rules, day)
        return [
            MemberRow(
                user_id=one.person_id,
                name=called(one.person_id, one.person.name, one.person.erased_at is not None),
                number=getattr(one, "number", ""),
                kind=labels[one.kind.code],
                unit=places[one.unit_id].unit,
                place=places[one.unit_id].name,
                since=getattr(one, "since", one.starts),
                overdue=one.pk in late,
            )
            for one in found
        ]

    return Listing(
        name="members",
        title=gettext_lazy("Members"),
        source=_on(actor, unit, day),
        rows=rows,
        columns=(
            Column("name", gettext_lazy("Name"), lambda row: row.name, order=by_person_name()),
            Column("number", gettext_lazy("Member number"), lambda row: row.number, order=("number",)),
            Column("kind", gettext_lazy("Kind"), lambda row: row.kind, order=("kind__position",)),
            Column("unit", gettext_lazy("Unit"), lambda row: row.place, order=("unit__code",)),
            Column("unit_code", gettext_lazy("Code"), lambda row: row.unit.code, in_file=True),
            Column("since", gettext_lazy("Member since"), lambda row: day_of(row.since), order=("since",)),
        ),
        search=Search(gettext_lazy("Name or number"), answering),
        filters=(
            Filter(
                "kind",
                gettext_lazy("Kind"),
                options(labels.items()),
                lambda members, chosen: members.filter(kind__code=chosen),
            ),
            Filter(
                "of",
                gettext_lazy("Where"),
                options((("own", gettext_lazy("in this unit itself")),)),
                lambda members, _chosen: members.filter(unit_id=unit.id),
            ),
            Filter(
                "years",
                gettext_lazy("Anniversary"),
                tuple(Option(str(years), _years_in(years, day)) for years in ANNIVERSARIES),
                lambda members, years: members.filter(since__year=day.year - int(years)),
            ),
        ),
        order=(*by_person_name(), "id"),
        taken=Taken(MembersTaken, MEMBERS_VIEW, (("unit", unit.code), ("on", day.isoformat()))),
    )


def _years_in(years: int, day: date) -> str:
    return _("%(years)s years in %(year)s") % {"years": years, "year": day.year}


def _overdue(found: Sequence[Membership], rules: Rules, day: date) -> set[int]:
    """Those that still last, and whose kind was to end by the day: one query."""
    lasting = {one.person_id: one for one in found if one.ends is None}
    chains: dict[int, list[Spell]] = {}
    for row in Membership.objects.filter(person__in=list(lasting)).select_related("kind").order_by("starts"):
        chains.setdefault(row.person_id, []).append(spell_of(row))
    ends = {one.pk: due(tuple(chains[pk]), rules.rules[one.kind.code]) for pk, one in lasting.items()}
    return {pk for pk, by in ends.items() if by is not None and by <= day}


def by_person_name() -> tuple[Any, ...]:
    """In the order of the names, by the rules of the reader's language."""
    return (by_name(current(), "person__sort_keys"), "person__name")


def _on(actor: Actor, unit: UnitRef, day: date) -> QuerySet[Membership]:
    below = provider().with_all_below([unit.id], day)
    admitted = Membership.objects.filter(
        person=OuterRef("person"), began=Began.ADMITTED.value, starts__lte=OuterRef("starts")
    ).order_by("-starts")
    rows = visible(actor, Membership.objects.filter(spans.holds(day), among("unit_id", below)))
    return rows.select_related("person", "kind").annotate(
        number=Coalesce("person__particulars__number", Value("")),
        since=Subquery(admitted.values("starts")[:1]),
    )


#: The folded name. The address by which somebody signs in stands beside it, and is nobody's to find them by.
NAME_KEY = Func("person__search_key", Value("\n"), Value(1), function="split_part", output_field=TextField())


def answering(members: QuerySet[M], words: Sequence[str]) -> QuerySet[M]:
    """Of rows about a person, those whose name holds all words, with or without diacritics, or whose number
    looks like them."""
    number = number_key("".join(words))
    by_number = Q(pk__in=[])
    if number:  # one that was given up where two records became one is still looked for
        given_up = Joined.objects.filter(number_key__contains=number, parted_at=None).values("kept")
        by_number = Q(person__particulars__number_key__contains=number) | Q(person__in=given_up)
    return members.filter(Q(holding(NAME_KEY, words)) | by_number)


def _on_the_way(actor: Actor, unit: UnitRef) -> tuple[tuple[TransferRow, ...], tuple[TransferRow, ...]]:
    """To the unit itself and from it, whoever was released first at the top."""
    coming = visible(actor, Arrival.objects.filter(target=unit.id, outcome=""))
    going = visible(actor, Transfer.objects.filter(source=unit.id, outcome=""))
    arriving, leaving = (
        transfer_rows(list(some.select_related("person").order_by("released", "id")), actor.today)
        for some in (coming, going)
    )
    return arriving, leaving


def members_of(actor: Actor, unit_id: int) -> int:
    """How many members a unit itself has now, whatever the day on which they came."""
    return visible(actor, Membership.objects.filter(unit=unit_id, ends=None)).count()


def has_members(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may see the list of a unit's members."""
    return can(actor, MEMBERS_VIEW, unit_id)
