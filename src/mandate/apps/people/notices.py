"""What is told to those who keep the lists of members: that somebody is on the way to their unit, what
became of whoever they released, and what concerns them of applications."""

from collections.abc import Mapping, Sequence

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.people.models import ApplicationStep, Arrival, Transfer
from mandate.apps.people.permissions import MEMBERS_MANAGE
from mandate.apps.people.queries.arrivals import TransferRow, transfer_rows
from mandate.apps.units.placed import placed
from mandate.core.admission import Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.notices.kinds import Choice, Group, NoticeKind, Said

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
