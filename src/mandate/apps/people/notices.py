"""What is told to those who keep the lists of members: that somebody is on the way to their unit, what became
of whoever they released, what concerns them of applications, that somebody asks for a correction; and to that
person, what became of it."""

from collections.abc import Mapping, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.models import ApplicationStep, Arrival, Correction, Membership, Transfer
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.arrivals import TransferRow, transfer_rows
from mandate.apps.people.queries.corrections import correction_rows
from mandate.apps.units.placed import placed
from mandate.core.admission import Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said

CORRECTIONS = Group("corrections", gettext_lazy("Corrections of what is kept about people"), Choice.AT_ONCE)
TRANSFERS = Group("transfers", gettext_lazy("Members who go from one unit to another"), Choice.AT_ONCE)


def _arriving(actor: Actor) -> QuerySet[Arrival]:
    """Those on the way to a unit of the actor: of who was received meanwhile nobody is told any more."""
    return visible(actor, Arrival.objects.filter(outcome=""), MEMBERS_MANAGE)


def _decided(actor: Actor) -> QuerySet[Transfer]:
    """Those from a unit of the actor, of whom the other unit has decided."""
    decided = (Transfer.Outcome.RECEIVED, Transfer.Outcome.DECLINED)
    return visible(actor, Transfer.objects.filter(outcome__in=decided), MEMBERS_MANAGE)


def _on_the_way(actor: Actor, transfers: Sequence[int]) -> Mapping[int, Said]:
    return {
        one.id: Said(
            _("%(source)s released %(name)s to %(target)s") % _words(one),
            ("people:receive", str(one.id)),
            good=False,
        )
        for one in _rows(actor, transfers)
    }


def _outcome(actor: Actor, transfers: Sequence[int]) -> Mapping[int, Said]:
    known = Transfer.objects.in_bulk(transfers)
    said = {}
    for one in _rows(actor, transfers):
        transfer = known[one.id]
        came = transfer.outcome == Transfer.Outcome.RECEIVED
        text = _("%(target)s received %(name)s") if came else _("%(target)s did not receive %(name)s")
        said[one.id] = Said(
            text % _words(one), ("people:member", str(one.user_id)), quote=transfer.reason, good=came
        )
    return said


def _rows(actor: Actor, transfers: Sequence[int]) -> Sequence[TransferRow]:
    found = Transfer.objects.filter(pk__in=transfers).select_related("person")
    return transfer_rows(list(found), actor.today)


def _words(one: TransferRow) -> dict[str, str]:
    return {"name": one.name, "source": one.source, "target": one.target}


ADMISSIONS = Group("admissions", gettext_lazy("Applications to become a member"), Choice.AT_ONCE)


def _steps(actor: Actor) -> QuerySet[ApplicationStep]:
    """The steps that still say how an application stands, and those by which one came over."""
    holds = Q(what=F("application__state")) | Q(what=Step.MOVED.value)
    return visible(actor, ApplicationStep.objects.filter(holds), MEMBERS_MANAGE)


_STEP_SENTENCES = {
    Step.APPLIED: gettext_lazy("%(name)s applies to become a member of %(unit)s"),
    Step.PROPOSED: gettext_lazy("%(unit)s proposes %(name)s as a member; you decide"),
    Step.RETURNED: gettext_lazy("The application of %(name)s is returned to %(unit)s"),
    Step.ADMITTED: gettext_lazy("%(name)s is admitted to %(unit)s"),
    Step.REFUSED: gettext_lazy("The application of %(name)s to %(unit)s is refused"),
    Step.MOVED: gettext_lazy("The application of %(name)s goes on in %(unit)s"),
    Step.RECOMMENDED: gettext_lazy("%(name)s is recommended as a member of %(unit)s"),
    Step.WITHDRAWN: gettext_lazy("The application of %(name)s to %(unit)s is withdrawn"),
}


def _of_application(actor: Actor, steps: Sequence[int]) -> Mapping[int, Said]:
    found = ApplicationStep.objects.filter(pk__in=steps).select_related("application__person", "note")
    rows = list(found)
    places = placed({one.application.unit_id for one in rows}, actor.today)
    return {
        one.pk: Said(
            str(_STEP_SENTENCES[Step(one.what)])
            % {"name": one.application.person.called, "unit": places[one.application.unit_id].name},
            ("people:application", str(one.application_id)),
            quote=one.note.text if hasattr(one, "note") else "",
            good=one.what == Step.ADMITTED.value,
        )
        for one in rows
    }


APPLICATION = NoticeKind("people.application", ADMISSIONS, seen=_steps, tell=_of_application)
ARRIVING = NoticeKind("people.arriving", TRANSFERS, seen=_arriving, tell=_on_the_way)
DECIDED = NoticeKind("people.decided", TRANSFERS, seen=_decided, tell=_outcome)


def _asked(actor: Actor) -> QuerySet[Correction]:
    """Those that wait, of people whose list the actor keeps, and never their own."""
    members = visible(actor, Membership.objects.filter(person=OuterRef("person")), MEMBERS_MANAGE)
    return Correction.objects.filter(Exists(members), outcome="").exclude(person=actor.user_id)


def _own(actor: Actor) -> QuerySet[Correction]:
    """One's own, answered."""
    answered = Correction.objects.exclude(outcome="")
    return answered if actor.console else answered.filter(person=actor.user_id)


def _for_a_correction(actor: Actor, corrections: Sequence[int]) -> Mapping[int, Said]:
    found = list(Correction.objects.filter(pk__in=corrections).select_related("person"))
    return {
        one.id: Said(
            _("%(name)s in %(unit)s asks for a correction: %(what)s")
            % {"name": one.name, "unit": one.place, "what": one.about},
            ("people:answer", str(one.id)),
            quote=one.words,
            good=False,
        )
        for one in correction_rows(found, actor)
    }


def _answer(actor: Actor, corrections: Sequence[int]) -> Mapping[int, Said]:
    return {
        one.pk: Said(
            _("The correction that you asked for (%(what)s): %(outcome)s")
            % {"what": Correction.About(one.about).label, "outcome": Correction.Outcome(one.outcome).label},
            ("accounts:data",),
            quote=one.answer,
            good=one.outcome == Correction.Outcome.DONE,
        )
        for one in Correction.objects.filter(pk__in=corrections)
    }


CORRECTION_ASKED = NoticeKind("people.correction_asked", CORRECTIONS, seen=_asked, tell=_for_a_correction)
CORRECTION_ANSWERED = NoticeKind("people.correction_answered", CORRECTIONS, seen=_own, tell=_answer)
