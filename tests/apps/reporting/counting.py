"""The small city with a form of which Mandate counts a part: how many units lie right below."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.support.organisation import acting, console, tree
from tests.support.reporting import World, indicators

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.apps.reporting import services
from mandate.apps.reporting.services import OpenPeriod, SaveForm, SaveFormItem
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.services import CreateUnit, create_unit
from mandate.platform.access.actor import Role

SENTENCE = "Counted by Mandate: The units directly below that are open on the last day of the period."


def automatic(code: str = "below", counted: str = "units.below", **more: Any) -> Indicator:
    """An indicator that Mandate counts."""
    definition = Definition(code, counted=counted, over_time="last", **more)
    return save_indicator(console(), SaveIndicator(None, definition, {"en": code.title()}))


def counting_world(
    items: Sequence[str] = ("families", "below"),
    kinds: Sequence[str] = ("ward",),
    required: Sequence[str] = (),
    period: str = "2023",
) -> World:
    """Wards A (two streets) and B (three) report these for 2023."""
    units, known = tree(), indicators()
    known["below"] = automatic()
    form = SaveForm(
        form_id=None,
        code="structure",
        names={"en": "Structure"},
        frequency="yearly",
        due_days=10,
        kind_ids=[UnitKind.objects.get(code=kind).pk for kind in kinds],
        items=[SaveFormItem(known[code].pk, required=code in required) for code in items],
    )
    made = services.save_form(console(), form)
    opened = services.open_period(console(), OpenPeriod(made.pk, period))
    return World(
        units=units,
        form=made,
        opened=opened,
        reporter=acting(Role.REPORTER, units["A"]),
        reviewer=acting(Role.SECRETARY, units["C"]),
        indicators=known,
        report_ids={report.unit.code: report.pk for report in opened.reports.select_related("unit")},
    )


def street(units: dict[str, Unit], code: str, above: str, starts: date | None = None) -> Unit:
    """One more street."""
    return create_unit(console(), CreateUnit(code, "street", {"en": code}, units[above].pk, starts))
