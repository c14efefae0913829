"""Every write to people and their roles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mandate.core.command import Command
from mandate.core.span import Span
from mandate.core.text import one_line
from mandate.core.textkey import fold
from mandate.platform.access import events
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import require
from mandate.platform.access.models import EMAIL_LENGTH, NAME_LENGTH, Grant, User
from mandate.platform.access.names import rename
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sight import visible_people
from mandate.platform.access.signin_events import FactorsTaken
from mandate.platform.access.signins import place_of
from mandate.platform.access.sources import roles_of
from mandate.platform.access.stewards import somebody_stays
from mandate.platform.i18n.languages import CODES
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record

_tellers: list[Callable[[Actor, Grant], None]] = []


def tell_of_roles(tell: Callable[[Actor, Grant], None]) -> None:
    """Called once by the part that tells people of a role that they are granted."""
    _tellers.append(tell)


__all__ = ["EMAIL_LENGTH", "NAME_LENGTH"]  # for forms, with what follows


@dataclass(frozen=True, slots=True)
class AddUser(Command):
    """A new person with a first role. ``password`` None: the person sets one by mail."""

    TO_THE_LETTER: ClassVar[frozenset[str]] = frozenset({"password"})

    email: str
    name: str
    role: Role
    unit_id: int | None
    language: str = "en"
    password: str | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class GrantRole(Command):
    """A role on a unit and its subtree, from a date until a date (exclusive)."""

    user_id: int
    role: Role
    unit_id: int | None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeUser(Command):
    """A person's name ("": as it is), and whether they may sign in."""

    user_id: int
    name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class ChangeSelf(Command):
    """What a person says of themself: name and language."""

    name: str
    language: str


@transaction.atomic
def add_user(actor: Actor, command: AddUser) -> User:
    """Make a person who can sign in and grant the first role. Errors: ValidationError by field."""
    require(actor, GRANTS_MANAGE, command.unit_id)
    email, name = command.email.lower(), one_line(command.name)
    errors = _wrong_address(email)
    if not name:
        errors["name"] = _("Write the person's name.")
    errors |= _wrong_texts(name, command.language)
    if errors:
        raise ValidationError(errors)
    user = _create(email, name, command)
    record(actor, events.UserAdded(Person(user.pk)), unit_id=command.unit_id, subject=("user", user.pk))
    _grant(actor, GrantRole(user.pk, command.role, command.unit_id, command.starts, command.ends))
    return user


def give_address(user: User, email: str) -> None:
    """Let somebody sign in who had no address; the caller asks for the right, locks the row and records it.
    Errors: ValidationError (email)."""
    email = email.lower()
    if errors := _wrong_address(email):
        raise ValidationError(errors)
    user.email, user.is_active = email, True
    try:
        with transaction.atomic():
            user.save(update_fields=["email", "is_active"])
    except IntegrityError:
        told = _("Somebody else has this address. Two records of one person are not joined here.")
        raise ValidationError({"email": told}) from None


def _wrong_texts(name: str, language: str) -> dict[str, str]:
    errors = {}
    if len(name) > NAME_LENGTH:
        errors["name"] = _("This is too long.")
    if language not in CODES:
        errors["language"] = _("Choose a language.")
    return errors


def _wrong_address(email: str) -> dict[str, str]:
    if len(email) > EMAIL_LENGTH:
        return {"email": _("This is too long.")}
    try:
        validate_email(email)
    except ValidationError:
        return {"email": _("This is not an email address.")}
    return {}


def _create(email: str, name: str, command: AddUser) -> User:
    """Of two who add one person at the same moment, one is told that the person is here already."""
    taken = _("Somebody with this address is here already; grant that person a role instead.")
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": taken})
    try:
        with transaction.atomic():
            return User.objects.create_user(email, command.password, name=name, language=command.language)
    except IntegrityError:
        raise ValidationError({"email": taken}) from None


@transaction.atomic
def bring_in(actor: Actor, command: AddUser) -> tuple[User, bool]:
    """Add a person, or grant the role to whoever has the address already; with whether the person is new.

    To somebody whose entry the actor may not see, a role is granted only under the name that the person has:
    an address alone tells nobody a name.
    """
    require(actor, GRANTS_MANAGE, command.unit_id)
    known = User.objects.filter(email=command.email.lower()).first()
    if known is None:
        return add_user(actor, command), True
    seen = actor.console or visible_people(actor).filter(pk=known.pk).exists()
    if not seen and sorted(fold(known.name).split()) != sorted(fold(command.name).split()):
        told = _(
            "Somebody with this address is here already, under another name. Write the name as that person "
            "does, or ask the administrator of a unit above."
        )
        raise ValidationError({"name": told})
    grant_role(actor, GrantRole(known.pk, command.role, command.unit_id, command.starts, command.ends))
    return known, False


@transaction.atomic
def grant_role(actor: Actor, command: GrantRole) -> Grant:
    """Grant a role. The same role on the same unit twice at once is refused, and so is a role for oneself:
    with it one could accept what one has filled in. Whoever gets it is told."""
    grant = _grant(actor, command)
    for tell in _tellers:
        tell(actor, grant)
    return grant


def _grant(actor: Actor, command: GrantRole) -> Grant:
    require(actor, GRANTS_MANAGE, command.unit_id)
    if command.user_id == actor.user_id:
        told = _("Nobody grants a role to themselves; ask another administrator, or whoever runs the server.")
        raise ValidationError({"role": told})
    user = User.objects.select_for_update().get(pk=command.user_id)
    _require_there(user, "role")
    span = Span(command.starts, command.ends)
    if span.is_empty:
        raise ValidationError({"ends": _("The end must come after the start.")})
    same = Grant.objects.filter(user=user, role=command.role.value, unit=command.unit_id)
    if any(span.meets(Span(other.starts, other.ends)) for other in same):
        raise ValidationError({"role": _("This person has this role on this unit already.")})
    grant = Grant.objects.create(
        user=user, role=command.role.value, unit_id=command.unit_id, starts=command.starts, ends=command.ends
    )
    event = events.RoleGranted(
        Person(user.pk),
        role=command.role.value,
        starts=command.starts.isoformat() if command.starts else "",
        ends=command.ends.isoformat() if command.ends else "",
    )
    record(actor, event, unit_id=command.unit_id, subject=("user", user.pk))
    return grant


@dataclass(frozen=True, slots=True)
class EndRole(Command):
    """Let a role end on a day (exclusive)."""

    grant_id: int
    ends: date


@transaction.atomic
def end_role(actor: Actor, command: EndRole) -> None:
    """Let a role end on a day (exclusive). A role that would end before it starts is taken away whole.

    Nobody ends their own last role as administrator, nor the last one of the organisation: ValidationError
    (ends).
    """
    grant = Grant.objects.select_related("user").get(pk=command.grant_id)
    require(actor, GRANTS_MANAGE, grant.unit_id)
    if grant.role == Role.ADMINISTRATOR.value:
        with somebody_stays("ends", command.ends):
            _end(actor, command.grant_id, command.ends)
    else:
        _end(actor, command.grant_id, command.ends)


def _end(actor: Actor, grant_id: int, ends: date) -> None:
    grant = Grant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant_id)
    if grant.user_id == actor.user_id and grant.role == Role.ADMINISTRATOR.value and _is_last(grant, ends):
        raise ValidationError(
            {"ends": _("This is your last role as administrator. Ask another administrator to end it.")}
        )
    event = events.RoleEnded(Person(grant.user_id), role=grant.role, ends=ends.isoformat())
    record(actor, event, unit_id=grant.unit_id, subject=("user", grant.user_id))
    if grant.starts is not None and ends <= grant.starts:
        grant.delete()
        return
    grant.ends = ends
    grant.save(update_fields=["ends"])


def _is_last(grant: Grant, day: date) -> bool:
    """Whether the person holds this role nowhere else on the day on which it would end."""
    others = Grant.objects.in_force(day).filter(user_id=grant.user_id, role=grant.role)
    return not others.exclude(pk=grant.pk).exists()


@transaction.atomic
def change_self(actor: Actor, command: ChangeSelf) -> None:
    """A person's own name and language. The journal keeps the name only."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    _require_there(user, "name")
    name = one_line(command.name)
    if not name:
        raise ValidationError({"name": _("Write your name.")})
    if errors := _wrong_texts(name, command.language):
        raise ValidationError(errors)
    if name != user.name:
        event = events.UserChanged(Person(user.pk), before={}, after={})
        record(actor, event, unit_id=place_of(user.pk, actor.today), subject=("user", user.pk))
    rename(user, name, actor.now)
    user.language = command.language
    user.save(update_fields=["name", "language"])


@transaction.atomic
def change_user(actor: Actor, command: ChangeUser) -> None:
    """Change a person's name or right to sign in; for whoever manages all of the person's units."""
    user = User.objects.select_for_update().get(pk=command.user_id)
    _require_whole(actor, user)
    _require_there(user, "name")
    if user.pk == actor.user_id and not command.is_active:
        raise ValidationError({"is_active": _("You cannot take away your own right to sign in.")})
    if command.is_active and not user.address:
        raise ValidationError({"is_active": _("Nobody signs in without an email address.")})
    name = one_line(command.name) or user.name
    if errors := _wrong_texts(name, user.language):
        raise ValidationError(errors)
    before = {"may_sign_in": str(user.is_active)}
    leaves, renamed = user.is_active and not command.is_active, name != user.name
    rename(user, name, actor.now)
    user.is_active = command.is_active
    if leaves:
        user.sessions_ended += 1  # for good: none of them comes back with the right to sign in
        with somebody_stays("is_active", actor.today):
            user.save(update_fields=["name", "is_active", "sessions_ended"])
    else:
        user.save(update_fields=["name", "is_active"])
    after = {"may_sign_in": str(user.is_active)}
    if renamed or before != after:
        event = events.UserChanged(Person(user.pk), before=before, after=after)
        record(actor, event, unit_id=place_of(user.pk, actor.today), subject=("user", user.pk))


@dataclass(frozen=True, slots=True)
class NoteInvited(Command):
    """Somebody was sent the mail by which they set their first password."""

    user_id: int


@transaction.atomic
def note_invited(actor: Actor, command: NoteInvited) -> None:
    """Say when, for whoever never signed in; for whoever manages all of the person's units."""
    user = User.objects.select_for_update().get(pk=command.user_id)
    _require_whole(actor, user)
    if user.last_login is not None:
        return
    user.invited_at = actor.now
    user.save(update_fields=["invited_at"])
    event = events.UserInvited(Person(user.pk))
    record(actor, event, unit_id=place_of(user.pk, actor.today), subject=("user", user.pk))


@dataclass(frozen=True, slots=True)
class RemoveSecondStep(Command):
    """Let somebody sign in without their second step."""

    user_id: int


@transaction.atomic
def remove_second_step(actor: Actor, command: RemoveSecondStep) -> None:
    """Remove all second factors of somebody who lost them; for whoever manages all of the person's units."""
    user = User.objects.select_for_update().get(pk=command.user_id)
    _require_whole(actor, user)
    if user.pk == actor.user_id:
        raise ValidationError(_("Your own second step is changed under “My account”."))
    gone, _kinds = Authenticator.objects.filter(user_id=user.pk).delete()
    if gone:
        event = FactorsTaken(Person(user.pk))
        record(actor, event, unit_id=place_of(user.pk, actor.today), subject=("user", user.pk))


def _require_whole(actor: Actor, user: User) -> None:
    """The actor manages the people of every unit on which the person has, had or will have a role."""
    units = {grant.unit_id for grant in roles_of(user.pk, None)}
    for unit_id in units or {None}:
        require(actor, GRANTS_MANAGE, unit_id)


def _require_there(user: User, field: str) -> None:
    """Whoever is erased is given nothing any more, also by somebody who asked for it just before."""
    if user.erased_at is not None:
        raise ValidationError({field: _("This person was erased meanwhile.")})
    if user.same_as_id is not None:
        raise ValidationError({field: _("This record was merged with another one.")})


def choose_language(user: User, language: str) -> None:
    """A person's own choice; no action of the organisation, so the journal keeps nothing of it."""
    User.objects.filter(pk=user.pk).update(language=language)
