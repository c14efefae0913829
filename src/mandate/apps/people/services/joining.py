"""Two records of one person become one, and are parted again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mandate.apps.people.joining_events import RecordsJoined, RecordsParted
from mandate.apps.people.models import OPEN, Application, ApplicationStep, Joined, Membership, Particulars
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.joined import Which, is_gone, may_join
from mandate.apps.people.queries.rules import read_rules
from mandate.apps.people.services.chains import Kept, lock_chain, told
from mandate.apps.people.services.members import refuse_on_the_way
from mandate.core import membership
from mandate.core.command import Command
from mandate.core.membership import MembershipError
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import User
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.parts import owned


@dataclass(frozen=True, slots=True)
class JoinRecords(Command):
    """All that is about ``gone_id`` is about ``kept_id``. ``memberships``: of which record they are right."""

    kept_id: int
    gone_id: int
    memberships: Which = Which.BOTH


@dataclass(frozen=True, slots=True)
class PartRecords(Command):
    """Two records that were joined are two again."""

    joined_id: int


@transaction.atomic
def join_records(actor: Actor, command: JoinRecords) -> Joined:
    """Join them. Whoever does it keeps the lists on which both stand and manages all roles of both, and is
    neither. Errors: ValidationError (memberships, or of the whole), User.DoesNotExist."""
    if command.kept_id == command.gone_id:
        raise ValidationError(_("That is one record."))
    # both in one order, whichever is to stay: two who join them at once wait for each other
    locked = {pk: lock_chain(pk) for pk in sorted((command.kept_id, command.gone_id))}
    kept, gone = locked[command.kept_id], locked[command.gone_id]
    for one in (kept, gone):
        _require(actor, one)
    _refuse(kept, gone)
    before = _as_it_stands(kept, gone)
    dropped = _choose(kept, gone, command.memberships)
    moved = _take_over(kept.person, gone.person)
    number = _join_particulars(kept.person, gone.person)
    _join_sign_in(kept.person, gone.person)
    row = Joined.objects.create(
        kept=kept.person,
        gone=gone.person,
        at=actor.now,
        by_id=actor.user_id,
        moved=moved,
        before={**before, "dropped": dropped},
        number_key=number,
    )
    Joined.objects.filter(pk=row.pk).update(after=_picture(kept.person.pk))
    event = RecordsJoined(Person(kept.person.pk), Person(gone.person.pk), len(dropped))
    record(actor, event, unit_id=lock_chain(kept.person.pk).unit_id, subject=("user", kept.person.pk))
    return row


@transaction.atomic
def try_joining(actor: Actor, command: JoinRecords) -> None:
    """The same, taken back at once: whether it can be done. Errors as in :func:`join_records`."""
    join_records(actor, command)
    transaction.set_rollback(True)


@transaction.atomic
def part_records(actor: Actor, command: PartRecords) -> None:
    """Part them, if nothing of the person was changed since. Errors: ValidationError, Joined.DoesNotExist."""
    found = Joined.objects.get(pk=command.joined_id)
    people = {pk: lock_chain(pk) for pk in sorted((found.kept_id, found.gone_id))}
    row = Joined.objects.select_for_update().get(pk=found.pk)
    kept, gone = people[row.kept_id], people[row.gone_id]
    _require(actor, kept)
    if row.parted_at is not None:
        raise ValidationError(_("These records are separated already."))
    if _picture(row.kept_id) != row.after:
        raise ValidationError(
            _("Something about this person was changed since, so the records cannot be separated any more.")
        )
    for one in owned():
        rows = one.model._base_manager.filter(pk__in=row.moved.get(one.name, ()))
        rows.update(**{one.field: gone.person.pk})
    _put_back_memberships(row.before["dropped"])
    both = ((kept.person, row.before["kept"]), (gone.person, row.before["gone"]))
    for user, _entry_before in both:  # an address and a number are one person's at a time
        Particulars.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(email=None, is_active=False)
    for user, entry in both:
        _put_back_entry(user, entry)
    row.parted_at = actor.now
    row.save(update_fields=["parted_at"])
    event = RecordsParted(Person(kept.person.pk), Person(gone.person.pk))
    record(actor, event, unit_id=lock_chain(kept.person.pk).unit_id, subject=("user", kept.person.pk))


def _require(actor: Actor, one: Kept) -> None:
    if not may_join(actor, one.person.pk, one.unit_id):
        raise Forbidden(MEMBERS_MANAGE)
    if one.person.pk == actor.user_id:
        raise ValidationError(_("Nobody does this with their own record."))


def _refuse(kept: Kept, gone: Kept) -> None:
    """What speaks against their being one person, or must be decided first. Errors: ValidationError."""
    for one in (kept, gone):
        refuse_on_the_way(one)
        if is_gone(one.person.pk):
            raise ValidationError(_("This record was merged with another one already."))
    both = [kept.person.pk, gone.person.pk]
    if len(set(Particulars.objects.filter(user__in=both, born__isnull=False).values_list("born"))) > 1:
        raise ValidationError(
            _("Their dates of birth differ. If it is one person, correct the wrong one first.")
        )
    steps = ApplicationStep.objects.filter(
        Q(member=both[0], application__person=both[1]) | Q(member=both[1], application__person=both[0])
    )
    if steps.exists():
        raise ValidationError(_("One of them recommended the other. Nobody recommends themselves."))
    waiting = Application.objects.filter(person__in=both, state__in=OPEN).count()
    member = any(one.chain and one.chain[-1].ends is None for one in (kept, gone))
    if waiting > 1 or (waiting and member):
        raise ValidationError(_("An application of this person is open. Decide that, or withdraw it first."))


def _choose(kept: Kept, gone: Kept, which: Which) -> list[dict[str, Any]]:
    """Take away the memberships that the person did not have; they are given as they were. Errors:
    ValidationError (memberships)."""
    rules = read_rules()
    if which is Which.BOTH:
        try:
            membership.joined(kept.chain, gone.chain)
        except MembershipError as error:
            raise told(error, "memberships", rules) from None
        return []
    dropped = gone.rows if which is Which.KEPT else kept.rows
    if Application.objects.filter(membership__in=dropped).exists():
        words = _("These memberships were decided on by the procedure. Keep those of the other record.")
        raise ValidationError({"memberships": words})
    written = [_written(row) for row in dropped]
    Membership.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return written


def _take_over(kept: User, gone: User) -> dict[str, list[int]]:
    """Let everything about one be about the other; which rows those are. Errors: ValidationError."""
    moved = {}
    for one in owned():
        rows = one.to_move(gone.pk, kept.pk)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        try:
            with transaction.atomic():
                one.model._base_manager.filter(pk__in=ids).update(**{one.field: kept.pk})
        except IntegrityError:
            words = _("Both records have %(what)s at the same time. Put that right first.")
            raise ValidationError(words % {"what": one.what}) from None
        if ids:
            moved[one.name] = ids
    return moved


def _join_particulars(kept: User, gone: User) -> str:
    """What is missing in one is taken from the other; what the number that is given up looks like."""
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


def _join_sign_in(kept: User, gone: User) -> None:
    """One address signs in. Where the record that stays had none, it is that of the other, and a new password
    is set by mail."""
    email, active = gone.email, gone.is_active
    gone.email, gone.is_active = None, False
    gone.sessions_ended += 1
    gone.set_unusable_password()
    gone.save(update_fields=["email", "is_active", "sessions_ended", "password"])
    if email and not kept.email:
        kept.email, kept.is_active = email, active
        kept.save(update_fields=["email", "is_active"])


def _as_it_stands(kept: Kept, gone: Kept) -> dict[str, Any]:
    return {"kept": _entry(kept.person), "gone": _entry(gone.person)}


def _entry(user: User) -> dict[str, Any]:
    one = Particulars.objects.filter(user=user).first()
    return {
        "email": user.email,
        "active": user.is_active,
        "told": [one.number, one.number_key, one.born.isoformat() if one.born else None, one.phone]
        if one
        else None,
    }


def _put_back_entry(user: User, entry: dict[str, Any]) -> None:
    if entry["told"]:
        number, key, born, phone = entry["told"]
        day = date.fromisoformat(born) if born else None
        Particulars.objects.create(user=user, number=number, number_key=key, born=day, phone=phone)
    user.email, user.is_active = entry["email"], entry["active"]
    user.save(update_fields=["email", "is_active"])


def _written(row: Membership) -> dict[str, Any]:
    return {
        "pk": row.pk, "person_id": row.person_id, "unit_id": row.unit_id, "kind_id": row.kind_id,
        "starts": row.starts.isoformat(), "began": row.began, "source_id": row.source_id,
        "ends": row.ends.isoformat() if row.ends else None, "ended": row.ended,
        "document": row.document, "ending_document": row.ending_document,
    }  # fmt: skip


def _put_back_memberships(written: list[dict[str, Any]]) -> None:
    for one in written:
        days = {name: one[name] and date.fromisoformat(one[name]) for name in ("starts", "ends")}
        Membership.objects.create(**{**one, **days})


def _picture(kept_id: int) -> dict[str, Any]:
    """What there is of a person, to be compared later."""
    rows = {one.name: sorted(one.rows(kept_id).values_list("pk", flat=True)) for one in owned()}
    spells = Membership.objects.filter(person=kept_id).order_by("starts")
    return {
        "rows": {name: ids for name, ids in rows.items() if ids},
        "spells": [_written(row) for row in spells],
        "entry": _entry(User.objects.get(pk=kept_id)),
    }
