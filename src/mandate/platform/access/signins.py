"""What happens to a person's sign-in, written into the journal."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mandate.platform.access import signin_events
from mandate.platform.access.actor import Actor, guest
from mandate.platform.access.models import User
from mandate.platform.access.sources import roles_of
from mandate.platform.access.tree import provider
from mandate.platform.journal.events import Event
from mandate.platform.journal.people import Person
from mandate.platform.journal.record import record


def place_of(user_id: int, day: date) -> int | None:
    """The lowest unit that holds all roles of a person, so that its administrators are those of all of them;
    None, the whole organisation, where there is no such unit."""
    return _place({grant.unit_id for grant in roles_of(user_id, day)}, day)


def place_of_ever(user_id: int, day: date) -> int | None:
    """The same of all roles that the person ever had, by the structure of a day."""
    return _place({grant.unit_id for grant in roles_of(user_id, None)}, day)


def _place(units: set[int | None], day: date) -> int | None:
    if not units or None in units:
        return None
    found = provider().lineages([unit_id for unit_id in units if unit_id is not None], day)
    lineages = list(found.values())
    common = [unit for unit in lineages[0] if all(unit in lineage for lineage in lineages)]
    return int(common[-1]) if common else None


def signed_in(user: User, now: datetime) -> None:
    """Somebody signed in; the count of wrong passwords begins anew."""
    with transaction.atomic():
        failed = User.objects.select_for_update().values_list("failed_sign_ins", flat=True).get(pk=user.pk)
        User.objects.filter(pk=user.pk).update(failed_sign_ins=0)
        done_by(user, signin_events.SignedIn(failed=failed), now)


def failed(email: str, now: datetime) -> None:
    """A wrong password. The journal hears of the fifth, the fiftieth and so on, for a guesser must not fill
    it."""
    with transaction.atomic():
        users = User.objects.filter(email=email.strip().lower())
        if not users.update(failed_sign_ins=F("failed_sign_ins") + 1):
            return
        user = users.get()
        if _told(user.failed_sign_ins):
            event = signin_events.SignInFailed(user=Person(user.pk), failed=user.failed_sign_ins)
            _record(guest(now), user, event)


def done_by(user: User, event: Event, now: datetime) -> None:
    """An action of a person on their own sign-in."""
    with transaction.atomic():
        _record(Actor(user_id=user.pk, name=user.name, now=now), user, event)


def _record(actor: Actor, user: User, event: Event) -> None:
    unit_id = place_of(user.pk, timezone.localtime(actor.now, timezone.get_default_timezone()).date())
    record(actor, event, unit_id=unit_id, subject=("user", user.pk))


def _told(failures: int) -> bool:
    """5, 50, 500 …"""
    while failures % 10 == 0 and failures:
        failures //= 10
    return failures == 5
