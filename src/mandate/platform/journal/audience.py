"""Who may learn of a deed: the one answer that the journal's page, its filters and the live messages ask for.

A deed is for those who may do its *audience* (an action) on its unit; one of the whole organisation for those
whose role is on all of it. What happened to a person's own sign-in is for that person, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet

from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import covered_units
from mandate.platform.database.arrays import among
from mandate.platform.journal.events import audience_of_code, audiences, personal_codes
from mandate.platform.journal.models import Entry

NOWHERE = NOBODY = 0  # no unit and no person has this number
Units = np.ndarray | None  # rising ids; None: every unit and the whole organisation


@dataclass(frozen=True, eq=False)
class Audience:
    """Of which deeds one reader may learn: by action, the units on which the reader may do it."""

    units: Mapping[str, Units]
    user_id: int | None = None

    def hears(self, code: str, unit_id: int | None, person_id: int | None = None) -> bool:
        """Whether the reader may learn of one deed; ``person_id`` is whom it was done to."""
        return bool(self.hears_of(code, np.array([unit_id or NOWHERE]), np.array([person_id or NOBODY]))[0])

    def hears_of(self, code: str, unit_ids: np.ndarray, person_ids: np.ndarray) -> np.ndarray:
        """The same of many deeds of one kind at once, a bool each; :data:`NOWHERE` is the whole organisation,
        :data:`NOBODY` no person."""
        heard = np.zeros(len(unit_ids), bool)
        action = audience_of_code(code)
        if action in self.units:
            units = self.units[action]
            heard |= True if units is None else np.isin(unit_ids, units)
        if self.user_id is not None and code in personal_codes():
            heard |= person_ids == self.user_id
        return heard

    def narrow(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Only the rows of which :meth:`hears` is true."""
        codes = audiences()
        if all(self.units.get(action, _NONE) is None for action in codes):
            return entries
        told = Q(pk__in=[])
        if self.user_id is not None:
            own = Q(subject_kind="user", subject_id=self.user_id, code__in=personal_codes())
            told |= own
        for units, actions in self._groups():
            kinds = Q(code__in=[code for action in actions for code in codes.get(action, ())])
            told |= kinds if units is None else kinds & among("unit_id", units)
        return entries.filter(told)

    def _groups(self) -> list[tuple[Units, list[str]]]:
        """The actions that hold on the same units, together: there are few such groups, often one."""
        groups: dict[bytes | None, tuple[Units, list[str]]] = {}
        for action, units in self.units.items():
            if units is None or len(units):
                key = None if units is None else units.tobytes()
                groups.setdefault(key, (units, []))[1].append(action)
        return list(groups.values())


_NONE = np.array([], np.int64)


def audience_of(actor: Actor, also: str | None = None) -> Audience:
    """What the actor may learn of; with ``also`` only where that action is allowed besides, as the journal's
    page asks."""
    limits = covered_units(actor, also) if also is not None else None
    units = {action: _both(covered_units(actor, action), limits) for action in audiences()}
    return Audience(units, actor.user_id)


def _both(one: Units, other: Units) -> Units:
    if one is None or other is None:
        return other if one is None else one
    return np.intersect1d(one, other, assume_unique=True)
