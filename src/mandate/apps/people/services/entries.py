"""What is kept of two records beside memberships, where they become one and where they are parted: the
particulars, and by which address somebody signs in."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.people.models import Particulars
from mandate.platform.access.models import User
from mandate.platform.access.signing_over import shut_out, sign_over

Entry = dict[str, Any]
_NOTHING = ["", None, None, ""]


def entry_of(user: User) -> Entry:
    """Address, right to sign in, and particulars (number, what it looks like, birth, telephone)."""
    one = Particulars.objects.filter(user=user).first()
    born = one.born.isoformat() if one and one.born else None
    told = [one.number, one.number_key, born, one.phone] if one else None
    return {"email": user.email, "active": user.is_active, "told": told}


def refuse_sign_in(kept: User, gone: User) -> None:
    """Nobody is shut out without being asked. Errors: ValidationError."""
    if kept.email and gone.is_active and not kept.is_active:
        raise ValidationError(
            _("The record that stays may not sign in, and the other one may. Decide that first.")
        )


def join_entries(kept: User, gone: User) -> str:
    """What is missing in one is taken from the other; what the number that is given up looks like, "" where
    none is. Where the record that stays signs in by no address, it does as the other did."""
    if gone.email and not kept.email:
        sign_over(gone, kept)
    else:
        shut_out(gone)
    mine = Particulars.objects.filter(user=kept).first() or Particulars(user=kept)
    theirs = Particulars.objects.filter(user=gone).first()
    if theirs is None:
        return ""
    theirs.delete()
    given_up = theirs.number_key or "" if mine.number_key else ""
    if not mine.number_key:
        mine.number, mine.number_key = theirs.number, theirs.number_key
    mine.born, mine.phone = mine.born or theirs.born, mine.phone or theirs.phone
    mine.save()
    return given_up


def part_entries(kept: User, gone: User, before: dict[str, Entry]) -> None:
    """Both have again what they had; what was put right since in the one that stayed is kept. Errors:
    ValidationError where a number or an address is somebody else's by now."""
    mine = _corrected(before["kept"]["told"], before["together"]["told"], entry_of(kept)["told"])
    theirs = before["gone"]["told"]
    _refuse_taken(before["gone"], (kept.pk, gone.pk))
    Particulars.objects.filter(user__in=(kept, gone)).delete()
    for user, told in ((kept, mine), (gone, theirs)):
        if told:
            number, key, born, phone = told
            day = date.fromisoformat(born) if born else None
            Particulars.objects.create(user=user, number=number, number_key=key, born=day, phone=phone)
    email, active = before["gone"]["email"], before["gone"]["active"]
    if email and kept.email == email:
        sign_over(kept, gone)
    elif email:
        shut_out_since = before["together"]["active"] and not kept.is_active
        gone.email, gone.is_active = email, active and not shut_out_since
        gone.save(update_fields=["email", "is_active"])


def _corrected(before: list[Any] | None, together: list[Any] | None, now: list[Any] | None) -> list[Any]:
    old, then, new = before or _NOTHING, together or _NOTHING, now or _NOTHING
    told = [was if at == at_now else at_now for was, at, at_now in zip(old, then, new, strict=True)]
    told[:2] = old[:2] if then[:2] == new[:2] else new[:2]  # a number goes with what it looks like
    return told if any(told) else []


def _refuse_taken(entry: Entry, both: tuple[int, int]) -> None:
    key = entry["told"][1] if entry["told"] else None
    number = Particulars.objects.filter(number_key=key).exclude(user__in=both)
    address = User.objects.filter(email=entry["email"]).exclude(pk__in=both)
    if (key and number.exists()) or (entry["email"] and address.exists()):
        raise ValidationError(
            _("The address or the number of the other record now belongs to somebody else.")
        )
