"""Who may learn of a deed: the one answer that the journal's page, its filters and the live messages ask for.

A deed is for those who may do its *audience* (an action) on its unit; one of the whole organisation for those
who may do it for all of it, by a role on it or on the only root. What happened to a person's own sign-in is
for that person, too, and what somebody did stays theirs to read. Those learn of it whole. Whoever may do the
audience only on a unit that the deed *touches* (a ward that an import names, the unit that another one left)
learns of it beside: that it was done, and on which of their own units, but nothing of others. Of a
confidential matter nobody learns anything who is not in its circle, by whichever of these ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import covered_units, has_role_for
from mandate.platform.circles.members import circles_of
from mandate.platform.database.arrays import among
from mandate.platform.journal.events import audience_of_code, audiences, personal_codes, touching_codes
from mandate.platform.journal.models import Entry, Touched

# No unit, no person and no circle has this number; among units it is the whole organisation.
WHOLE = NOBODY = NO_CIRCLE = 0
Units = np.ndarray | None  # rising ids, WHOLE before them; None: every unit and the whole organisation


class Hears(IntEnum):
    """How much of a deed somebody may learn."""

    NOTHING = 0
    BESIDE = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class Deed:
    """What decides who may learn of one deed: its kind, its unit, the person to whom it was done, who did it,
    the further units that it touches, and the circle of a confidential matter."""

    code: str
    unit_id: int | None = None
    person_id: int | None = None
    by_id: int | None = None
    touched: Sequence[int] = ()
    circle_id: int | None = None


class Deeds:
    """Deeds of one kind as arrays, so that a reader's right to a thousand of them is looked up at once.

    The units that they touch are an index, made once for all readers: each unit once, rising, and the deeds
    that touch it."""

    def __init__(self, code: str, deeds: Sequence[Deed]) -> None:
        self.code = code
        self.units = np.array([one.unit_id or WHOLE for one in deeds], np.int64)
        self.persons = np.array([one.person_id or NOBODY for one in deeds], np.int64)
        self.by = np.array([one.by_id or NOBODY for one in deeds], np.int64)
        self.circles = np.array([one.circle_id or NO_CIRCLE for one in deeds], np.int64)
        touched = np.array([unit for one in deeds for unit in one.touched], np.int64)
        touching = np.repeat(np.arange(len(deeds)), [len(one.touched) for one in deeds])
        self._touched, starts = np.unique(np.sort(touched), return_index=True)
        self._touching = touching[np.argsort(touched, kind="stable")]
        self._starts = np.append(starts, len(touching))

    def touching(self, units: np.ndarray) -> np.ndarray:
        """The places of the deeds that touch one of these units (rising), some more than once. The shorter of
        the two lists is looked up in the longer one, so that who reads of a ward costs a few steps where an
        import touched a hundred thousand units, and an import of one ward a few where somebody reads of a
        nation."""
        if len(units) < len(self._touched):
            found = np.searchsorted(self._touched, units[_are_in(units, self._touched)])
        else:
            found = np.flatnonzero(_are_in(self._touched, units))
        first, many = self._starts[found], self._starts[found + 1] - self._starts[found]
        places = np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum())
        return np.asarray(self._touching[places])


@dataclass(frozen=True, eq=False)
class Audience:
    """Of which deeds one reader may learn: by action, the units on which the reader may do it; and in which
    circles the reader is (None: whoever runs the site asks, and sees all)."""

    units: Mapping[str, Units]
    user_id: int | None = None
    circles: frozenset[int] | None = frozenset()

    def hears(self, deed: Deed) -> Hears:
        """How much the reader may learn of one deed."""
        return Hears(int(self.hears_of(Deeds(deed.code, [deed]))[0]))

    def hears_of(self, deeds: Deeds) -> np.ndarray:
        """The same of many deeds of one kind at once, a number of :class:`Hears` each."""
        heard = self._heard_of(deeds)
        if self.circles is not None:
            mine = np.array([NO_CIRCLE, *self.circles], np.int64)
            heard[~np.isin(deeds.circles, mine)] = Hears.NOTHING
        return heard

    def _heard_of(self, deeds: Deeds) -> np.ndarray:
        """Without a look at circles."""
        heard = np.full(len(deeds.units), Hears.NOTHING, np.uint8)
        units = self.units_of(deeds.code)
        if units is None:
            heard[:] = Hears.WHOLE
            return heard
        heard[deeds.touching(units)] = Hears.BESIDE
        heard[_are_in(deeds.units, units)] = Hears.WHOLE
        if self.user_id is not None:
            heard[deeds.by == self.user_id] = Hears.WHOLE
            if deeds.code in personal_codes():
                heard[deeds.persons == self.user_id] = Hears.WHOLE
        return heard

    def units_of(self, code: str) -> Units:
        """The units on which the reader may learn of deeds of a kind."""
        return self.units.get(audience_of_code(code), _NONE)

    def narrow(self, entries: QuerySet[Entry], within: Sequence[int] | None = None) -> QuerySet[Entry]:
        """Only the rows of which :meth:`hears` something; with ``within`` only those on these units, or that
        touch one of them of which the reader may learn."""
        told, here = self._told_whole(), None if within is None else np.array(within, np.int64)
        for units, codes in self._groups(touching_codes()):
            if units is not None:
                told |= _touching(_both(units, here), codes)
        if here is not None:
            every = [code for kinds in touching_codes().values() for code in kinds]
            entries = entries.filter(among("unit_id", here) | _touching(here, every))
        return entries.filter(told & self._in_circle())

    def whole(self) -> Q:
        """The rows that :meth:`hears` whole."""
        return self._told_whole() & self._in_circle()

    def _in_circle(self) -> Q:
        """The rows of no confidential matter, or of one in whose circle the reader is."""
        if self.circles is None:
            return Q()
        return Q(circle=None) | Q(circle__in=sorted(self.circles)) if self.circles else Q(circle=None)

    def _told_whole(self) -> Q:
        if all(self.units.get(action, _NONE) is None for action in audiences()):
            return Q()
        told = Q(pk__in=[])
        if self.user_id is not None:
            told |= Q(user_id=self.user_id)
            told |= Q(subject_kind="user", subject_id=self.user_id, code__in=personal_codes())
        for units, codes in self._groups(audiences()):
            told |= Q(code__in=codes) if units is None else Q(code__in=codes) & _on(units)
        return told

    def _groups(self, kinds: Mapping[str, Sequence[str]]) -> list[tuple[Units, list[str]]]:
        """The kinds of deed (by their audience) that are told of the same units, together: there are few such
        groups, often one."""
        groups: dict[bytes | None, tuple[Units, list[str]]] = {}
        for action, units in self.units.items():
            if action in kinds and (units is None or len(units)):
                key = None if units is None else units.tobytes()
                groups.setdefault(key, (units, []))[1].extend(kinds[action])
        return list(groups.values())


_NONE = np.array([], np.int64)


def _are_in(some: np.ndarray, rising: np.ndarray) -> np.ndarray:
    """Whether each of some numbers is among rising ones, looked up one by one: what `numpy.isin` says, which
    goes through all of both."""
    if not len(rising):
        return np.zeros(len(some), bool)
    places = np.searchsorted(rising, some)
    return np.asarray(rising[np.minimum(places, len(rising) - 1)] == some)


def audience_of(actor: Actor, also: str | None = None) -> Audience:
    """What the actor may learn of; with ``also`` only where that action is allowed besides, as the journal's
    page asks."""
    limits = _units(actor, also) if also is not None else None
    units = {action: _both(_units(actor, action), limits) for action in audiences()}
    return Audience(units, actor.user_id, None if actor.console else circles_of(actor.user_id))


def _units(actor: Actor, action: str) -> Units:
    covered = covered_units(actor, action)
    if covered is None or not has_role_for(actor, action):
        return covered
    return np.concatenate([np.array([WHOLE], np.int64), covered])


def _on(units: np.ndarray) -> Q:
    """The rows on one of these units."""
    here = among("unit_id", units)
    return here | Q(unit=None) if WHOLE in units else here


def _touching(units: Units, codes: Sequence[str]) -> Q:
    """The rows of these kinds that touch one of these units. Looked up row by row, of which there are few of
    these kinds: for EXISTS the database might gather all that was ever touched."""
    rows = Touched.objects.filter(entry_id=OuterRef("pk"))
    found = rows if units is None else rows.filter(among("unit_id", units))
    return Q(code__in=codes) & Q(IsNull(Subquery(found.values("unit_id")[:1]), False))


def _both(one: Units, other: Units) -> Units:
    if one is None or other is None:
        return other if one is None else one
    return np.intersect1d(one, other, assume_unique=True)
