"""One person, as far as the lists of the actor's units tell of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.people.models import (
    BEGAN_NAMES,
    ENDED_NAMES,
    Application,
    Arrival,
    Membership,
    Particulars,
    Transfer,
)
from mandate.apps.people.permissions import BIRTH, CONTACT, HISTORY, MEMBERS_MANAGE
from mandate.apps.people.queries.rules import read_rules, spell_of
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.core import membership
from mandate.core.membership import LASTING, Began, Ended
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.access.looks import open_today
from mandate.platform.access.models import User
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sight import visible_people
from mandate.platform.database import spans
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current, text_in


@dataclass(frozen=True, slots=True)
class SpellRow:
    """A stretch of a membership, as it began and as it ended."""

    id: int
    unit: UnitRef
    place: str
    kind: str
    starts: date
    began: str
    source: str
    document: str
    application: int | None
    ends: date | None
    ended: str
    ending_document: str


@dataclass(frozen=True, slots=True)
class Way:
    """Somebody on the way: from where, to where, released on a day, and what the actor may do about it."""

    id: int
    source: str
    target: str
    target_code: str
    released: date
    document: str
    may_receive: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Restricted:
    """Something of a person that shows for a purpose only: its ``value`` in words, or "" where the actor has
    not looked today. ``purposes`` are (key, words)."""

    group: str
    label: str
    value: str
    purposes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A person with their memberships in units of the actor, the newest first. ``restricted`` is what is kept
    of them beside, as far as the actor may look at it. ``unit`` is where they belong or last belonged;
    ``due`` the day by which they must have become another kind of member. ``steps`` are (code, name) of
    those. ``may_begin``: no member of any unit, and alive. ``has_entry``: the actor may see what they may do
    when they sign in."""

    id: int
    name: str
    number: str
    restricted: tuple[Restricted, ...]
    unit: UnitRef
    spells: tuple[SpellRow, ...]
    way: Way | None
    due: date | None
    overdue: bool
    steps: tuple[tuple[str, str], ...]
    is_member: bool
    may_begin: bool
    may_manage: bool
    may_let_in: bool
    has_entry: bool


def known_people(actor: Actor) -> QuerySet[User]:
    """The people of whom the actor may know: members of their units, once or now, and those on the way to
    one."""
    rows = (visible(actor, Membership.objects.all()), visible(actor, Arrival.objects.filter(outcome="")))
    here, coming = (Exists(some.filter(person=OuterRef("pk"))) for some in rows)
    return User.objects.filter(here | coming)


def people_within_reach(actor: Actor) -> QuerySet[User]:
    """Those of whom the actor knows, by a list of members or because they sign in."""
    known = Q(pk__in=known_people(actor).values("pk")) | Q(pk__in=visible_people(actor).values("pk"))
    return User.objects.filter(known, erased_at=None, same_as=None)


def homes_of(actor: Actor, people: Collection[int]) -> dict[int, str]:
    """Where people are members today, by their number, as far as the actor may see it."""
    found = visible(actor, Membership.objects.filter(spans.holds(actor.today), person_id__in=people))
    homes = dict(found.values_list("person_id", "unit_id"))
    places = placed(set(homes.values()), actor.today)
    return {person: places[unit].name for person, unit in homes.items()}


def last_units(people: Collection[int]) -> dict[int, int]:
    """The unit in which each is, or last was, a member: whose keepers see to what is kept of them. One query;
    without those who never were one."""
    rows = Membership.objects.filter(person__in=people).order_by("starts")
    return dict(rows.values_list("person_id", "unit_id"))


def without_membership(actor: Actor) -> QuerySet[User]:
    """Those of them who never were members."""
    return people_within_reach(actor).filter(~Exists(Membership.objects.filter(person=OuterRef("pk"))))


def member_page(actor: Actor, user_id: int) -> MemberPage:
    """Raises Http404, also of somebody whom the actor may not know of."""
    person = known_people(actor).filter(pk=user_id).first()
    if person is None:
        raise Http404(_("There is no such person."))
    rules = read_rules()
    rows = Membership.objects.filter(person=person).select_related("kind", "source")
    chain = list(rows.order_by("starts"))
    decided = visible(actor, Application.objects.filter(person=person, membership__isnull=False))
    by_application = dict(decided.values_list("membership_id", "pk"))
    seen = set(visible(actor, Membership.objects.filter(person=person)).values_list("pk", flat=True))
    spells = [one for one in reversed(chain) if one.pk in seen]
    if not (spells and can(actor, HISTORY.action, spells[0].unit_id)):
        spells = spells[:1]
    way = _way(actor, person)
    units = {one.unit_id for one in spells} | ({way.source_id, way.target_id} if way else set())
    places = placed(units, actor.today)
    last = spells[0] if spells else None
    home = last.unit_id if last else way.target_id if way else 0
    keeps = chain[-1].unit_id if chain else home  # whose list it is: also where the actor may not look
    lasts = last is not None and last.ends is None
    there = last is not None and person.erased_at is None
    due = membership.due(tuple(map(spell_of, chain)), rules.rules[last.kind.code]) if last and lasts else None
    steps = rules.rules[last.kind.code].steps if last is not None and lasts else frozenset()
    told = Particulars.objects.filter(user=person).first() or Particulars(user=person)
    return MemberPage(
        id=person.pk,
        name=person.called,
        number=told.number,
        restricted=_restricted(actor, told, keeps),
        unit=places[home].unit,
        spells=tuple(
            SpellRow(
                id=one.pk,
                unit=places[one.unit_id].unit,
                place=places[one.unit_id].name,
                kind=text_in(one.kind.names) or one.kind.code,
                starts=one.starts,
                began=str(BEGAN_NAMES[Began(one.began)]),
                source=one.source.called if one.source else "",
                document=one.document,
                application=by_application.get(one.pk),
                ends=one.ends,
                ended=str(ENDED_NAMES[Ended(one.ended)]) if one.ended else "",
                ending_document=one.ending_document,
            )
            for one in spells
        ),
        way=Way(
            way.pk,
            places[way.source_id].name,
            places[way.target_id].name,
            places[way.target_id].unit.code,
            way.released,
            way.document,
            can(actor, MEMBERS_MANAGE, way.target_id),
            can(actor, MEMBERS_MANAGE, way.source_id),
        )
        if way
        else None,
        due=due,
        overdue=due is not None and due <= actor.today,
        steps=tuple((code, rules.name(code)) for code in rules.kinds if code in steps),
        is_member=lasts,
        may_begin=bool(chain) and chain[-1].ended not in ("", Ended.MOVED, Ended.DIED),
        may_manage=there and can(actor, MEMBERS_MANAGE, keeps),
        may_let_in=there and not person.address and can(actor, GRANTS_MANAGE, keeps),
        has_entry=visible_people(actor).filter(pk=person.pk).exists(),
    )


def _restricted(actor: Actor, told: Particulars, unit_id: int) -> tuple[Restricted, ...]:
    """What is kept and the actor may look at; shown where they did today, or where it is of themself."""
    kept = ((BIRTH, date_long(told.born, current()) if told.born else ""), (CONTACT, told.phone))
    found = [(group, value) for group, value in kept if value and can(actor, group.action, unit_id)]
    shown = open_today(actor, told.user_id) if found else frozenset()
    return tuple(
        Restricted(
            group.name,
            str(group.label),
            value if group.name in shown or told.user_id == actor.user_id else "",
            tuple((key, str(words)) for key, words in group.purposes),
        )
        for group, value in found
    )


def _way(actor: Actor, person: User) -> Transfer | None:
    """Where somebody is on the way from or to a unit of the actor."""
    for model in (Transfer, Arrival):
        if found := visible(actor, model.objects.filter(person=person, outcome="")).first():
            return found
    return None


ENDINGS = tuple((how.value, ENDED_NAMES[how]) for how in LASTING)


def member_of_transfer(actor: Actor, transfer_id: int) -> MemberPage:
    """The page of whoever a transfer is about. Raises Http404, also of one that the actor may not know of."""
    found = (visible(actor, model.objects.filter(pk=transfer_id)) for model in (Transfer, Arrival))
    transfer = next((some[0] for some in found if some), None)
    if transfer is None:
        raise Http404(_("There is no such transfer."))
    return member_page(actor, transfer.person_id)


def first_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds as which one may begin: (code, name)."""
    rules = read_rules()
    return tuple((code, rules.name(code)) for code, rule in rules.rules.items() if rule.first)
