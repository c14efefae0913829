"""The table of figures: its rows as the service takes them, what was done, what may be chosen, and the table
out."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy, ngettext

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.tables.numbers import Reading, understood
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.models import Figure
from mandate.apps.reporting.permissions import FIGURES_IMPORT, REPORTS_DECIDE, REPORTS_VIEW
from mandate.apps.reporting.spans import within
from mandate.apps.reporting.tables import FIGURES
from mandate.apps.reporting.tables.importing import ImportFigures, ImportSummary, import_figures
from mandate.apps.reporting.tables.replaced import Replacement
from mandate.apps.reporting.tables.rows import FigureRow, KnownIndicator
from mandate.core.entry import NOT_APPLICABLE, YES_NO
from mandate.core.number import plain, write_number
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import covered_units
from mandate.platform.database.arrays import among
from mandate.platform.i18n.formats import list_of
from mandate.platform.i18n.languages import current
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Offer, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import Table

COLUMNS = ("unit", "indicator", "period", "value")


def _plan(table: Table, order: Order) -> ImportFigures:
    rows = [FigureRow(row.number, **row.cells) for row in table.rows]
    return ImportFigures(
        rows=understood(rows, Reading("value", table.decimal_comma, table.problems)),
        structure_date=order.as_of,
        dry_run=order.dry_run,
        partial="partial" in order.choices,
        accept_warnings="accept_warnings" in order.choices,
        expect_late="expect_late" in order.choices,
    )


def _apply(actor: Actor, command: ImportFigures, progress: Progress) -> Iterator[str]:
    return _told(import_figures(actor, command, progress))


def _told(done: ImportSummary) -> Iterator[str]:
    """What an import of figures did, a sentence for each thing."""
    yield ngettext(
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s report.",
        "Figures: %(count)s new or changed, %(same)s unchanged, in %(reports)s reports.",
        done.reports,
    ) % {"count": done.added + done.changed, "same": done.unchanged, "reports": done.reports}
    if done.drafts:
        yield ngettext(
            "%(count)s report is not whole: it is a draft that its unit can finish, and does not count yet.",
            "%(count)s reports are not whole: they are drafts that their units can finish, and do not count "
            "yet.",
            done.drafts,
        ) % {"count": done.drafts}
    if done.replaced.figures:
        named = [_replacement(one) for one in done.replaced.named]
        more = ["…"] if done.replaced.figures > len(named) else []
        yield gettext("Accepted figures that it replaces: %(count)s (%(figures)s).") % {
            "count": done.replaced.figures,
            "figures": "; ".join([*named, *more]),
        }
    if done.replaced.reports:
        units = [*done.replaced.units, *(["…"] if done.replaced.reports > len(done.replaced.units) else [])]
        yield gettext("Accepted reports that it corrects: %(count)s (%(units)s).") % {
            "count": done.replaced.reports,
            "units": list_of(units, current()),
        }
    if done.late:
        yield ngettext(
            "%(count)s unit that came late is added to what is expected.",
            "%(count)s units that came late are added to what is expected.",
            done.late,
        ) % {"count": done.late}
    if done.dry_run and done.expected:
        yield ngettext(
            "%(count)s more report will be expected, %(overdue)s of them immediately overdue.",
            "%(count)s more reports will be expected, %(overdue)s of them immediately overdue.",
            done.expected,
        ) % {"count": done.expected, "overdue": done.overdue}
    if done.doubles:
        units = [*done.double_units, *(["…"] if done.doubles > len(done.double_units) else [])]
        yield ngettext(
            "%(units)s has a figure of its own and so have units below it; totals count both.",
            "%(count)s figures are of units with figures of units below them, and totals count both: "
            "%(units)s.",
            done.doubles,
        ) % {"count": done.doubles, "units": list_of(units, current())}


def _replacement(one: Replacement) -> str:
    """A figure as it was and as it becomes: ``A1, families, 2023: 44 → 25``."""
    before, after = (_figure(value, one.indicator) for value in (one.before, one.after))
    return f"{one.unit}, {one.indicator.code}, {one.period}: {before} → {after}"


def _figure(value: Decimal | None, indicator: KnownIndicator) -> str:
    language = current()
    if value is None:
        return NOT_APPLICABLE[language]
    if indicator.kind == Kind.YES_NO:
        return YES_NO[language][0 if value else 1]
    return write_number(Decimal(plain(value, indicator.decimals)), language)


def _out(actor: Actor, period: Period | None) -> TableOut:
    return TableOut(COLUMNS, _rows(actor, period))


def _rows(actor: Actor, period: Period | None) -> Rows:
    """The figures that count and lie within the period, or all."""
    figures = Figure.objects.filter(counted=True)
    if period is not None:
        figures = figures.filter(within(period))
    covered = covered_units(actor, REPORTS_VIEW)
    if covered is not None:
        figures = figures.filter(among("unit_id", covered))
    rows = figures.exclude(answer=Answer.MISSING).order_by("indicator__position", "unit__code", "starts")
    chosen = rows.values_list(
        "unit__code",
        "indicator__code",
        "revision__report__form_period__period",
        "value",
        "indicator__decimals",
    )
    for unit, indicator, code, value, decimals in chosen.iterator(chunk_size=5000):
        yield unit, indicator, code, Decimal(plain(value, decimals)) if value is not None else "n/a"


FIGURES_TABLE = TableKind(
    words=FIGURES,
    label=gettext_lazy("Figures"),
    about=gettext_lazy(
        "Figures of past periods: a unit, an indicator, a period and a value in each row. "
        "Whole reports are accepted at once, and the journal says that they were read in."
    ),
    columns=Columns(COLUMNS, texts=COLUMNS[:2]),
    action=FIGURES_IMPORT,
    plan=_plan,
    apply=_apply,
    view=REPORTS_VIEW,
    also=REPORTS_DECIDE,
    rows=_out,
    as_of=gettext_lazy("The day of the structure; empty: the last day of each period."),
    offers=(
        Offer(
            "accept_warnings",
            gettext_lazy("The figures that are asked about are right"),
            frozenset({"figure_question", "figure_far"}),
        ),
        Offer(
            "partial",
            gettext_lazy("Leave the reports that are not whole as drafts, which their units can finish"),
            frozenset({"figure_required", "figure_rule"}),
        ),
        Offer(
            "expect_late",
            gettext_lazy("Expect the reports of these units too: they came late"),
            frozenset({"figure_not_expected"}),
        ),
    ),
)
