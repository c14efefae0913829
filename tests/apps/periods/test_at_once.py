"""Two name periods at once: the same days have one name."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.apps.reporting.test_services_at_once import together
from tests.support.organisation import console

from mandate.apps.periods.models import NamedPeriod
from mandate.apps.periods.services import AddPeriod, add_period

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_several_names_for_the_same_days_one_is_kept() -> None:
    days = date(2023, 4, 1), date(2024, 3, 31)
    codes = ("2023April", "FY2023", "2023-2024")
    done = together(*(lambda code=code: add_period(console(), AddPeriod(code, *days)) for code in codes))  # type: ignore[misc]
    assert sum(isinstance(one, ValidationError) for one in done) == 2, done
    assert NamedPeriod.objects.count() == 1
