"""Which indicator a comparison is by: the one that is asked for, or the usual one."""

from django.db.models import Exists, OuterRef

from mandate.apps.indicators.queries import indicators_for
from mandate.apps.reporting.models import FormPeriod
from mandate.apps.targets.models import Target
from mandate.apps.targets.queries.lines import IndicatorChoice, name_of
from mandate.core.period import Period
from mandate.platform.access.actor import Actor


def choices_for(actor: Actor) -> tuple[IndicatorChoice, ...]:
    """All indicators, in their order."""
    return tuple(IndicatorChoice(one.code, name_of(one)) for one in indicators_for(actor))


def chosen(actor: Actor, period: Period, choices: tuple[IndicatorChoice, ...], asked: str) -> str:
    """The code of the one asked for, if there is such; else the first with a target in the period; else the
    first that a form asks for then; else the first of all. Empty where there is none."""
    codes = [choice.code for choice in choices]
    return asked if asked in codes else _usual(actor, period) or next(iter(codes), "")


def _usual(actor: Actor, period: Period) -> str:
    targets = Target.objects.filter(indicator=OuterRef("pk"), period=period.code)
    asked = FormPeriod.objects.filter(form__items__indicator=OuterRef("pk"), period=period.code)
    codes = indicators_for(actor).values_list("code", flat=True)
    return codes.filter(Exists(targets)).first() or codes.filter(Exists(asked)).first() or ""
