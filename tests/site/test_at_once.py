"""Two people who add the same thing at the same moment: one has it, the other is told so at the field."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.support.organisation import console, tree
from tests.support.reporting import World, indicators, world, yearly_form

from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import SaveIndicator, save_indicator
from mandate.apps.reporting.models import Form, FormPeriod
from mandate.apps.reporting.services import OpenPeriod, open_period, save_form
from mandate.apps.targets.models import Target
from mandate.apps.targets.services import SetTarget, SetTargets, set_targets
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.services import CreateUnit, SaveKind, create_unit, save_kind
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.access.services import AddUser, add_user

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 6


def together(action: Callable[[], object]) -> list[object]:
    """What comes of an action that several people do at the same moment; an error counts as what came."""
    start = Barrier(TOGETHER)

    def run(_number: int) -> object:
        start.wait(30)
        try:
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(run, range(TOGETHER)))


def one_has_it(action: Callable[[], object], field: str) -> None:
    came = together(action)
    errors = [one for one in came if isinstance(one, Exception)]
    assert len(errors) == TOGETHER - 1, came
    for error in errors:
        assert isinstance(error, ValidationError), error
        assert field in error.message_dict


def test_a_unit_and_a_kind() -> None:
    units = tree()
    new = CreateUnit("N", "hamlet", {"en": "New"}, units["A"].pk)
    one_has_it(lambda: create_unit(console(), new), "code")
    assert Unit.objects.filter(code="N").count() == UnitKind.objects.filter(code="hamlet").count() == 1
    twins = count()
    one_has_it(
        lambda: create_unit(
            console(), CreateUnit("Tt"[next(twins) % 2] + "9", "Hamlet", {"en": "T"}, units["A"].pk)
        ),
        "code",
    )
    assert Unit.objects.filter(code__iexact="T9").count() == 1
    assert UnitKind.objects.filter(code__iexact="hamlet").count() == 1
    came = together(lambda: save_kind(console(), SaveKind("club", {"en": "Club"}, {"en": "Clubs"})))
    assert all(isinstance(one, UnitKind) for one in came), came


def test_an_indicator_the_first_of_all() -> None:
    new = SaveIndicator(None, Definition("first"), names={"en": "First"})
    one_has_it(lambda: save_indicator(console(), new), "code")
    assert Indicator.objects.count() == 1


def test_a_form_and_its_period() -> None:
    tree()
    command = yearly_form(indicators())
    one_has_it(lambda: save_form(console(), command), "code")
    form = Form.objects.get()
    one_has_it(lambda: open_period(console(), OpenPeriod(form.pk, "2023")), "period")
    assert FormPeriod.objects.count() == 1


def test_a_person() -> None:
    units = tree()
    new = AddUser("new@example.org", "New", Role.REPORTER, units["A1"].pk)
    one_has_it(lambda: add_user(console(), new), "email")
    assert User.objects.count() == 1


def test_a_target_by_form_and_by_file() -> None:
    made: World = world()
    goal = SetTarget(made.units["A"].pk, made.families.pk, "2023", "10", "at_least")
    rows = [TargetRow(2, "A", "families", "2024", "10", "at_least", "")]
    for action in (
        lambda: set_targets(console(), SetTargets([goal])),
        lambda: import_targets(console(), ImportTargets(rows=rows)),
    ):
        came = together(action)
        assert not [one for one in came if isinstance(one, Exception)], came
    assert Target.objects.count() == 2
