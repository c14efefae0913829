"""Erasing a person: what says who they are goes, what they did stays under their number.

Whatever hangs on a person by CASCADE is theirs alone, in every part of the house, and goes: former names,
second factors, notices, choices, saved views, drafts, personal values beside the journal. What holds a person
by PROTECT is the organisation's, and stays. Out of what others typed, the person's words are taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CASCADE, ForeignKey, Model, Q
from django.utils.translation import gettext as _

from mandate.core.command import Command
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.events import PersonErased
from mandate.platform.access.models import Grant, User
from mandate.platform.access.permissions import PEOPLE_ERASE
from mandate.platform.access.signins import place_of_ever
from mandate.platform.access.sources import roles_of
from mandate.platform.journal.apart import forget_words_for
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.listing.forgetting import forget_in_views

NOBODYS = "erased.invalid"  # no mail ever goes there: RFC 2606


@dataclass(frozen=True, slots=True)
class ErasePerson(Command):
    """Erase a person for good."""

    user_id: int


def theirs_alone() -> Iterator[tuple[type[Model], str]]:
    """Every table whose rows are one person's alone, with the field that says whose."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            ours = isinstance(field, ForeignKey) and field.related_model is User
            if ours and getattr(field.remote_field, "on_delete", None) is CASCADE:
                yield model, field.name


_hindrances: list[Callable[[int, date], str]] = []


def hold_back(why: Callable[[int, date], str]) -> None:
    """Called once by a part that may have a reason against erasing a person (by number) on a day, in words;
    "" where it has none."""
    _hindrances.append(why)


def why_not(actor: Actor, user: User) -> str:
    """Why a person cannot be erased by now, in words; "" if they can. Rights are another question."""
    if user.erased_at is not None:
        return _("This person is erased already.")
    if user.same_as_id is not None:
        return _("This record was merged with another one.")
    if user.pk == actor.user_id:
        return _("Nobody erases themselves; ask another administrator.")
    if user.is_active:
        return _("This person may still sign in. Take that away first.")
    if holds_a_role(actor, user.pk):
        return _("This person still holds a role, or will. End it first.")
    return next(filter(None, (why(user.pk, actor.today) for why in _hindrances)), "")


def holds_a_role(actor: Actor, user_id: int) -> bool:
    """Today, or from a later day on."""
    planned = Grant.objects.filter(Q(ends=None) | Q(ends__gt=actor.today), user_id=user_id)
    return bool(roles_of(user_id, actor.today)) or planned.exists()


@transaction.atomic
def erase_person(actor: Actor, command: ErasePerson) -> None:
    """Erase somebody who may no longer sign in and holds no role; for whoever administers every unit on which
    the person ever held one. It cannot be taken back. Errors: ValidationError."""
    user = User.objects.select_for_update().get(pk=command.user_id)
    for unit_id in {grant.unit_id for grant in roles_of(user.pk, None)} or {None}:
        require(actor, PEOPLE_ERASE, unit_id)
    if told := why_not(actor, user):
        raise ValidationError(told)
    for given_up in User.objects.select_for_update().filter(same_as=user):
        _erase(actor, given_up)  # nothing is kept there but the name
    _erase(actor, user)


def _erase(actor: Actor, user: User) -> None:
    names = (user.name, *user.former_names.values_list("name", flat=True))
    forget_words_for(names, user.address)
    forget_in_views(names, user.address)
    for model, field in theirs_alone():
        model._base_manager.filter(**{field: user.pk}).delete()
    _end_sessions(user.pk)
    user.name, user.email = "", f"{user.pk}-{token_hex(8)}@{NOBODYS}"
    user.set_unusable_password()
    user.language, user.last_login, user.failed_sign_ins = "en", None, 0
    user.sessions_ended += 1
    user.erased_at = actor.now
    user.save()
    place = place_of_ever(user.pk, actor.today)
    record(actor, PersonErased(Person(user.pk)), unit_id=place, subject=("user", user.pk))


def _end_sessions(user_id: int) -> None:
    """They have ended already, with the right to sign in; what was kept in them goes too. They lie in the
    same database, so they go with the rest or, where that breaks off, stay with it."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user_id):
            session.delete()
