"""Importing figures from lines of text, and what is then stored."""

from decimal import Decimal

import pytest
from tests.support.organisation import NOW, console

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.models import Figure
from mandate.apps.reporting.tables.importing import ImportFigures, ImportSummary, import_figures
from mandate.apps.reporting.tables.rows import FigureRow
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.core.problem import Problems
from mandate.platform.i18n.problems import problem_sentence


def rows(*texts: str) -> list[FigureRow]:
    return [FigureRow(number, *text.split(",")) for number, text in enumerate(texts, start=2)]


def load(*texts: str, **options: object) -> ImportSummary:
    return import_figures(console(), ImportFigures(rows(*texts), **options))


def refused(*texts: str, **options: object) -> list[tuple[int, str, str]]:
    with pytest.raises(Problems) as error:
        load(*texts, **options)
    for problem in error.value.problems:
        assert problem_sentence(problem)
    return [(problem.row, problem.column, problem.code) for problem in error.value.problems]


def stored() -> dict[tuple[str, str], Decimal | None]:
    counted = Figure.objects.filter(counted=True)
    return {
        (unit, code): value
        for unit, code, value in counted.values_list("unit__code", "indicator__code", "value")
    }


def total(unit: str, code: str, period: str = "2023"):
    span = Period.parse(period)
    pk = Unit.objects.get(code=unit).pk
    ledger = open_ledger(
        [Indicator.objects.get(code=code)], span.start, span.end, today=NOW.date(), unit_id=pk
    )
    return ledger.total(pk, code, span)


def known_indicators():
    return {item.code: item for item in Indicator.objects.all()}
