"""What lists of reports can be narrowed to."""

from dataclasses import dataclass

from mandate.apps.reporting.models import Form, FormPeriod
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.periods import reader

# Periods by which a list can be narrowed.
OFFERED_PERIODS = 36


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The forms and the opened periods (newest first) by which lists of reports are narrowed."""

    forms: tuple[Form, ...]
    periods: tuple[Period, ...]


def filters(actor: Actor) -> FilterOptions:
    """What a list of reports can be narrowed to: two queries."""
    codes = FormPeriod.objects.order_by("-starts").values_list("period", "starts").distinct()
    return FilterOptions(
        forms=tuple(visible(actor, Form.objects.order_by("retired", "code"))),
        periods=tuple(map(reader(), (code for code, _starts in codes[:OFFERED_PERIODS]))),
    )
