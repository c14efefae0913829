"""The days by which reports are due: those to be submitted, and those that are to come from below.

An entry is of one form and period, for all units together: who reports for fifty streets has one line on that
day, not fifty. It is there as long as something is missing. What is submitted is done, as on the desk; a
report that comes back is there again.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.reporting.duties import title
from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import FormPeriod, Report
from mandate.apps.reporting.outstanding import UNSUBMITTED, outstanding_of, past_due_on
from mandate.apps.reporting.permissions import REPORTS_DECIDE
from mandate.apps.reporting.standing import part_of
from mandate.apps.units.placed import placed
from mandate.apps.units.queries import UnitRef, names_of
from mandate.apps.units.structure import lineages
from mandate.core.textkey import sort_key
from mandate.platform.access.actions import action
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import held_units, visible
from mandate.platform.calendar.kinds import CalendarEntry, CalendarKind
from mandate.platform.i18n.formats import number
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.parts import home
from mandate.platform.periods import reader

NAMED = 5  # units that an entry names


def _to_submit(actor: Actor, first: date, until: date) -> Sequence[CalendarEntry]:
    """The reports that the actor owes, those that came back among them."""
    if actor.console:
        return ()
    found = _by_period(outstanding_of(actor).filter(UNSUBMITTED, _due(first, until)))
    missing = list(found.annotate(reports=ArrayAgg("pk", order_by="pk"), units=ArrayAgg("unit_id")))
    opened = _opened([one["form_period"] for one in missing])
    named = {unit for one in missing if len(one["units"]) <= NAMED for unit in one["units"]}
    units = {pk: unit.name for pk, unit in placed(named, actor.today).items()}
    read = reader()
    entries = []
    for one in missing:
        form_period, single = opened[one["form_period"]], len(one["reports"]) == 1
        entries.append(
            CalendarEntry(
                about=("form_period", form_period.pk),
                starts=form_period.due,
                title=title(_form(form_period), read(form_period.period)),
                unit=units[one["units"][0]] if single else "",
                view=("reporting:report", str(one["reports"][0])) if single else (home(),),
                note="" if single else _which([units.get(unit, "") for unit in one["units"]]),
                owed=True,
            )
        )
    return entries


def _from_below(actor: Actor, first: date, until: date) -> Sequence[CalendarEntry]:
    """The reports that are to come from the units below those of the actor's role, and how many have."""
    return _below(actor, _due(first, until))


def late_from_below(actor: Actor, most: int) -> Sequence[CalendarEntry]:
    """The last few of those that were due before today, the earliest first: no more are read."""
    entries = _below(actor, past_due_on(actor.today), most)
    return sorted(entries, key=lambda one: one.day)


def _below(actor: Actor, when: Q, most: int | None = None) -> Sequence[CalendarEntry]:
    if actor.console:
        return ()
    held = held_units(actor, action(REPORTS_DECIDE).roles)
    tops = [unit for unit, line in lineages(held, actor.today).items() if len(line) == 1]
    reports = Report.objects.filter(
        when, form_period__closed_at=None, form_period__form__automatic=False
    ).exclude(unit__in=tops)  # who decides on them holds the role there, for nobody stands above
    found = _by_period(visible(actor, expected(reports), REPORTS_DECIDE)).annotate(
        expected=Count("pk"), missing=Count("pk", filter=UNSUBMITTED)
    )
    last = found.filter(missing__gt=0).order_by("-form_period__due", "-form_period")[:most]
    counts = {one["form_period"]: (one["expected"], one["missing"]) for one in last}
    opened, read, unit = _opened(list(counts)), reader(), _only(held)
    entries = []
    for pk, (whole, missing) in counts.items():
        form_period = opened[pk]
        late = form_period.due < actor.today
        show = "missing" if late else "not_due"
        so_far = _so_far(whole - missing, whole)
        entries.append(
            CalendarEntry(
                about=("form_period", pk),
                starts=form_period.due,
                title=title(_form(form_period), read(form_period.period)),
                unit=unit.name if unit else "",
                view=("reporting:reports", unit.code) if unit else (home(),),
                query=f"period={form_period.period}&show={show}" if unit else "",
                note=f"{so_far} · {_overdue(missing)}" if late else so_far,
                owed=True,
            )
        )
    return entries


def _due(first: date, until: date) -> Q:
    return Q(form_period__due__gte=first, form_period__due__lt=until)


def _by_period(reports: QuerySet[Report]) -> QuerySet[Report, Any]:
    return reports.order_by("form_period").values("form_period")


def _opened(ids: Sequence[int]) -> dict[int, FormPeriod]:
    return FormPeriod.objects.select_related("form").in_bulk(ids)


def _form(opened: FormPeriod) -> str:
    return text_in(opened.form.names) or opened.form.code


def _only(held: Collection[int]) -> UnitRef | None:
    """The unit on which the actor decides; None where there are several."""
    return next(iter(names_of(held).values())) if len(held) == 1 else None


def _which(units: Sequence[str]) -> str:
    """How many, and of which units where these are few."""
    count = len(units)
    told = ngettext("%(count)s report", "%(count)s reports", count) % {"count": number(count, 0, current())}
    if count > NAMED:
        return told
    return f"{told}: {'; '.join(sorted(units, key=lambda name: sort_key(name, current())))}"


def _so_far(submitted: int, whole: int) -> str:
    words = ngettext("report submitted so far", "reports submitted so far", whole)
    return f"{part_of(submitted, whole, current())} {words}"


def _overdue(missing: int) -> str:
    return ngettext("%(number)s overdue", "%(number)s overdue", missing) % {
        "number": number(missing, 0, current())
    }


TO_SUBMIT = CalendarKind("reports-due", gettext_lazy("Due from you"), _to_submit, owed=True)
FROM_BELOW = CalendarKind(
    "reports-from-below", gettext_lazy("Due from the units below"), _from_below, owed=True
)
