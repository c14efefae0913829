"""``mandate scoreboard UNIT PERIOD``: each target with its state."""

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from mandate.apps.periods.commands.lookup import period_called
from mandate.apps.targets.scoreboard import scoreboard_of
from mandate.apps.units.commands.lookup import unit_called
from mandate.platform.access.actor import console
from mandate.platform.console.output import say, table


def run(arguments: Namespace) -> int:
    """Print the scoreboard as a table, or with ``--json`` as exact decimal strings."""
    period = period_called(arguments.period)
    unit = unit_called(arguments.unit)
    board = scoreboard_of(unit.pk, period, console(timezone.now()).today)
    rows = [
        {
            "indicator": row.indicator_code,
            "goal": format(row.goal, "f"),
            "direction": row.direction,
            "value": None if row.value is None else format(row.value, "f"),
            "state": row.state.value,
            "progress": None if row.share is None else format(row.share, "f"),
        }
        for row in board.rows
    ]
    answer = {
        "unit": unit.code,
        "period": period.code,
        "rows": rows,
        "met_or_exceeded": board.met_or_exceeded,
        "total": board.total,
        "under_way": board.under_way,
    }
    if arguments.json:
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say(f"{unit.code}, {period.code}: {_score(answer, period.last_day)}\n")
        heading = ("indicator", "direction", "goal", "value", "progress", "state")
        lines = [[row[name] or "–" for name in heading] for row in rows]
        say(table([heading, *lines], right=(2, 3, 4)))
    return 0


def _score(answer: Mapping[str, Any], last_day: date) -> str:
    """The score in words; what is not judged yet is told as under way."""
    told = []
    if answer["total"] or not answer["under_way"]:
        told.append(f"{answer['met_or_exceeded']} of {answer['total']} met or exceeded")
    if answer["under_way"]:
        told.append(f"{answer['under_way']} under way until {last_day.isoformat()}")
    return ", ".join(told)
