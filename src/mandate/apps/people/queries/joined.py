"""Two records of one person: who may join them, which may be of one person, and which were."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from hashlib import sha256
from typing import Any

from django.db.models import Case, Exists, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.models import Joined, Membership, Particulars
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.person import (
    homes_of,
    known_people,
    last_units,
    people_within_reach,
)
from mandate.apps.people.queries.rules import spell_of
from mandate.core import membership
from mandate.core.membernumber import number_key
from mandate.core.membership import MembershipError
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, can, covered_units
from mandate.platform.access.models import Grant, User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sources import roles_of
from mandate.platform.database.arrays import among
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Listing, Search
from mandate.platform.parts import owned


class Which(StrEnum):
    """Of which record the memberships are right."""

    BOTH = "both"
    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record that may be of the same person. ``place`` is where they are a member, as far as the reader may
    see it."""

    id: int
    name: str
    place: str
    number: str


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The records among which the one is that is of the same person as ``record``."""

    record: RecordRow
    unit_id: int | None
    others: Shown[RecordRow]


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """A record that was joined with that of a person."""

    id: int
    name: str
    at: datetime
    by: str
    may_part: bool


@dataclass(frozen=True, slots=True)
class Records:
    """The records that were joined with that of a person, and whether the actor may join another."""

    joined: tuple[JoinedRow, ...]
    may_join: bool


def stands_for(actor: Actor, user_id: int) -> int | None:
    """The record that stands for one that was given up, where the actor knows of it; None for any other."""
    kept = User.objects.filter(pk=user_id).values_list("same_as", flat=True).first()
    return kept if kept is not None and known_people(actor).filter(pk=kept).exists() else None


def may_join(actor: Actor, user_id: int, unit_id: int | None) -> bool:
    """Whether a record is the actor's to join with another: its list of members, and all roles that it ever
    held. ``unit_id`` is where the person is or was last a member."""
    if unit_id is None:
        if not (actor.console or people_within_reach(actor).filter(pk=user_id).exists()):
            return False
    elif not can(actor, MEMBERS_MANAGE, unit_id):
        return False
    roles = {grant.unit_id for grant in roles_of(user_id, None)}
    if not roles and User.objects.filter(pk=user_id, email__isnull=False).exists():
        roles = {None}  # who may sign in is everybody's who manages the whole organisation
    return all(can(actor, GRANTS_MANAGE, unit) for unit in roles)


def records_beside(actor: Actor, user_id: int) -> Records:
    """What the page of a person says of it; the newest first."""
    found = Joined.objects.filter(kept=user_id, parted_at=None).select_related("gone", "by")
    may = user_id != actor.user_id and may_join(actor, user_id, last_units([user_id]).get(user_id))
    joined = tuple(
        JoinedRow(
            one.pk,
            one.gone.called,
            one.at,
            one.by.called if one.by else "",
            may and place == 0 and picture_of(user_id) == one.after,
        )
        for place, one in enumerate(found.order_by("-pk"))
    )
    return Records(joined, may)


def picture_of(user_id: int) -> str:
    """What there is of a person, told in a word to be compared later: two records are parted while it is the
    same. Particulars are none of it."""
    lasting = (one for one in owned() if one.only is None)
    rows = {one.name: [str(row) for row in one.rows(user_id).order_by("pk").values()] for one in lasting}
    person = User.objects.get(pk=user_id)
    told = json.dumps([person.name, person.is_active, sorted(rows.items())])
    return sha256(told.encode()).hexdigest()


def written_spell(row: Membership) -> dict[str, Any]:
    """A membership as it is kept where it is no more."""
    return {
        "pk": row.pk, "person_id": row.person_id, "unit_id": row.unit_id, "kind_id": row.kind_id,
        "starts": row.starts.isoformat(), "began": row.began, "source_id": row.source_id,
        "ends": row.ends.isoformat() if row.ends else None, "ended": row.ended,
        "document": row.document, "ending_document": row.ending_document,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What there is to choose where two records are joined: nothing where one of them has no memberships;
    else whether those of ``both`` can be right. ``namesakes``: they are called the same."""

    asks: bool
    both: bool
    namesakes: bool


def question_of(kept_id: int, gone_id: int) -> Question:
    """What must be asked of two records."""
    chains = []
    for pk in (kept_id, gone_id):
        rows = Membership.objects.filter(person=pk).select_related("kind").order_by("starts")
        chains.append(tuple(map(spell_of, rows)))
    names = {fold(one.name) for one in User.objects.filter(pk__in=(kept_id, gone_id))}
    try:
        membership.joined(*chains)
    except MembershipError:
        return Question(True, False, len(names) == 1)
    return Question(all(chains), True, len(names) == 1)


def records_page(actor: Actor, user_id: int, query: Mapping[str, str]) -> RecordsPage:
    """Raises as :func:`record_to_join`."""
    record, unit = record_to_join(actor, user_id)
    return RecordsPage(record, unit, show(_others(actor, record), query))


def record_to_join(actor: Actor, user_id: int) -> tuple[RecordRow, int | None]:
    """A record, and the unit whose list it is on. Raises Http404 of somebody of whom the actor does not know,
    Forbidden where it is not theirs to join."""
    unit = last_units([user_id]).get(user_id)
    person = people_within_reach(actor).filter(pk=user_id).first()
    if person is None:
        raise Http404(_("There is no such person."))
    if not may_join(actor, user_id, unit):
        raise Forbidden(MEMBERS_MANAGE)
    return _rows(actor, [person])[0], unit


def _others(actor: Actor, person: RecordRow) -> Listing[RecordRow]:
    """All of whom the actor knows and whose roles are all theirs to manage, those of the same name first."""
    same = When(search_key__startswith=f"{fold(person.name)}\n", then=0)
    namesake = Case(same, default=1, output_field=IntegerField()).asc()
    source = people_within_reach(actor).exclude(pk=person.id)
    managed = covered_units(actor, GRANTS_MANAGE)
    if managed is not None:
        held = Grant.objects.filter(user=OuterRef("pk"))
        source = source.filter(~Exists(held.exclude(among("unit_id", managed))))
    return Listing(
        name="records",
        title=gettext_lazy("Records of people"),
        source=source,
        rows=lambda users: _rows(actor, users),
        columns=(
            Column("name", gettext_lazy("Name"), order=(by_name(current()), "name")),
            Column("unit", gettext_lazy("Member in")),
            Column("number", gettext_lazy("Member number")),
            Column("choose", gettext_lazy("Choose")),
        ),
        search=Search(gettext_lazy("Name or number"), partial(_answering, actor)),
        order=(namesake, by_name(current()), "name", "id"),
    )


def _answering(actor: Actor, users: QuerySet[User], words: Sequence[str]) -> QuerySet[User]:
    """Those whose name holds all words, or whose number looks like them, where the actor keeps their list; an
    address is nobody's to find them by."""
    name = Func("search_key", Value("\n"), Value(1), function="split_part", output_field=TextField())
    number = number_key("".join(words))
    members = known_people(actor).values("pk")
    by_number = Q(particulars__number_key__contains=number, pk__in=members) if number else Q(pk__in=[])
    return users.filter(Q(holding(name, words)) | by_number)


def _rows(actor: Actor, users: Sequence[User]) -> list[RecordRow]:
    members = known_people(actor).filter(pk__in=[one.pk for one in users])
    numbers = dict(Particulars.objects.filter(user__in=members).values_list("user_id", "number"))
    homes = homes_of(actor, [one.pk for one in users])
    return [RecordRow(one.pk, one.called, homes.get(one.pk, ""), numbers.get(one.pk, "")) for one in users]


def joined_row(actor: Actor, user_id: int, joined_id: int | None) -> int:
    """The number of a row that says with what somebody's record was joined. Raises Http404 of one that is not
    there, or not the actor's to part."""
    there = Joined.objects.filter(pk=joined_id or 0, kept=user_id).exists()
    if not there or not may_join(actor, user_id, last_units([user_id]).get(user_id)):
        raise Http404(_("There is no such record."))
    return joined_id or 0
