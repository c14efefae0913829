"""Every read of people and their roles, for an actor.

A person is seen through the roles they hold, now or once, on units whose people the actor may see; other
roles of the same person are not shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.core.span import Span
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can, can_anywhere, covered_units
from mandate.platform.access.models import ROLE_NAMES, Grant, GrantQuerySet, User, called
from mandate.platform.access.permissions import GRANTS_MANAGE, GRANTS_VIEW, PEOPLE_ERASE
from mandate.platform.access.sight import visible_people
from mandate.platform.access.sources import roles_of
from mandate.platform.database.arrays import among
from mandate.platform.journal.audience import audience_of
from mandate.platform.journal.events import personal_codes
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

LATELY = 10


class Holding(StrEnum):
    """Whether a role is held on the day."""

    HELD = "held"
    PLANNED = "planned"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role on a unit (None: the whole organisation), from a day until a day (exclusive). ``place`` names
    the unit with the one above it, which tells units of one name apart."""

    id: int
    role: str
    unit: UnitRef | None
    place: str
    starts: date | None
    ends: date | None
    holding: Holding
    may_end: bool

    def __str__(self) -> str:
        """The role and where it is held."""
        return f"{self.role} · {self.place}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and the roles they hold today, as far as the actor may see them. ``invites``: the actor may
    send them the mail to set a password, for they never signed in; ``invited`` is when it went last."""

    id: int
    name: str
    email: str
    is_active: bool
    roles: tuple[RoleRow, ...]
    invites: bool = False
    invited: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person with all visible roles. ``may_change``: the name and the right to sign in; ``may_erase``:
    the person who can no longer sign in. ``erased_at``: from then on there is only a number."""

    person: PersonRow
    language: str
    since: date
    may_grant: bool
    may_change: bool
    may_erase: bool
    erased_at: datetime | None
    is_self: bool
    has_second_step: bool


@dataclass(frozen=True, slots=True)
class SignInRow:
    """Something that happened to the actor's own sign-in."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class MyPage:
    """The actor's own entry."""

    name: str
    email: str
    language: str
    roles: tuple[RoleRow, ...]
    sign_ins: tuple[SignInRow, ...]


def person_page(actor: Actor, user_id: int) -> PersonPage:
    """One person. Raises Http404 also for one whom the actor may not see."""
    user = visible_people(actor).filter(pk=user_id).first()
    if user is None:
        raise Http404(_("There is no such person."))
    units = {grant.unit_id for grant in roles_of(user.pk, None)} or {None}
    there = user.erased_at is None
    return PersonPage(
        person=person_row(user, _roles(actor, [user.pk]).get(user.pk, ())),
        language=user.language,
        since=user.date_joined.date(),
        may_grant=there and user.pk != actor.user_id and can_anywhere(actor, GRANTS_MANAGE),
        may_change=there and all(can(actor, GRANTS_MANAGE, unit) for unit in units),
        may_erase=_may_erase(actor, user) and all(can(actor, PEOPLE_ERASE, unit) for unit in units),
        erased_at=user.erased_at,
        is_self=user.pk == actor.user_id,
        has_second_step=Authenticator.objects.filter(user_id=user.pk).exists(),
    )


def _may_erase(actor: Actor, user: User) -> bool:
    """Offered of who may sign in no more; what else stands in the way, the page says."""
    return user.erased_at is None and not user.is_active and user.pk != actor.user_id


def erasing_explained(user_id: int) -> str:
    """What erasing a person takes away, and what stays."""
    goes = _(
        "This will be erased: the name and every former name, the address, the password, second steps and "
        "passkeys, notices, choices, saved views, drafts, and what was typed in searches for the person."
    )
    stays = _(
        "This will stay: what the person did and the roles held, under “%(word)s”; texts that were written; "
        "and closed reviews, which are signed documents. Backups made until today still hold everything."
    )
    return f"{goes} {stays % {'word': called(user_id, '', erased=True)}}"


def my_page(actor: Actor) -> MyPage:
    """What the actor may read of themself: everything."""
    user = User.objects.get(pk=actor.user_id or 0)
    grants = Grant.objects.filter(user=user)
    roles = _rows(actor, grants).get(user.pk, ())
    sign_ins = _sign_ins(actor)
    return MyPage(user.name, user.address, user.language, roles, sign_ins)


def _sign_ins(actor: Actor) -> tuple[SignInRow, ...]:
    """The last of the actor's own, which the journal tells to every person."""
    own = Entry.objects.filter(subject_kind="user", subject_id=actor.user_id, code__in=personal_codes())
    rows = audience_of(actor).narrow(own).order_by("-pk")[:LATELY]
    return tuple(SignInRow(told.entry.at, told.event.sentence()) for told in read(list(rows)))


def roles_today(actor: Actor, users: Sequence[int]) -> dict[int, tuple[RoleRow, ...]]:
    """The roles that people hold today, as far as the actor may see them."""
    return {user: _held(roles) for user, roles in _roles(actor, users).items()}


def _roles(actor: Actor, users: Sequence[int]) -> dict[int, tuple[RoleRow, ...]]:
    return _rows(actor, granted(actor).filter(user_id__in=users))


def granted(actor: Actor) -> GrantQuerySet:
    """The roles that the actor may see, of whomever and whenever."""
    units = _units(actor, GRANTS_VIEW)
    if units is None:
        return Grant.objects.all()
    seen = among("unit_id", units)
    return Grant.objects.filter(seen | Q(unit=None) if can(actor, GRANTS_VIEW) else seen)


def _units(actor: Actor, action: str) -> list[int] | None:
    """The units on which an action holds for the actor, closed ones too: roles stay on them. None: all."""
    covered = covered_units(actor, action)
    return None if covered is None else covered.tolist()


def _rows(actor: Actor, grants: QuerySet[Grant]) -> dict[int, tuple[RoleRow, ...]]:
    """The roles by person: those held first, then by unit's code. A fixed number of queries."""
    ordered = list(grants.order_by("unit__code", F("starts").asc(nulls_first=True), "id"))
    units = placed({grant.unit_id for grant in ordered if grant.unit_id}, actor.today)
    managed = _units(actor, GRANTS_MANAGE)
    whole = can(actor, GRANTS_MANAGE)
    may_end: dict[int | None, bool] = {None: whole, **dict.fromkeys(managed or (), True)}
    rows: dict[int, list[RoleRow]] = {}
    for grant in ordered:
        unit = units.get(grant.unit_id or 0)
        row = RoleRow(
            id=grant.pk,
            role=str(ROLE_NAMES[Role(grant.role)]),
            unit=unit.unit if unit else None,
            place=unit.name if unit else _("the whole organisation"),
            starts=grant.starts,
            ends=grant.ends,
            holding=_holding(grant, actor.today),
            may_end=may_end.get(grant.unit_id, managed is None),
        )
        rows.setdefault(grant.user_id, []).append(row)
    order = list(Holding)
    return {
        user: tuple(sorted(held, key=lambda row: order.index(row.holding))) for user, held in rows.items()
    }


def _held(roles: Iterable[RoleRow]) -> tuple[RoleRow, ...]:
    return tuple(row for row in roles if row.holding is Holding.HELD)


def _holding(grant: Grant, day: date) -> Holding:
    span = Span(grant.starts, grant.ends)
    if span.over(day):
        return Holding.ENDED
    return Holding.HELD if span.begun(day) else Holding.PLANNED


def person_row(user: User, roles: tuple[RoleRow, ...], invites: bool = False) -> PersonRow:
    email = "" if user.erased_at else user.address
    invited = user.invited_at if user.last_login is None else None
    return PersonRow(user.pk, user.called, email, user.is_active, roles, invites, invited)
