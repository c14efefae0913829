"""Who keeps the list of a unit's members, and who decides on applications to it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from mandate.apps.people.models import Application, ApplicationStep
from mandate.apps.people.permissions import ADMISSIONS_DECIDE, MEMBERS_MANAGE
from mandate.apps.units.structure import lineages
from mandate.core.admission import Step
from mandate.platform.access import sources
from mandate.platform.access.actions import action
from mandate.platform.access.models import User
from mandate.platform.access.nearest import nearest


def keepers(
    unit_ids: Collection[int], day: date, but: Mapping[int, Collection[int]] = MappingProxyType({})
) -> dict[int, frozenset[int]]:
    """The people whose list it is first of all, by unit, without those whom the matter concerns themselves
    (``but``, by unit): a few queries, however many units."""
    found = nearest(MEMBERS_MANAGE, unit_ids, day, but)
    return {unit: frozenset(one.people) for unit, one in found.items()}


def deciders(applications: Collection[Application], day: date) -> dict[int, frozenset[int]]:
    """The people who decide on applications, by application: those of the nearest level above its unit on
    which somebody is who neither applied, recommended nor proposed. A few queries, however many there are."""
    ways = lineages({one.unit_id for one in applications}, day)
    held = _holders(ADMISSIONS_DECIDE, ways.values(), day)
    apart: dict[int, set[int | None]] = {one.pk: {one.person_id} for one in applications}
    steps = ApplicationStep.objects.filter(application__in=list(apart), what__in=_NOT_WHO_DECIDES)
    for application, by, member in steps.values_list("application_id", "by_id", "member_id"):
        apart[application].add(member or by)
    found = {}
    for one in applications:
        way = ways[one.unit_id]
        above = way[:-1] or way
        left = (held.get(unit, frozenset()) - apart[one.pk] for unit in (*reversed(above), None))
        found[one.pk] = next(filter(None, left), frozenset())
    return found


def unit_above(unit_id: int, day: date) -> int:
    """The unit that decides on applications to another: the one above it, at the top itself."""
    way = lineages([unit_id], day)[unit_id]
    return (way[:-1] or way)[-1]


_NOT_WHO_DECIDES = (Step.RECOMMENDED.value, Step.PROPOSED.value)


def _holders(name: str, ways: Iterable[Collection[int]], day: date) -> Mapping[int | None, frozenset[int]]:
    """Who of those who may sign in has a role for an action, by the unit on which: two queries."""
    units = {unit for way in ways for unit in way}
    found = sources.holdings(action(name).roles, {None, *units}, day) if units else set()
    active = set(
        User.objects.filter(pk__in={user for user, _ in found}, is_active=True).values_list("pk", flat=True)
    )
    held: dict[int | None, set[int]] = {}
    for user, grant in found:
        if user in active:
            held.setdefault(grant.unit_id, set()).add(user)
    return {unit: frozenset(users) for unit, users in held.items()}
