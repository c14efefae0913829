"""Wrong passwords, counted for all processes together.

A try is counted before it is made and given back when it succeeds, so that many at once are no way around. It
counts for the address *and* where it comes from: guessing from elsewhere slows the guesser, not the person. A
device on which the person signed in before is counted by itself, so that neither a flood of guesses from
everywhere at one address, nor one from everybody's office, keeps the person out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from mandate.core.slowdown import Slowdown
from mandate.platform.access.models import Tries

MINUTE = timedelta(minutes=1)
HERE = Slowdown(free=5, first=MINUTE / 2, longest=60 * MINUTE)  # one address from one place or known device
ADDRESS = Slowdown(free=50, first=MINUTE / 2, longest=15 * MINUTE)  # one address from all unknown devices
PLACE = Slowdown(free=300, first=MINUTE / 2, longest=15 * MINUTE)  # one place (an office, say), all addresses
MAILS = Slowdown(free=5, first=10 * MINUTE, longest=60 * MINUTE)  # mails to set a password, one address


@dataclass(frozen=True, slots=True)
class Count:
    """One thing that tries are counted for."""

    slowdown: Slowdown
    key: str


def sign_in_counts(email: str, client: str, device: str | None) -> tuple[Count, ...]:
    """What a password for an address counts for; ``device`` names a known device of that person. The first is
    forgotten when the right one comes, of the others this one try is taken back."""
    if device is not None:
        return (_count(HERE, "device", device),)
    return (
        _count(HERE, "here", email, client),
        _count(ADDRESS, "address", email),
        _count(PLACE, "place", client),
    )


def mail_counts(email: str) -> tuple[Count, ...]:
    """What a mail to set a password counts for."""
    return (_count(MAILS, "mail", email),)


def begin(counts: Sequence[Count], now: datetime) -> timedelta:
    """Count one try, and return nothing (zero) to wait; or count none and return how long to wait."""
    by_key = {count.key: count.slowdown for count in counts}
    with transaction.atomic():
        Tries.objects.bulk_create(
            [Tries(key=key, failures=0, at=now) for key in sorted(by_key)], ignore_conflicts=True
        )
        rows = list(Tries.objects.select_for_update().filter(key__in=by_key).order_by("key"))
        for row in rows:
            if now - row.at > by_key[row.key].forget:
                row.failures = 0
        wait = max(_left(row, by_key[row.key], now) for row in rows)
        if wait > timedelta():
            return wait
        for row in rows:
            row.failures, row.at = row.failures + 1, now
        Tries.objects.bulk_update(rows, ["failures", "at"])
    return timedelta()


def give_back(counts: Sequence[Count]) -> None:
    """The try succeeded: the first count begins anew, the others are as before it."""
    first, *others = [count.key for count in counts]
    with transaction.atomic():
        Tries.objects.filter(key=first).delete()
        rows = list(Tries.objects.select_for_update().filter(key__in=others, failures__gt=0).order_by("key"))
        for row in rows:
            row.failures -= 1
        Tries.objects.bulk_update(rows, ["failures"])


def forget_old(now: datetime) -> None:
    """Remove counts that no longer count."""
    Tries.objects.filter(at__lt=now - max(one.forget for one in (HERE, ADDRESS, PLACE, MAILS))).delete()


def _left(row: Tries, slowdown: Slowdown, now: datetime) -> timedelta:
    """What is left of a wait; where there is none, a clock that is a little behind makes none."""
    wait = slowdown.wait(row.failures)
    return row.at + wait - now if wait else wait


def _count(slowdown: Slowdown, *parts: str) -> Count:
    """The key is a keyed digest: the table names neither people nor places."""
    return Count(slowdown, salted_hmac("mandate.tries", "\n".join(parts), algorithm="sha256").hexdigest())
