"""What keeps writers apart: freezing and what changes totals, and two changes of what is expected.

Whoever takes several takes them in this order, so that nobody waits in a ring: the number of the tree,
`expect_alone`, `counting_moment`, then rows of forms, of opened periods, and of reports by id. Shared as it
is, the lock of `counting_moment` is waited for while somebody waits to freeze.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from mandate.apps.reporting.models import Excuse, FormPeriod, Freeze, Report, Revision, Widening
from mandate.apps.units.models import Placement
from mandate.platform.access.actor import Actor

#: Accepting takes it shared, freezing (closing a review) exclusively: they exclude each other until commit.
COUNTING_LOCK = 0x4D_41_4E_44_01
#: Forms, their periods and imports change what is expected one at a time.
EXPECTING_LOCK = 0x4D_41_4E_44_02

_MOMENT = timedelta(microseconds=1)


def counting_moment(actor: Actor) -> datetime:
    """From when what this transaction enters is known (figures accepted, changes of the tree and of what is
    expected): now, or just after the last freeze.

    Waits for a review that is being closed and keeps others from being closed until this transaction ends.
    """
    _take("pg_advisory_xact_lock_shared", COUNTING_LOCK)
    frozen = Freeze.objects.aggregate(at=Max("at"))["at"]
    return actor.now if frozen is None else max(actor.now, frozen + _MOMENT)


def freeze_counting(actor: Actor) -> datetime:
    """Freeze the totals: the moment at which they are known from now on, for a review that is being closed.

    Whatever is accepted or changed later is known from after it. Must be called inside the transaction that
    closes.
    """
    _take("pg_advisory_xact_lock", COUNTING_LOCK)
    known: tuple[datetime | None, ...] = (
        Revision.objects.aggregate(at=Max("counted_from"))["at"],
        *Placement.ever.aggregate(a=Max("known_from"), b=Max("known_until")).values(),
        *Excuse.ever.aggregate(a=Max("known_from"), b=Max("known_until")).values(),
        Report.objects.aggregate(at=Max("expected_from"))["at"],
        FormPeriod.objects.aggregate(at=Max("opened_at"))["at"],
        Widening.objects.aggregate(at=Max("known_from"))["at"],
    )
    moment = max(actor.now, *(at for at in known if at is not None))
    Freeze.objects.create(at=moment)
    return moment


def expect_alone() -> None:
    """Wait until nobody else changes forms, periods or imports, and keep them out until commit."""
    _take("pg_advisory_xact_lock", EXPECTING_LOCK)


def _take(function: str, key: int) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the lock lasts as long as a transaction")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
