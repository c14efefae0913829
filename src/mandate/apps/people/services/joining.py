"""Two records of one person become one, and are parted again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from mandate.apps.people.joining_events import RecordsJoined, RecordsParted
from mandate.apps.people.models import OPEN, Application, ApplicationStep, Joined, Membership, Particulars
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.joined import Which, may_join, picture_of, written_spell
from mandate.apps.people.queries.rules import read_rules
from mandate.apps.people.services.chains import Kept, lock_chain, told
from mandate.apps.people.services.entries import entry_of, join_entries, part_entries, refuse_sign_in
from mandate.apps.people.services.members import refuse_on_the_way
from mandate.core import membership
from mandate.core.command import Command
from mandate.core.membership import MembershipError
from mandate.core.span import Span
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import Forbidden, require
from mandate.platform.access.models import Grant, User
from mandate.platform.journal.events import Event
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record
from mandate.platform.parts import owned

_MEMBERSHIPS = f"{Membership._meta.label_lower}.person"


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
    before = {"kept": entry_of(kept.person), "gone": entry_of(gone.person)}
    dropped = _choose(actor, kept, gone, command.memberships)
    _refuse_unborn(kept, gone)
    moved = _take_over(kept.person, gone.person)
    number = join_entries(kept.person, gone.person)
    User.objects.filter(Q(pk=gone.person.pk) | Q(same_as=gone.person)).update(same_as=kept.person)
    row = Joined.objects.create(
        kept=kept.person,
        gone=gone.person,
        at=actor.now,
        by_id=actor.user_id,
        moved=moved,
        before={**before, "dropped": dropped, "together": entry_of(kept.person)},
        number_key=number,
    )
    Joined.objects.filter(pk=row.pk).update(after=picture_of(kept.person.pk))
    event = RecordsJoined(Person(kept.person.pk), Person(gone.person.pk), len(dropped))
    units = {one.unit_id for one in (*kept.rows, *gone.rows)}
    _record(actor, event, kept.person.pk, units)
    return row


@transaction.atomic
def try_joining(actor: Actor, command: JoinRecords) -> None:
    """The same, taken back at once: whether it can be done. Errors as in :func:`join_records`."""
    join_records(actor, command)
    transaction.set_rollback(True)


@transaction.atomic
def part_records(actor: Actor, command: PartRecords) -> None:
    """Part them, if nothing of the person was changed since but what is kept beside memberships. Errors:
    ValidationError, Joined.DoesNotExist."""
    found = Joined.objects.get(pk=command.joined_id)
    people = {pk: lock_chain(pk, given_up=True) for pk in sorted((found.kept_id, found.gone_id))}
    row = Joined.objects.select_for_update().get(pk=found.pk)
    kept, gone = people[found.kept_id], people[found.gone_id]
    _require(actor, kept)
    if row.parted_at is not None:
        raise ValidationError(_("These records are separated already."))
    if row.kept_id != kept.person.pk or picture_of(row.kept_id) != row.after:
        raise ValidationError(
            _("Something about this person was changed since, so the records cannot be separated any more.")
        )
    dropped = row.before["dropped"]
    back = Membership.objects.filter(pk__in=row.moved.get(_MEMBERSHIPS, ())).values_list("unit_id", flat=True)
    units = {*back, *(one["unit_id"] for one in dropped)}
    _require_units(actor, units)
    given_up = row.moved.get(Joined._meta.label_lower + ".kept", ())
    theirs = Joined.objects.filter(pk__in=given_up).values("gone")
    User.objects.filter(pk__in=theirs).update(same_as=gone.person)
    for one in owned():
        rows = one.rows(kept.person.pk).filter(pk__in=row.moved.get(one.name, ()))  # if they still are
        rows.update(**{one.field: gone.person.pk})
    gone.person.same_as = None
    gone.person.save(update_fields=["same_as"])
    for spell in dropped:
        days = {name: spell[name] and date.fromisoformat(spell[name]) for name in ("starts", "ends")}
        Membership.objects.create(**{**spell, **days})
    part_entries(kept.person, gone.person, row.before)
    Joined.objects.filter(pk=row.pk).update(  # it holds what is the other person's alone again
        parted_at=actor.now, moved={}, before={}, after="", number_key=""
    )
    _record(actor, RecordsParted(Person(kept.person.pk), Person(gone.person.pk)), kept.person.pk, units)


def _record(actor: Actor, event: Event, kept_id: int, units: Iterable[int]) -> None:
    """In the journal of the unit where the person is; those of other units read that it touches theirs."""
    unit_id = lock_chain(kept_id).unit_id
    record(actor, event, unit_id=unit_id, subject=("user", kept_id), touched=set(units))


def _require(actor: Actor, one: Kept) -> None:
    if not may_join(actor, one.person.pk, one.unit_id):
        raise Forbidden(MEMBERS_MANAGE)
    if one.person.pk == actor.user_id:
        raise ValidationError(_("Nobody does this with their own record."))


def _require_units(actor: Actor, units: Iterable[int]) -> None:
    """Memberships are taken away, and put back, only by whoever keeps the lists on which they stand."""
    for unit_id in sorted(set(units)):
        require(actor, MEMBERS_MANAGE, unit_id)


def _refuse(kept: Kept, gone: Kept) -> None:
    """What speaks against their being one person, or must be decided first. Errors: ValidationError."""
    for one in (kept, gone):
        refuse_on_the_way(one)
    refuse_sign_in(kept.person, gone.person)
    both = [kept.person.pk, gone.person.pk]
    told_of = Particulars.objects.filter(user__in=both)
    born = {one.born for one in told_of if one.born is not None}
    if len(born) > 1:
        raise ValidationError(
            _("Their dates of birth differ. If it is one person, correct the wrong one first.")
        )
    steps = ApplicationStep.objects.filter(application__person__in=both, application__state__in=OPEN)
    own = ApplicationStep.objects.filter(application__person__in=both, member__in=both)
    if steps.filter(by__in=both).exists() or own.exists():
        raise ValidationError(_("One of them recommends or admits the other. Nobody does so for themselves."))
    waiting = Application.objects.filter(person__in=both, state__in=OPEN).count()
    member = any(one.chain and one.chain[-1].ends is None for one in (kept, gone))
    if waiting > 1 or (waiting and member):
        raise ValidationError(_("An application of this person is open. Decide that, or withdraw it first."))
    _refuse_same_role(kept.person, gone.person)


def _refuse_unborn(kept: Kept, gone: Kept) -> None:
    """Nobody is a member before their birth. Errors: ValidationError (memberships)."""
    both = (kept.person, gone.person)
    born = Particulars.objects.filter(user__in=both).aggregate(day=Max("born"))["day"]
    first = Membership.objects.filter(person__in=both).aggregate(day=Min("starts"))["day"]
    if born and first and born > first:
        told_so = _("A membership of one of the records begins before the person was born.")
        raise ValidationError({"memberships": told_so})


def _refuse_same_role(kept: User, gone: User) -> None:
    """Nobody holds a role twice: who ends it must see it end. Errors: ValidationError."""
    mine = Grant.objects.filter(user=kept)
    for theirs in Grant.objects.filter(user=gone):
        same = mine.filter(role=theirs.role, unit=theirs.unit_id)
        if any(Span(one.starts, one.ends).meets(Span(theirs.starts, theirs.ends)) for one in same):
            raise ValidationError(_in_both(_("the same role")))


def _in_both(what: object) -> str:
    return _("One person cannot have this twice at the same time: %(what)s. Put that right first.") % {
        "what": what
    }


def _choose(actor: Actor, kept: Kept, gone: Kept, which: Which) -> Sequence[dict[str, Any]]:
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
    _require_units(actor, (row.unit_id for row in dropped))
    if Application.objects.filter(membership__in=dropped).exists():
        words = _("These memberships were decided on by the procedure. Keep those of the other record.")
        raise ValidationError({"memberships": words})
    written = [written_spell(row) for row in dropped]
    Membership.objects.filter(pk__in=[row.pk for row in dropped]).delete()
    return written


def _take_over(kept: User, gone: User) -> dict[str, list[int]]:
    """Let everything about one be about the other; which rows those are. Errors: ValidationError."""
    moved = {}
    for one in owned():
        ids = list(one.to_move(gone.pk, kept.pk).order_by("pk").values_list("pk", flat=True))
        try:
            with transaction.atomic():
                one.model._base_manager.filter(pk__in=ids).update(**{one.field: kept.pk})
        except IntegrityError:
            raise ValidationError(_in_both(one.what)) from None
        if ids:
            moved[one.name] = ids
    return moved
