"""What people ask to be put right of what is kept about them, and for whom it waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.apps.people.models import Correction, Membership
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.keepers import keepers
from mandate.apps.people.queries.person import last_units
from mandate.apps.units.placed import placed
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, can_anywhere, visible
from mandate.platform.database.reading import once
from mandate.platform.duties import Asked


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """What somebody asks, in their words, and where they are or last were a member."""

    id: int
    person_id: int
    name: str
    place: str
    about: str
    words: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OwnCorrection:
    """A request of the reader, and what became of it; ``open`` ones can be taken back."""

    id: int
    about: str
    words: str
    asked_at: datetime
    open: bool
    outcome: str
    answer: str


WRONGS = tuple((one.value, capfirst(one.label)) for one in Correction.About)
_ANSWERS = (Correction.Outcome.DONE, Correction.Outcome.KEPT)
ANSWERS = tuple((one.value, capfirst(one.label)) for one in _ANSWERS)


def my_corrections(actor: Actor) -> tuple[OwnCorrection, ...]:
    """The newest first. Raises Http404 of somebody who never was a member: there is nobody to ask."""
    asked = Correction.objects.filter(person=actor.user_id or 0).order_by("-asked_at", "-pk")
    if not (asked or Membership.objects.filter(person=actor.user_id or 0).exists()):
        raise Http404(_("You are on no list of members."))
    return tuple(
        OwnCorrection(
            one.pk,
            str(Correction.About(one.about).label),
            one.words,
            one.asked_at,
            not one.outcome,
            str(Correction.Outcome(one.outcome).label) if one.outcome else "",
            one.answer,
        )
        for one in asked
    )


def correction_rows(corrections: Sequence[Correction], actor: Actor) -> tuple[CorrectionRow, ...]:
    """Requests that are known to be the reader's to see, in their order."""
    units = last_units({one.person_id for one in corrections})
    places = placed(set(units.values()), actor.today)
    return tuple(
        CorrectionRow(
            one.pk,
            one.person_id,
            one.person.called,
            places[units[one.person_id]].name,
            str(Correction.About(one.about).label),
            one.words,
            one.asked_at,
        )
        for one in corrections
    )


def waiting_corrections(actor: Actor) -> tuple[CorrectionRow, ...]:
    """Those that wait for the actor, the longest waiting first: of people whose list it is theirs to keep
    first of all, and never their own. A few queries, however many there are."""
    return correction_rows(_waiting(actor), actor)


def corrections_shown(actor: Actor, asked: Asked) -> tuple[CorrectionRow, ...] | None:
    """The same for the desk; None where there are none."""
    return waiting_corrections(actor) or None


def corrections_count(actor: Actor) -> int:
    """How many :func:`waiting_corrections` there are."""
    return len(_waiting(actor))


def correction_to_answer(actor: Actor, correction_id: int) -> CorrectionRow:
    """One that is open and the actor may answer. Raises Http404 of any other."""
    found = Correction.objects.filter(pk=correction_id, outcome="").select_related("person").first()
    unit = last_units([found.person_id]).get(found.person_id) if found else None
    if found is None or unit is None or found.person_id == actor.user_id:
        raise Http404(_("There is no such request."))
    if not can(actor, MEMBERS_MANAGE, unit):
        raise Http404(_("There is no such request."))
    return correction_rows([found], actor)[0]


def answerers(person_id: int, actor: Actor) -> frozenset[int]:
    """For whom a request of a person waits."""
    return _answerers(last_units([person_id]), actor.today)[person_id]


def _answerers(units: Mapping[int, int], day: date) -> dict[int, frozenset[int]]:
    """The same of several people, each with their unit: who keeps its list first of all, but for the person;
    where that is they alone, whoever is next further up."""
    first = keepers(set(units.values()), day)
    alone = {unit: first[unit] for person, unit in units.items() if first[unit] == {person}}
    further = keepers(alone, day, alone)
    return {
        person: first[unit] - {person} or further.get(unit, frozenset()) for person, unit in units.items()
    }


def _waiting(actor: Actor) -> Sequence[Correction]:
    return once(f"corrections for {actor.user_id}", lambda: _read(actor))


def _read(actor: Actor) -> Sequence[Correction]:
    if actor.user_id is None or not can_anywhere(actor, MEMBERS_MANAGE):
        return ()
    theirs = visible(actor, Membership.objects.filter(person=OuterRef("person")), MEMBERS_MANAGE)
    asked = Correction.objects.filter(Exists(theirs), outcome="").exclude(person=actor.user_id)
    rows = list(asked.select_related("person").order_by("asked_at", "id"))
    waits = _answerers(last_units({one.person_id for one in rows}), actor.today)
    return [one for one in rows if actor.user_id in waits[one.person_id]]
