"""Template filters that show values in the language of the request. `{% load formats %}`"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django import template

from mandate.core.period import Period
from mandate.platform.i18n import formats, languages
from mandate.platform.i18n.formats import NO_VALUE
from mandate.platform.i18n.periods import Form
from mandate.platform.periods import period_of

register = template.Library()

Value = Decimal | Fraction | int


@register.filter
def figure(value: Value | None, decimals: int = 0) -> str:
    """`{{ total|figure:2 }}`"""
    return NO_VALUE if value is None else formats.number(value, int(decimals), languages.current())


@register.filter
def percent(value: Value | None, decimals: int = 1) -> str:
    """`{{ share|percent:1 }}` of a value that is already in per cent."""
    return NO_VALUE if value is None else formats.percent(value, int(decimals), languages.current())


@register.filter
def date_long(day: date | None) -> str:
    """`{{ adopted_on|date_long }}`"""
    return NO_VALUE if day is None else formats.date_long(day, languages.current())


@register.filter
def date_short(day: date | None) -> str:
    """`{{ due_on|date_short }}`"""
    return NO_VALUE if day is None else formats.date_short(day, languages.current())


@register.filter
def datetime_short(moment: datetime | None) -> str:
    """`{{ accepted_at|datetime_short }}` in the current time zone."""
    return NO_VALUE if moment is None else formats.datetime_short(moment, languages.current())


@register.filter
def period_name(period: Period | str | None, form: Form = "title") -> str:
    """`{{ period|period_name }}` as a title, `{{ period|period_name:"within" }}` in a line,
    `{{ period|period_name:"sentence" }}` after the word "for"; a period or its code."""
    if period is None:  # the first there is has none before it
        return ""
    found = period_of(period) if isinstance(period, str) else period
    return formats.period_name(found, languages.current(), form)


@register.filter
def relative_days(days: int) -> str:
    """`{{ days_left|relative_days }}`: "in 4 days", "9 days late"."""
    return formats.relative_days(days, languages.current())


@register.filter
def list_of(items: list[str]) -> str:
    """`{{ names|list_of }}`: "a, b and c"."""
    return formats.list_of(items, languages.current())


@register.filter
def names(texts: Mapping[str, str]) -> str:
    """`{{ unit.names|names }}`: the stored name in the reader's language, else English, else any."""
    return languages.text_in(texts)
