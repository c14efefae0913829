"""Four eyes: whoever submitted a revision does not decide on it, whatever roles they hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from mandate.apps.reporting.models import FormPeriod, OwnDecision, Report, Revision
from mandate.apps.reporting.outstanding import writes_for
from mandate.apps.reporting.permissions import REPORTS_DECIDE, REPORTS_WITHDRAW, REPORTS_WRITE
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.units.structure import lineages, structure_on, with_all_below
from mandate.core.reportstate import State
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, held_units, who_can
from mandate.platform.database.arrays import among
from mandate.platform.database.reading import once

#: Why somebody may not decide; words.py says it to people.
FORBIDDEN, OWN, OWN_UNIT = "forbidden", "own", "own_unit"


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be decided: a unit's report on a form (None: one that is only made by deciding), and who
    submitted it (None: nobody, or the operator). ``brought``: the decider brings the figures along, as an
    import does; then the report of a unit of their own is not theirs to accept either: of the one that a role
    stands on with which they write, and, where that role only writes, of those below it."""

    unit_id: int
    form_id: int | None
    submitted_by_id: int | None
    brought: bool = False


def may_decide(actor: Actor, case: Case) -> bool:
    """Whether the actor may accept or return this report."""
    return refusals(actor, [case]) == [""]


def may_withdraw(actor: Actor, case: Case) -> bool:
    """Whether the actor may take a submitted report back: those who write for its unit may, and whoever
    submitted it. A secretary above, whose role merely covers the unit, decides on it instead."""
    if not can(actor, REPORTS_WITHDRAW, case.unit_id):
        return False
    submitted = case.submitted_by_id is not None and case.submitted_by_id == actor.user_id
    return submitted or writes_for(actor, case.unit_id)


def refusals(actor: Actor, cases: Sequence[Case]) -> list[str]:
    """For each case why the actor may not decide: ``forbidden`` (no role above the unit), ``own`` (submitted
    by the actor), ``own_unit`` (brought along for a unit of the actor's), or "" if they may. As many queries
    for one as for a thousand; the operator may decide everything."""
    if actor.console:
        return [""] * len(cases)
    allowed = decidable(actor, {case.unit_id for case in cases})
    own = _own(actor) if any(case.brought for case in cases) else frozenset()
    excused = _excused(actor)
    tops = _tops(actor, cases) if excused else {}
    return [
        _refusal(actor, case, allowed, own, (tops.get(case.unit_id), case.form_id) in excused)
        for case in cases
    ]


def others(actor: Actor, reports: QuerySet[Report]) -> QuerySet[Report]:
    """Those of some reports that the actor has not submitted, or may decide all the same."""
    if actor.user_id is None:
        return reports
    mine = Revision.objects.filter(
        report=OuterRef("pk"), state=State.SUBMITTED, submitted_by_id=actor.user_id
    )
    free = ~Q(Exists(mine))
    for root, form_id in _excused(actor):
        below = with_all_below([root], actor.today)
        free |= Q(form_period__form_id=form_id) & among("unit_id", below)
    return reports.filter(free)


def may_reopen(actor: Actor, form_period: FormPeriod) -> bool:
    """Whether the actor may open a closed period again, as far as four eyes go: another than who closed it,
    or where every organisation lets the form be decided by whoever submits it."""
    if actor.console or form_period.closed_by_id is None or form_period.closed_by_id != actor.user_id:
        return True
    excused = _excused(actor)
    structure = structure_on(actor.today)
    roots = structure.ids[structure.parent < 0].tolist()
    return bool(roots) and all((root, form_period.form_id) in excused for root in roots)


def deciders(actor: Actor, case: Case) -> list[str]:
    """The names of those who may decide a report now."""
    people = who_can(REPORTS_DECIDE, case.unit_id, actor.today)
    if not any(one.pk == case.submitted_by_id for one in people):
        return [one.name for one in people]
    same = (_tops(actor, [case])[case.unit_id], case.form_id) in _excuses(case.submitted_by_id)
    return [one.name for one in people if same or one.pk != case.submitted_by_id]


def _refusal(
    actor: Actor,
    case: Case,
    allowed: Collection[int],
    own: Collection[int],
    excused: bool,
) -> str:
    if case.unit_id not in allowed:
        return FORBIDDEN
    submitted = case.submitted_by_id is not None and case.submitted_by_id == actor.user_id
    brought = case.brought and case.unit_id in own
    if excused or not (submitted or brought):
        return ""
    return OWN if submitted else OWN_UNIT


def _own(actor: Actor) -> frozenset[int]:
    writes = action(REPORTS_WRITE).roles
    only = held_units(actor, writes - action(REPORTS_DECIDE).roles)
    return held_units(actor, writes) | frozenset(with_all_below(only, actor.today).tolist())


def _tops(actor: Actor, cases: Sequence[Case]) -> dict[int, int]:
    """The top unit of the organisation of each case, by its unit."""
    found = lineages({case.unit_id for case in cases}, actor.today)
    return {unit: line[0] for unit, line in found.items()}


def _excused(actor: Actor) -> set[tuple[int, int]]:
    return _excuses(actor.user_id)


def _excuses(user_id: int | None) -> set[tuple[int, int]]:
    """The (top unit, form) for which this person may decide what they submitted themselves: those for which
    it is allowed, and not by them."""
    rows = OwnDecision.objects.exclude(allowed_by_id=user_id) if user_id else OwnDecision.objects.all()
    return once(f"own decisions {user_id}", lambda: set(rows.values_list("unit_id", "form_id")))
