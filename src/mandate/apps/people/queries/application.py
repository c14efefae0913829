"""One application to become a member: how it stands, by which steps, and what the actor may do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mandate.apps.people.models import (
    OPEN,
    STEP_NAMES,
    Application,
    ApplicationPaper,
    ApplicationStep,
    Membership,
    Particulars,
)
from mandate.apps.people.permissions import ADMISSIONS_DECIDE, MEMBERS_MANAGE
from mandate.apps.people.queries.keepers import unit_above
from mandate.apps.people.queries.rules import read_rules
from mandate.apps.people.states import PREFIX
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef
from mandate.apps.units.watchers import open_on, open_times
from mandate.core import admission
from mandate.core.admission import Case, Done, State, Step
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.database import spans
from mandate.platform.database.names import by_name
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.models import Attachment
from mandate.platform.files.queries import belongs, taken_from
from mandate.platform.i18n.languages import current, text_in

_EDITION = 1
#: What the actor may do, the one that brings it on first: the last words of addresses.
MAIN = ("admit", "propose", "recommend")


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step: in words, with who entered it, who recommended, and to which unit it went over."""

    what: str
    day: date
    by: str
    member: str
    unit: str
    note: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A document; one that ``shows`` can be looked at in the browser."""

    id: int
    name: str
    kind: str
    shows: bool
    size: int
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents, those that were taken away and can be put back, and whether the actor may do so."""

    here: tuple[PaperRow, ...]
    taken: tuple[PaperRow, ...]
    may_attach: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided last: number, day, by which unit, and from when on the person is a member."""

    number: str
    day: date
    unit: str
    starts: date | None


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """An application with its steps, the first first. ``acts`` are what the actor may do now, ``main`` the
    one that comes next, ``missing`` how many must still recommend. ``above`` decides; ``four_eyes``: the
    actor could, had they not acted in it before. ``closed``: the unit is, and another must go on. ``undo`` is
    the number of the step that the actor may take back, 0 for none. ``member``: there is a page of the person
    as a member."""

    id: int
    user_id: int
    name: str
    number: str
    unit: UnitRef
    place: str
    above: str
    kind: str
    kind_code: str
    source: str
    state: str
    decision: Decision | None
    steps: tuple[StepRow, ...]
    last_day: date
    acts: frozenset[str]
    main: str
    missing: int
    four_eyes: bool
    closed: bool
    undo: int
    undo_word: str
    papers: Papers
    member: bool


def application_page(actor: Actor, application_id: int) -> ApplicationPage:
    """Raises Http404, also of one that the actor may not see."""
    row = _one(actor, application_id)
    steps = list(row.steps.select_related("by", "member", "note").order_by("pk"))
    case = tuple(Done(Step(one.what), one.day, one.by_id, one.unit_id, one.member_id) for one in steps)
    above = unit_above(row.unit_id, actor.today)
    units = {row.unit_id, above, row.decider_id or above, *(one.unit_id for one in steps)}
    places = placed(units, actor.today)
    manages = can(actor, MEMBERS_MANAGE, row.unit_id)
    decides = can(actor, ADMISSIONS_DECIDE, row.unit_id)
    closed = not open_on(open_times([row.unit_id])[row.unit_id], actor.today)
    acted = _has_acted(actor, case)
    acts = _acts(actor, row, closed, manages=manages, decides=decides and not acted)
    told = Particulars.objects.filter(user=row.person).first() or Particulars(user=row.person)
    return ApplicationPage(
        id=row.pk,
        user_id=row.person_id,
        name=row.person.called,
        number=told.number,
        unit=places[row.unit_id].unit,
        place=places[row.unit_id].name,
        above=places[above].name,
        kind=text_in(row.kind.names) or row.kind.code,
        kind_code=row.kind.code,
        source=row.source.called if row.source else "",
        state=f"{PREFIX}{row.state}",
        decision=Decision(
            row.number,
            row.decided,
            places[row.decider_id or above].name,
            row.membership.starts if row.membership else None,
        )
        if row.decided
        else None,
        steps=tuple(
            StepRow(
                capfirst(str(STEP_NAMES[Step(one.what)])),
                one.day,
                one.by.called if one.by else "",
                one.member.called if one.member else "",
                places[one.unit_id].name if one.what == Step.MOVED.value else "",
                one.note.text if hasattr(one, "note") else "",
            )
            for one in steps
        ),
        last_day=case[-1].day,
        acts=acts,
        main=next((one for one in MAIN if one in acts), "move" if closed and "move" in acts else ""),
        missing=max(0, admission.RECOMMENDERS - len(admission.recommenders(case))),
        four_eyes=decides and acted and row.state == State.PROPOSED.value,
        closed=closed and row.state in admission.OPEN,
        undo=steps[-1].pk if _may_undo(case, manages=manages, decides=decides) else 0,
        undo_word=str(STEP_NAMES[Step(steps[-1].what)]),
        papers=_papers_of(actor, row.pk, may_attach=manages),
        member=visible(actor, Membership.objects.filter(person=row.person_id)).exists(),
    )


def _one(actor: Actor, application_id: int) -> Application:
    rows = Application.objects.select_related("person", "kind", "source", "membership")
    found = visible(actor, rows).filter(pk=application_id).first()
    if found is None:
        raise Http404(_("There is no such application."))
    return found


def _has_acted(actor: Actor, case: Case) -> bool:
    """Whether the actor proposed or recommended, and so decides nothing."""
    proposed = {one.by for one in case if one.step is Step.PROPOSED}
    return actor.user_id is not None and actor.user_id in proposed | set(admission.recommenders(case))


def _acts(actor: Actor, row: Application, closed: bool, *, manages: bool, decides: bool) -> frozenset[str]:
    state, own = State(row.state), actor.user_id == row.person_id
    if state not in admission.OPEN:
        over = state in (State.REFUSED, State.WITHDRAWN) and manages and not own
        return frozenset({"again"} if over and not _goes_on(row.person_id) else ())
    acts = {"withdraw", "move"} if manages else set()
    if closed:
        return frozenset(acts)
    if manages and not own and state is not State.PROPOSED:
        acts.add("decline")
        if state is not State.RECOMMENDED:
            acts.add("recommend")
        if state is not State.APPLIED:
            acts.add("propose")
    if decides and not own and state is State.PROPOSED:
        acts |= {"admit", "return", "refuse"}
    return frozenset(acts)


def _goes_on(user_id: int) -> bool:
    """Whether somebody has applied anew, or is a member."""
    applied = Application.objects.filter(person=user_id, state__in=OPEN)
    return applied.exists() or Membership.objects.filter(person=user_id, ends=None).exists()


def _may_undo(case: Case, *, manages: bool, decides: bool) -> bool:
    if len(case) == 1:
        return False
    above = admission.state(case[:-1]) is State.PROPOSED and case[-1].step in admission.DECISIONS
    return decides if above else manages


def _papers(actor: Actor, application_id: int) -> list[ApplicationPaper]:
    rows = ApplicationPaper.objects.filter(subject_id=application_id)
    return list(visible(actor, rows).select_related("content", "attached_by").order_by("pk"))


def _papers_of(actor: Actor, application_id: int, *, may_attach: bool) -> Papers:
    found = _papers(actor, application_id)
    return Papers(
        _rows([one for one in found if belongs(one, _EDITION)]),
        _rows(taken_from(found, _EDITION)) if may_attach else (),
        may_attach,
    )


def _rows(papers: Collection[Attachment]) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            one.pk,
            one.name,
            KINDS[one.content.kind].label,
            KINDS[one.content.kind].shows,
            one.content.size,
            one.attached_at,
            one.attached_by.called if one.attached_by else "",
        )
        for one in papers
    )


def paper_of(actor: Actor, application_id: int, document_id: int) -> ApplicationPaper:
    """A document of an application that the actor may see. Raises Http404."""
    _one(actor, application_id)
    found = next((one for one in _papers(actor, application_id) if one.pk == document_id), None)
    if found is None or not belongs(found, _EDITION):
        raise Http404(_("There is no such document."))
    return found


def recommending(actor: Actor, application_id: int) -> list[tuple[str, str]]:
    """(number, name) of the full members of the unit today, by name: those who can recommend, without the
    applicant and those who have done so."""
    row = _one(actor, application_id)
    full = [code for code, rule in read_rules().rules.items() if rule.months is None]
    there = Membership.objects.filter(spans.holds(actor.today), unit=row.unit_id, kind__code__in=full)
    done = ApplicationStep.objects.filter(application=row, member__isnull=False).values("member_id")
    rows = visible(actor, there).exclude(person=row.person_id).exclude(person__in=done)
    order = (by_name(current(), "person__sort_keys"), "person__name", "pk")
    return [(str(one.person_id), one.person.called) for one in rows.select_related("person").order_by(*order)]
