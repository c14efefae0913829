"""Reads for the pages of forms and their periods."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.http import Http404

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.expected import expected, expected_units
from mandate.apps.reporting.models import Form, FormItem, FormPeriod, OwnDecision, Report, Rule
from mandate.apps.reporting.permissions import (
    FORMS_MANAGE,
    PERIODS_MANAGE,
    REPORTS_ALLOW_OWN,
)
from mandate.apps.reporting.queries.deciding import may_reopen
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import structure_on
from mandate.core.period import NAMED, Period, PeriodError
from mandate.core.period import Frequency as PeriodFrequency
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can, visible
from mandate.platform.i18n.problems import sentence
from mandate.platform.periods import calendar, period_of, reader

PER_PAGE = 25
# Periods offered to be opened: so many before the one under way, and the next one.
OFFERED_BEFORE = 8


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list: how many indicators and opened periods, and the newest of these."""

    form: Form
    kinds: tuple[UnitKind, ...]
    indicators: int
    periods: int
    newest: Period | None


@dataclass(frozen=True, slots=True)
class FormsPage:
    """All forms; the retired ones stand last."""

    rows: tuple[FormLine, ...]
    rules: int
    has_indicators: bool
    may_manage: bool


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """An opened period of a form, with how its reports stand. ``accepted`` counts those that are being
    corrected too. ``may_reopen``: closed by somebody else, so the reader may open it again."""

    form_period: FormPeriod
    period: Period
    expected: int
    submitted: int
    accepted: int
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class OwnDecisions:
    """An organisation, whether who submits the form may decide on it there, and who allowed it when."""

    unit: UnitRef
    allowed: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: its indicators in order, its kinds of unit, its opened periods (newest first); of those
    ``offered`` to be opened one is ``suggested``; ``own`` is filled for whoever may change it."""

    form: Form
    items: tuple[FormItem, ...]
    kinds: tuple[UnitKind, ...]
    periods: Page[FormPeriod]
    lines: tuple[PeriodLine, ...]
    offered: tuple[Period, ...]
    suggested: str
    may_manage: bool
    may_open: bool
    may_change: bool
    own: tuple[OwnDecisions, ...]


class UnknownForm(Http404, LookupError):  # noqa: N818 -- it is the absence of a form
    """There is no such form."""


class UnknownFormPeriod(Http404, LookupError):  # noqa: N818 -- it is the absence of an opened period
    """There is no such opened period."""


@dataclass(frozen=True, slots=True)
class Reportable:
    """An indicator that a form can hold; texts are {language: text}."""

    id: int
    code: str
    names: Mapping[str, str]
    measures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A form as it stands, to be changed. ``items`` are its indicators in order, each with whether it is
    required; ``opened``: some period is open, which keeps what it was opened with."""

    id: int
    code: str
    names: Mapping[str, str]
    frequency: str
    due_days: int
    kind_ids: tuple[int, ...]
    items: tuple[tuple[int, bool], ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class KindExpected:
    """How many units of a kind would be expected."""

    kind: UnitKind
    units: int


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a period would freeze. ``error`` says why the period or the day cannot be read;
    ``day_passed``: the day by which the reports are due."""

    form: Form
    asked: str
    period: Period | None
    structure_date: date | None
    due: date | None
    expected: tuple[KindExpected, ...]
    indicators: int
    error: str
    day_passed: bool = False

    @property
    def total(self) -> int:
        """All units that would be expected."""
        return sum(line.units for line in self.expected)


def forms_page(actor: Actor) -> FormsPage:
    """The list of forms: four queries, one more where a form is reported by financial year or term."""
    newest = FormPeriod.objects.filter(form=OuterRef("pk")).order_by("-starts", "-ends")
    read = reader()
    forms = (
        visible(actor, Form.objects.all())
        .prefetch_related("kinds")
        .annotate(
            item_count=Count("items", distinct=True),
            period_count=Count("periods", distinct=True),
            newest=Subquery(newest.values("period")[:1]),
        )
        .order_by("retired", "code")
    )
    rows = tuple(
        FormLine(
            form=form,
            kinds=tuple(form.kinds.all()),
            indicators=form.item_count,
            periods=form.period_count,
            newest=read(form.newest) if form.newest else None,
        )
        for form in forms
    )
    return FormsPage(
        rows=rows,
        rules=Rule.objects.count(),
        has_indicators=Indicator.objects.exists(),
        may_manage=can(actor, FORMS_MANAGE),
    )


def form_page(actor: Actor, form_id: int, page: int | str = 1) -> FormPage:
    """One form. Raises UnknownForm where there is none to see."""
    form = _form(actor, form_id)
    offered = _offered(form, actor.today)
    opened = Paginator(FormPeriod.objects.filter(form=form).order_by("-starts"), PER_PAGE).get_page(page)
    return FormPage(
        form=form,
        items=tuple(form.items.select_related("indicator")),
        kinds=tuple(form.kinds.all()),
        periods=opened,
        lines=_period_lines(actor, list(opened)),
        offered=offered,
        suggested=_suggested(form, offered, actor.today),
        may_manage=can(actor, FORMS_MANAGE),
        may_open=can(actor, PERIODS_MANAGE) and not form.retired,
        may_change=can(actor, PERIODS_MANAGE),
        own=_own_decisions(actor, form),
    )


def _own_decisions(actor: Actor, form: Form) -> tuple[OwnDecisions, ...]:
    """For the organisations whose administrator the reader is."""
    structure = structure_on(actor.today)
    roots = structure.ids[structure.parent < 0].tolist()
    mine = [root for root in roots if can(actor, REPORTS_ALLOW_OWN, root)]
    rows = {row.unit_id: row for row in form.own_decisions.select_related("allowed_by")} if mine else {}
    refs = names_of(mine)
    return tuple(_own_decision(refs[root], rows.get(root)) for root in mine)


def _own_decision(unit: UnitRef, row: OwnDecision | None) -> OwnDecisions:
    by = row.allowed_by.called if row and row.allowed_by else ""
    return OwnDecisions(unit, row is not None, by, row.allowed_at if row else None)


def _period_lines(actor: Actor, opened: Sequence[FormPeriod]) -> tuple[PeriodLine, ...]:
    """How the reports of opened periods stand: one query."""
    counts = {
        row["form_period_id"]: row
        for row in expected(Report.objects.filter(form_period__in=opened))
        .values("form_period_id")
        .annotate(
            expected=Count("id"),
            submitted=Count("id", filter=Q(state=State.SUBMITTED)),
            accepted=Count("id", filter=Q(counted__isnull=False)),
        )
    }
    none = {"expected": 0, "submitted": 0, "accepted": 0}
    read = reader()
    return tuple(
        PeriodLine(
            form_period=one,
            period=read(one.period),
            expected=counts.get(one.pk, none)["expected"],
            submitted=counts.get(one.pk, none)["submitted"],
            accepted=counts.get(one.pk, none)["accepted"],
            may_reopen=one.closed_at is not None and may_reopen(actor, one),
        )
        for one in opened
    )


def _offered(form: Form, today: date) -> tuple[Period, ...]:
    """Periods around today that are not opened yet, the newest first."""
    opened = set(form.periods.values_list("period", flat=True))
    frequency = PeriodFrequency(form.frequency)
    if frequency in NAMED:
        named = [one for one in calendar().periods if one.frequency is frequency]
        return tuple(one for one in reversed(named) if one.code not in opened)[: OFFERED_BEFORE + 2]
    under_way = Period.containing(today, frequency)
    with suppress(PeriodError):  # the last year there is has no next
        offered = (under_way.next(), under_way, *under_way.back(OFFERED_BEFORE))
        return tuple(one for one in offered if one.code not in opened)
    return ()


def _suggested(form: Form, offered: Sequence[Period], today: date) -> str:
    """The code of the period to open next: the first after all that were opened, else the last that has
    ended. Empty where none is offered."""
    newest = form.periods.aggregate(ends=Max("ends"))["ends"]
    later = [one for one in offered if newest is not None and one.start >= newest]
    ended = [one for one in offered if one.is_over(today)]
    return (later[-1:] or ended or [*offered])[0].code if offered else ""


def opening(actor: Actor, form_id: int, period_code: str, structure_date: date | None) -> Opening:
    """What would be expected if a period was opened; nothing is written. Raises UnknownForm."""
    form = _form(actor, form_id)
    empty = Opening(form, period_code, None, structure_date, None, (), 0, "")
    try:
        period = period_of(period_code.strip())
    except PeriodError as error:
        return Opening(form, period_code, None, structure_date, None, (), 0, sentence(error))
    if period.frequency.value != form.frequency:
        return empty
    day = structure_date or period.told_on(actor.today)
    kinds = list(form.kinds.all())
    ids = expected_units([kind.pk for kind in kinds], day)
    counts = dict(
        Unit.objects.filter(pk__in=ids).order_by().values_list("kind_id").annotate(number=Count("id"))
    )
    return Opening(
        form=form,
        asked=period_code,
        period=period,
        structure_date=day,
        due=period.due(form.due_days),
        expected=tuple(KindExpected(kind, counts.get(kind.pk, 0)) for kind in kinds),
        indicators=form.items.count(),
        error="",
        day_passed=period.due(form.due_days) < actor.today,
    )


def stored_form(actor: Actor, form_id: int) -> StoredForm:
    """One form, to be changed. Raises UnknownForm."""
    form = _form(actor, form_id)
    return StoredForm(
        id=form.pk,
        code=form.code,
        names=form.names,
        frequency=form.frequency,
        due_days=form.due_days,
        kind_ids=tuple(kind.pk for kind in form.kinds.all()),
        items=tuple((row.indicator_id, row.required) for row in form.items.all()),
        opened=form.periods.exists(),
    )


def _form(actor: Actor, form_id: int) -> Form:
    form = visible(actor, Form.objects.prefetch_related("kinds")).filter(pk=form_id).first()
    if form is None:
        raise UnknownForm("There is no such form.")
    return form


def opened_period(actor: Actor, form_period_id: int) -> FormPeriod:
    """An opened period with its form. Raises UnknownFormPeriod."""
    opened = visible(actor, FormPeriod.objects.select_related("form")).filter(pk=form_period_id).first()
    if opened is None:
        raise UnknownFormPeriod("There is no such opened period.")
    return opened


def reportable_indicators() -> dict[int, Reportable]:
    """What a form can hold, by id: everything but ratios, in order."""
    found = Indicator.objects.exclude(kind=Kind.RATIO)
    return {one.pk: Reportable(one.pk, one.code, one.names, one.measures) for one in found}


def all_kinds() -> list[UnitKind]:
    """The kinds of unit, by code."""
    return list(UnitKind.objects.order_by("code"))
