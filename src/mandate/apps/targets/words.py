"""Totals and goals as people read them, in the language of the request."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandate.apps.indicators.choices import Kind
from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.total import Total
from mandate.apps.targets.choices import DIRECTION_NAMES
from mandate.apps.targets.scoreboard import Judged
from mandate.core.period import Frequency
from mandate.core.target import Direction, Split, State
from mandate.platform.i18n import formats
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.languages import current, text_in
from mandate.platform.ui.states import state_word


def amount(indicator: Indicator, value: Decimal | Fraction | int) -> str:
    """A number of an indicator: per cent with their sign, anything else bare (its measure stands beside its
    name)."""
    sign = "%" if is_percent(indicator) else ""
    return formats.quantity(value, sign, current(), indicator.decimals)


def is_percent(indicator: Indicator) -> bool:
    """Whether the indicator is measured in per cent."""
    return text_in(indicator.measures) == "%"


def measure(indicator: Indicator) -> str:
    """The unit of measure that stands beside the name; per cent stands with each number instead."""
    return "" if is_percent(indicator) else text_in(indicator.measures)


def shown(indicator: Indicator, total: Total) -> str:
    """A total: "17,231", "85.6 %", a yes/no as "262 of 311", without data a dash."""
    if total.value is None:
        return NO_VALUE
    if indicator.kind != Kind.YES_NO or total.denominator is None:
        return amount(indicator, total.value)
    return _("%(part)s of %(whole)s") % {
        "part": amount(indicator, total.value),
        "whole": amount(indicator, total.denominator),
    }


def goal(indicator: Indicator, value: Decimal, direction: str) -> str:
    """A goal: bare where at least that much is wanted, as nearly always, else with its direction."""
    if direction == Direction.AT_LEAST:
        return amount(indicator, value)
    return f"{DIRECTION_NAMES[Direction(direction)]} {amount(indicator, value)}"


def basis(target: Judged) -> str:
    """What a target is judged on where that is not its period's own total: "since 16 October 2020"."""
    if target.measured is None:
        return ""
    if target.measured.frequency is Frequency.TERM:
        return _("since %(day)s") % {"day": formats.date_long(target.measured.start, current())}
    return _("in %(period)s") % {"period": formats.period_name(target.measured, current(), "within")}


def aim(indicator: Indicator, target: Judged) -> str:
    """A target's goal with its direction and what it is judged on."""
    told = goal(indicator, target.goal, target.direction)
    return f"{told} {basis(target)}" if target.measured else told


def parts(indicator: Indicator, found: Split) -> str:
    """What the targets of the units below come to, against the unit's own: "2 of 3 units below have a target,
    together 370: 30 less than the unit's own"."""
    told = ngettext(
        "%(count)s of %(units)s unit below has a target, together %(sum)s",
        "%(count)s of %(units)s units below have a target, together %(sum)s",
        found.units,
    ) % {
        "count": formats.number(found.count, 0, current()),
        "units": formats.number(found.units, 0, current()),
        "sum": amount(indicator, found.together),
    }
    if found.beyond is None or not found.count:
        return f"{told}."
    beyond = amount(indicator, abs(found.beyond))
    if found.beyond == 0:
        return told + ": " + _("as much as the unit's own.")
    if found.beyond < 0:
        return told + ": " + _("%(difference)s less than the unit's own.") % {"difference": beyond}
    return told + ": " + _("%(difference)s more than the unit's own.") % {"difference": beyond}


def reported(total: Total) -> str:
    """How many of those expected a total rests on: "308 of 311 reported"; and whether the parts of a ratio
    rest on different units."""
    told = _("%(reported)s of %(expected)s reported") % {
        "reported": formats.number(total.reported, 0, current()),
        "expected": formats.number(total.expected, 0, current()),
    }
    return told + ", " + _("parts from different units") if total.mixed else told


def so_far(coverage: str) -> str:
    """What stands under the total of a period that has not ended: "under way, 2 of 311 reported"."""
    word = state_word(State.UNDER_WAY.value)
    return f"{word}, {coverage}" if coverage else word


def progress(percent: Decimal | None) -> str:
    """How far a target is whose period has not ended: "under way, 12.4%"."""
    return so_far("" if percent is None else formats.percent(percent, 1, current()))


def change(indicator: Indicator, now: Decimal | None, before: Decimal | None) -> str:
    """The difference with its sign, and in per cent where that has a meaning: "+120 (+4.2%)"."""
    if now is None or before is None:
        return NO_VALUE
    difference = signed(now - before, indicator.decimals)
    if indicator.kind == Kind.RATIO or before <= 0:
        return difference
    percent = Fraction(now - before) * 100 / Fraction(before)
    sign = "+" if percent > 0 else ""
    return f"{difference} ({sign}{formats.percent(percent, 1, current())})"


def signed(value: Decimal, decimals: int) -> str:
    """A number that says with its sign which way it went."""
    return ("+" if value > 0 else "") + formats.number(value, decimals, current())


def share(percent: Decimal | None) -> str:
    """A share of a target in per cent, without the sign that stands above the table."""
    return NO_VALUE if percent is None else formats.number(percent, 1, current())


def of_zero(value: str, wanted: str) -> str:
    """A figure against a goal of zero, of which nothing is a share: "2, target 0", so that it is taken for no
    share among those of others."""
    return _("%(value)s, target %(goal)s") % {"value": value, "goal": wanted}


def against(indicator: Indicator, total: Total, wanted: str, state: State) -> str:
    """One total beside its target, for a reader who sees no colours."""
    if state is State.NO_DATA:
        return _("no data; target %(goal)s") % {"goal": wanted}
    return _("%(state)s: %(value)s, target %(goal)s") % {
        "state": state_word(state.value),
        "value": shown(indicator, total),
        "goal": wanted,
    }
