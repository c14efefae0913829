"""``mandate rollup UNIT PERIOD``: totals with their coverage."""

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from mandate.apps.indicators.commands.lookup import indicators_called
from mandate.apps.indicators.models import Indicator
from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.reporting.total import Total
from mandate.apps.reporting.totals import Ledger, open_ledger
from mandate.apps.units.commands.lookup import require_standing, unit_called
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import placements, standing_day
from mandate.core.period import Period
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table


def run(arguments: Namespace) -> int:
    """Print the totals as a table, or with ``--json`` as exact decimal strings."""
    answer = _answer(arguments)
    say(json.dumps(answer, ensure_ascii=False, indent=2) if arguments.json else _text(answer))
    return 0


def _answer(arguments: Namespace) -> dict[str, Any]:
    today = console(timezone.now()).today
    period = period_called(arguments.period)
    unit = unit_called(arguments.unit)
    day = arguments.as_of or standing_day(unit.pk, period, today)
    structure = placements().structure_on(day)
    if arguments.as_of or day >= period.end:
        told_on = arguments.as_of or period.told_on(today)
        require_standing(unit, placements().structure_on(told_on), told_on)
    indicators = indicators_called(arguments.indicator)
    ledger = open_ledger(
        indicators,
        period.start,
        period.end,
        today=today,
        unit_id=unit.pk,
        view=structure if arguments.as_of else None,
    )
    codes = [indicator.code for indicator in indicators]
    answer = {
        "unit": unit.code,
        "period": period.code,
        "structure_date": day.isoformat(),
        **({"as_of": day.isoformat()} if arguments.as_of else {}),
        "indicators": _cells(ledger, ledger.totals(unit.pk, codes, period)),
    }
    if arguments.children:
        under = structure.children(unit.pk).tolist() if unit.pk in structure else []
        answer |= _children(ledger, unit.pk, under, codes, period)
    aside = {code: found for code in codes if (found := ledger.aside(unit.pk, code, period))}
    if aside:
        answer["not_added"] = {code: _codes(ids) for code, ids in aside.items()}
    left_out, figures = ledger.left_out(unit.pk, period)
    if left_out:
        answer["left_out"] = {"units": _codes(left_out), "figures": figures}
    return answer


def _children(
    ledger: Ledger, unit_id: int, under: Sequence[int], codes: Sequence[str], period: Period
) -> dict[str, Any]:
    """The units directly below, and those that were earlier in the period: each with its own totals, and with
    what it gave to the unit. These and the unit's own add up to its total."""
    given = {code: ledger.given(unit_id, code, period) for code in codes}
    earlier = sorted({one for code in codes for one in given[code].parts} - set(under))
    names = dict(Unit.objects.filter(pk__in=[*under, *earlier]).values_list("pk", "code"))
    nothing = {code: ledger.total(0, code, period) for code in codes}
    rows = [
        {
            "unit": names[child],
            "indicators": _cells(ledger, ledger.totals(child, codes, period)),
            "given": _cells(ledger, {code: given[code].parts.get(child, nothing[code]) for code in codes}),
        }
        | ({"earlier": True} if child in earlier else {})
        for child in [*under, *earlier]
    ]
    own = {code: given[code].own or nothing[code] for code in codes}
    return {"own": _cells(ledger, own), "children": rows}


def _codes(ids: Sequence[int]) -> list[str]:
    return list(Unit.objects.filter(pk__in=ids).order_by("code").values_list("code", flat=True))


def _cells(ledger: Ledger, totals: Mapping[str, Total]) -> dict[str, Any]:
    return {code: _cell(total, ledger.indicators[code]) for code, total in totals.items()}


def _cell(total: Total, indicator: Indicator) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "value": None if total.value is None else format(total.value, "f"),
        "reported": total.reported,
        "expected": total.expected,
    }
    if total.is_share:
        cell["numerator"] = None if total.numerator is None else format(total.numerator, "f")
        cell["denominator"] = None if total.denominator is None else format(total.denominator, "f")
        if total.mixed:
            cell["mixed"] = True
    if indicator.counted:
        cell["counted"] = indicator.counted
    if indicator.kind == "yes_no":
        cell["percent"] = None if total.percent is None else format(total.percent, "f")
    return cell


def _text(answer: dict[str, Any]) -> str:
    where = "on the structure of" if "as_of" in answer else "structure of"
    heading = f"{answer['unit']}, {answer['period']} ({where} {answer['structure_date']})"
    rows: list[Sequence[str]] = [("unit", "indicator", "value", "of", "reported")]
    rows += [_row(answer["unit"], code, cell) for code, cell in answer["indicators"].items()]
    for place in answer.get("children", ()):
        for code, cell in place["indicators"].items():
            rows.append(_row(place["unit"], code, cell))
            if place.get("earlier") or place["given"][code]["value"] != cell["value"]:
                rows.append(_row(f"{place['unit']} here", code, place["given"][code]))
    return "\n".join([heading, "", table(rows, right=(2, 3)), *_remarks(answer)])


def _row(unit: str, code: str, cell: Mapping[str, Any]) -> Sequence[str]:
    value = "–" if cell["value"] is None else cell["value"]
    reported = f"{cell['reported']} of {cell['expected']}"
    return unit, code, value, cell.get("denominator") or "", reported


def _remarks(answer: Mapping[str, Any]) -> list[str]:
    """What the numbers do not say by themselves."""
    told = [
        f"{code}: numerator and denominator rest on different units"
        for code, cell in answer["indicators"].items()
        if cell.get("mixed")
    ]
    for place in answer.get("children", ()):
        told += [
            f"{place['unit']}, {code}: numerator and denominator rest on different units"
            for code, cell in place["indicators"].items()
            if cell.get("mixed")
        ]
    told += [
        f"{code}: not added, for closed before: {', '.join(units)}"
        for code, units in answer.get("not_added", {}).items()
    ]
    if "left_out" in answer:
        out = answer["left_out"]
        count = out["figures"]
        figures = f"{count} figure is" if count == 1 else f"{count} figures are"
        told.append(f"On this structure {figures} left out, of: {', '.join(out['units'])}")
    return ["", *told] if told else []
