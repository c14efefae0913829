"""What is kept of a person beside their memberships."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mandate.apps.people.models import (
    DOCUMENT_LENGTH,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    REASON_LENGTH,
    Particulars,
)
from mandate.core.command import Command
from mandate.core.membernumber import number_key
from mandate.core.text import one_line
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import NAME_LENGTH, User

__all__ = ["DOCUMENT_LENGTH", "NAME_LENGTH", "NUMBER_LENGTH", "PHONE_LENGTH", "REASON_LENGTH"]  # for forms


@dataclass(frozen=True, slots=True)
class EnterPerson(Command):
    """What is known of a new person; all but the name may be missing."""

    name: str
    number: str = ""
    born: date | None = None
    phone: str = ""


def enter_person(actor: Actor, command: EnterPerson) -> User:
    """Enter somebody; a deed of its own only together with a membership, which asks for the right. Errors:
    ValidationError by field (name, number, born, phone)."""
    name, number, phone = one_line(command.name), one_line(command.number), one_line(command.phone)
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = _("Write the person's name.")
    if command.born is not None and command.born > actor.today:
        errors["born"] = _("This day is still to come.")
    longest = {"name": (name, NAME_LENGTH), "number": (number, NUMBER_LENGTH), "phone": (phone, PHONE_LENGTH)}
    errors |= {field: _("This is too long.") for field, (text, most) in longest.items() if len(text) > most}
    if len(number_key(number)) > NUMBER_LENGTH:  # one sign may look like several, as "½" does
        errors["number"] = _("This is too long.")
    if errors:
        raise ValidationError(errors)
    user = User.objects.enter(name, actor.language)
    _keep(user, number, command.born, phone)
    return user


def _keep(user: User, number: str, born: date | None, phone: str) -> None:
    key = number_key(number) or None
    told = _("Somebody has this member number already, or one that looks like it.")
    taken = ValidationError({"number": told})
    if key is not None and Particulars.objects.filter(number_key=key).exists():
        raise taken
    try:
        with transaction.atomic():
            Particulars.objects.create(user=user, number=number, number_key=key, born=born, phone=phone)
    except IntegrityError:
        raise taken from None
