"""The indicators of the sample."""

import json
from collections.abc import Mapping
from typing import Any

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.platform.access.actor import Actor
from mandate.platform.sample import SET_UP, SampleStep, text_of


def _fill(actor: Actor) -> None:
    for name in ("indicators.json", "monthly.json"):
        for item in json.loads(text_of("mandate.apps.indicators", name)):
            save_indicator(actor, _save(item))


def monthly_codes() -> list[str]:
    """The indicators that are reported every month."""
    return [item["code"] for item in json.loads(text_of("mandate.apps.indicators", "monthly.json"))]


def _save(item: Mapping[str, Any]) -> SaveIndicator:
    definition = Definition(
        code=item["code"],
        kind=item["kind"],
        decimals=item.get("decimals", 0),
        over_units="sum",
        over_time=item.get("over_time", "sum"),
        formula=item.get("formula", ""),
        better="higher",
    )
    return SaveIndicator(None, definition, names=item["names"], measures=item["measures"])


STEPS = (SampleStep(20, _fill, ago=SET_UP),)
