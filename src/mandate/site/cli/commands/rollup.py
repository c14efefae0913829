"""``mandate rollup UNIT PERIOD``: totals with their coverage."""

import json
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mandate.site.cli.output import say, table
from mandate.site.cli.setup import location_of, ready

if TYPE_CHECKING:
    from mandate.apps.reporting.totals import Total


def run(arguments: Namespace) -> int:
    """Print the totals as a table, or with ``--json`` as exact decimal strings."""
    with ready(location_of(arguments)):
        answer = _answer(arguments)
    say(json.dumps(answer, ensure_ascii=False, indent=2) if arguments.json else _text(answer))
    return 0


def _answer(arguments: Namespace) -> dict[str, Any]:
    from mandate.apps.reporting.totals import open_book
    from mandate.apps.units.models import Unit
    from mandate.apps.units.structure import structure_on
    from mandate.site.cli.lookup import indicators_called, period_called, require_standing, today, unit_called

    period = period_called(arguments.period)
    day = arguments.as_of or period.told_on(today())
    unit = unit_called(arguments.unit)
    structure = structure_on(day)
    require_standing(unit, structure, day)
    indicators = indicators_called(arguments.indicator)
    book = open_book(structure, indicators, period.start, period.end, unit_id=unit.pk)
    codes = [indicator.code for indicator in indicators]

    def of(unit_id: int, code: str) -> dict[str, Any]:
        totals = book.totals(unit_id, codes, period)
        cells = {name: _cell(total, book.indicators[name].kind) for name, total in totals.items()}
        return {"unit": code, "indicators": cells}

    answer = {
        "unit": unit.code,
        "period": period.code,
        "structure_date": day.isoformat(),
        "indicators": of(unit.pk, unit.code)["indicators"],
    }
    if arguments.children:
        ids = [int(child) for child in structure.children(unit.pk)]
        names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "code"))
        answer["children"] = [of(child, names[child]) for child in ids]
    return answer


def _cell(total: "Total", kind: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "value": None if total.value is None else format(total.value, "f"),
        "reported": total.reported,
        "expected": total.expected,
    }
    if total.is_share:
        cell["numerator"] = None if total.numerator is None else format(total.numerator, "f")
        cell["denominator"] = None if total.denominator is None else format(total.denominator, "f")
    if kind == "yes_no":
        cell["percent"] = None if total.percent is None else format(total.percent, "f")
    return cell


def _text(answer: dict[str, Any]) -> str:
    heading = f"{answer['unit']}, {answer['period']} (structure of {answer['structure_date']})"
    rows: list[Sequence[str]] = [("unit", "indicator", "value", "of", "reported")]
    for place in (answer, *answer.get("children", ())):
        for code, cell in place["indicators"].items():
            rows.append(
                (
                    place["unit"],
                    code,
                    "–" if cell["value"] is None else cell["value"],
                    cell.get("denominator") or "",
                    f"{cell['reported']} of {cell['expected']}",
                )
            )
    return f"{heading}\n\n{table(rows, right=(2, 3))}"
