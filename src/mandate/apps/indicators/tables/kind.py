"""The table of indicators: its rows as the service takes them, what was done, and the table out."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandate.apps.indicators.choices import Denominator
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.permissions import INDICATORS_MANAGE, INDICATORS_VIEW
from mandate.apps.indicators.tables import INDICATORS
from mandate.apps.indicators.tables.importing import (
    COLUMNS,
    LANGUAGE_COLUMNS,
    ImportIndicators,
    IndicatorRow,
    import_indicators,
)
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.i18n.languages import text_in
from mandate.platform.progress import Progress
from mandate.platform.tables.kinds import Columns, Order, Rows, TableKind, TableOut
from mandate.platform.tables.reading import ReadRow, Table
from mandate.platform.tables.values import by_language, languages_of, lookalikes


def _plan(table: Table, order: Order) -> ImportIndicators:
    stored = Indicator.objects.order_by().values_list("code", flat=True)
    codes = lookalikes((row["code"] for row in table.rows), stored)
    return ImportIndicators(rows=tuple(_row(row, codes) for row in table.rows), dry_run=order.dry_run)


def _row(row: ReadRow, codes: Mapping[str, str]) -> IndicatorRow:
    plain = {name: text for name, text in row.cells.items() if name in COLUMNS}
    plain["code"] = codes.get(row["code"], row["code"])
    return IndicatorRow(
        row.number, **plain, names=by_language(row, "name"), measures=by_language(row, "unit_of_measure")
    )


def _apply(actor: Actor, command: ImportIndicators, progress: Progress) -> Iterator[str]:
    done = import_indicators(actor, command)
    yield _("Indicators: %(new)s new, %(changed)s changed, %(same)s unchanged.") % {
        "new": len(done.added),
        "changed": len(done.changed),
        "same": len(done.unchanged),
    }


def _out(actor: Actor, period: Period | None) -> TableOut:
    found = list(visible(actor, Indicator.objects.all()))
    languages = languages_of([texts for one in found for texts in (one.names, one.measures)])

    def rows() -> Rows:
        for one in found:
            yield (
                one.code,
                text_in(one.names),
                text_in(one.measures) if one.measures else "",
                one.decimals,
                one.kind,
                one.over_units,
                one.over_time,
                one.formula,
                one.better,
                one.denominator if one.denominator != Denominator.SAME else "",
                "yes" if one.allow_negative else "no",
                one.counted,
                *(one.names.get(language, "") for language in languages),
                *(one.measures.get(language, "") for language in languages),
            )

    texts = [f"{name}_{language}" for name in ("name", "unit_of_measure") for language in languages]
    return TableOut((*COLUMNS, *texts), rows())


INDICATORS_TABLE = TableKind(
    words=INDICATORS,
    label=gettext_lazy("Indicators"),
    about=gettext_lazy("What is counted: a code and a name in each row, and how it sums."),
    columns=Columns(COLUMNS[:2], (*COLUMNS[2:], *LANGUAGE_COLUMNS), texts=(*COLUMNS[:3], *LANGUAGE_COLUMNS)),
    action=INDICATORS_MANAGE,
    plan=_plan,
    apply=_apply,
    view=INDICATORS_VIEW,
    rows=_out,
    shown="indicators:list",
)
