"""What is kept of a person beside their memberships."""

from dataclasses import dataclass, fields, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mandate.apps.people import events
from mandate.apps.people.models import (
    DOCUMENT_LENGTH,
    NUMBER_LENGTH,
    PHONE_LENGTH,
    REASON_LENGTH,
    WORDS_LENGTH,
    Joined,
    Particulars,
)
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.services.chains import lock_chain
from mandate.core.command import Command
from mandate.core.membernumber import number_key
from mandate.core.text import one_line
from mandate.core.textkey import fold
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.access.models import NAME_LENGTH, User
from mandate.platform.access.names import rename
from mandate.platform.i18n.formats import date_long
from mandate.platform.i18n.languages import current
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record

__all__ = [
    "DOCUMENT_LENGTH",
    "NAME_LENGTH",
    "NUMBER_LENGTH",
    "PHONE_LENGTH",
    "REASON_LENGTH",
    "WORDS_LENGTH",
]  # for forms


@dataclass(frozen=True, slots=True)
class EnterPerson(Command):
    """What is known of a new person; all but the name may be missing."""

    name: str
    number: str = ""
    born: date | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CorrectPerson(Command):
    """What is kept of a person, put right. ``seen`` is what stood there when it was read: what is the same
    in both stays as it is, whatever it is by then."""

    user_id: int
    said: EnterPerson
    seen: EnterPerson


def enter_person(actor: Actor, command: EnterPerson) -> User:
    """Enter somebody; a deed of its own only together with a membership, which asks for the right. Errors:
    ValidationError by field (name, number, born, phone)."""
    said = _fit(actor, command)
    user = User.objects.enter(said.name, actor.language)
    _keep(Particulars(user=user), said)
    return user


@transaction.atomic
def correct_person(actor: Actor, command: CorrectPerson) -> None:
    """Put right what is kept of a member, or of somebody who was one. Errors: ValidationError by field (name,
    number, born, phone), also where somebody else changed a field meanwhile."""
    kept = lock_chain(command.user_id)
    require(actor, MEMBERS_MANAGE, kept.unit_id)
    said = _fit(actor, command.said)
    told = Particulars.objects.filter(user=kept.person).first() or Particulars(user=kept.person)
    stored = EnterPerson(kept.person.name, told.number, told.born, told.phone)
    changed = [one.name for one in fields(said) if getattr(said, one.name) != getattr(command.seen, one.name)]
    errors = {
        field: _("Somebody else has written here meanwhile: %(text)s. Save again to replace it.")
        % {"text": _text(getattr(stored, field)) or "–"}
        for field in changed
        if getattr(stored, field) not in (getattr(command.seen, field), getattr(said, field))
    }
    said = replace(stored, **{field: getattr(said, field) for field in changed})
    if said.born is not None and kept.chain and said.born > kept.chain[0].starts:
        errors["born"] = _("That is after the day on which the first membership begins.")
    if errors:
        raise ValidationError(errors)
    if said == stored:
        return
    event = events.PersonCorrected(Person(kept.person.pk), _values(stored), _values(said))
    record(actor, event, unit_id=kept.unit_id, subject=("user", kept.person.pk))
    if said.name != stored.name:
        rename(kept.person, said.name, actor.now)
        kept.person.save(update_fields=["name"])
    _keep(told, said)


def somebody_alike(name: str, born: date | None) -> User | None:
    """Somebody of the same name who was born on the same day, as far as it is known."""
    if born is None:
        return None
    of_the_day = User.objects.filter(particulars__born=born, erased_at=None).order_by("pk")
    return next((one for one in of_the_day if fold(one.name) == fold(name)), None)


def _text(value: str | date | None) -> str:
    return date_long(value, current()) if isinstance(value, date) else value or ""


def _values(person: EnterPerson) -> dict[str, str]:
    """For the journal, without the name, which it knows by the person."""
    born = person.born.isoformat() if person.born else ""
    return {"number": person.number, "born": born, "phone": person.phone}


def _fit(actor: Actor, said: EnterPerson) -> EnterPerson:
    """The same in lines of their own. Errors: ValidationError by field."""
    name, number, phone = one_line(said.name), one_line(said.number), one_line(said.phone)
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = _("Write the person's name.")
    if said.born is not None and said.born > actor.today:
        errors["born"] = _("This day is still to come.")
    longest = {"name": (name, NAME_LENGTH), "number": (number, NUMBER_LENGTH), "phone": (phone, PHONE_LENGTH)}
    errors |= {field: _("This is too long.") for field, (text, most) in longest.items() if len(text) > most}
    if len(number_key(number)) > NUMBER_LENGTH:  # one sign may look like several, as "½" does
        errors["number"] = _("This is too long.")
    if errors:
        raise ValidationError(errors)
    return EnterPerson(name, number, said.born, phone)


def _is_anothers(key: str, user_id: int) -> bool:
    """Also a number that somebody's second record had: tables may still call them by it."""
    held = Particulars.objects.filter(number_key=key).exclude(user=user_id)
    given_up = Joined.objects.filter(number_key=key, parted_at=None).exclude(kept=user_id)
    return held.exists() or given_up.exists()


def _keep(told: Particulars, said: EnterPerson) -> None:
    key = number_key(said.number) or None
    words = _("Somebody has this member number already, or one that looks like it.")
    taken = ValidationError({"number": words})
    if key is not None and _is_anothers(key, told.user_id):
        raise taken
    told.number, told.number_key, told.born, told.phone = said.number, key, said.born, said.phone
    try:
        with transaction.atomic():
            told.save()
    except IntegrityError:
        raise taken from None
