"""A form's field for a day."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.core.period import FIRST_DAY, FIRST_YEAR, LAST_DAY, LAST_YEAR


def within_calendar(day: date) -> None:
    """A validator: the day lies in a year that has periods, so it has a day before and a day after."""
    if not FIRST_DAY <= day <= LAST_DAY:
        told = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("The year of this day is not between %(first)s and %(last)s.") % told)


class Day(forms.DateField):
    """A day, chosen or typed, in a year that has periods; with ``any_year`` in whatever year, as an end that
    is meant never to come."""

    def __init__(self, *, any_year: bool = False, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            validators=() if any_year else (within_calendar,),
            **options,
        )
