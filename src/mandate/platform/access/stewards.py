"""Somebody administers the organisation on every day on which somebody did before a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from mandate.platform.access.actor import Role
from mandate.platform.access.decide import who_can
from mandate.platform.access.permissions import GRANTS_MANAGE
from mandate.platform.access.sources import ends

_LOCK = 7_205_759_403_792_802


@contextmanager
def somebody_stays(field: str, day: date) -> Iterator[None]:
    """What happens inside must leave an administrator of the whole organisation on `day`, and on each later
    day on which a role of an administrator ends. Two who take each other's role at once go one by one.

    Raises ValidationError (`field`), which takes the change back with its transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    days = {day, *ends(Role.ADMINISTRATOR, day)}
    before = [one for one in days if who_can(GRANTS_MANAGE, None, one)]
    yield
    if not all(who_can(GRANTS_MANAGE, None, one) for one in before):
        told = _("Nobody would administer the organisation then. Give somebody else that role first.")
        raise ValidationError({field: told})
