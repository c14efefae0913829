"""A unit closed, moved, opened again and taken back by chance, on a real database. At every step its places,
what is expected of it, and its page are what they should be, and they stay known as they were."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.support.organisation import NOW, client_of, console, person
from tests.support.reporting import World, world

from mandate.apps.reporting.expected import expected
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.services import OpenPeriod, open_period
from mandate.apps.units.places import last_change, places_of
from mandate.apps.units.services import (
    CloseUnit,
    MoveUnit,
    ReopenUnit,
    UndoPlace,
    close_unit,
    move_unit,
    reopen_unit,
    undo_place,
)
from mandate.apps.units.structure import placements
from mandate.platform.access.actor import Role
from mandate.platform.i18n.formats import date_long

pytestmark = pytest.mark.django_db
YEARS = ("2021", "2022", "2023", "2024")
DAYS = [date(2021, 7, 1), date(2022, 1, 1), date(2022, 7, 1), date(2023, 1, 1), date(2023, 7, 1)]
DAYS += [date(2024, 1, 1), date(2024, 7, 1)]


@dataclass(frozen=True)
class Place:
    """Where the unit stands, and how it came there."""

    parent: str
    starts: date | None
    ends: date | None
    how: str


@dataclass
class Model:
    """What should be: the places in order of time, or an action that is refused."""

    places: list[Place] = field(default_factory=lambda: [Place("B", None, None, "opened")])

    def at(self, day: date) -> int | None:
        for number, place in enumerate(self.places):
            if (place.starts or date.min) <= day and (place.ends is None or day < place.ends):
                return number
        return None

    def close(self, day: date, _parent: str) -> bool:
        here = self.at(day - timedelta(days=1))
        if here is None or self.places[here].ends == day or here + 1 < len(self.places):
            return False
        self.places[here] = replace(self.places[here], ends=day)
        return True

    def reopen(self, day: date, parent: str) -> bool:
        end = self.places[-1].ends
        if end is None or end > day:
            return False
        self.places.append(Place(parent, day, None, "reopened"))
        return True

    def move(self, day: date, parent: str) -> bool:
        here = self.at(day)
        if here is None or self.places[here].parent == parent:
            return False
        old = self.places[here]
        if old.starts == day:
            self.places[here] = replace(old, parent=parent)
        else:
            self.places[here : here + 1] = [
                replace(old, ends=day),
                Place(parent, day, old.ends, "moved"),
            ]
        return True

    def undo(self, _day: date, _parent: str) -> bool:
        last = self.places[-1]
        if last.ends is not None:
            self.places[-1] = replace(last, ends=None)
        elif len(self.places) == 1:
            return False
        else:
            self.places.pop()
            if last.how == "moved":
                self.places[-1] = replace(self.places[-1], ends=None)
        return True

    @property
    def told(self) -> list[tuple[str, date | None, date | None]]:
        return [(place.parent, place.starts, place.ends) for place in self.places]

    @property
    def expected(self) -> set[str]:
        """The years that do not begin while the unit is closed."""
        begins = {year: date(int(year), 1, 1) for year in YEARS}
        return {year for year, day in begins.items() if self.at(day) is not None}


ACTIONS = st.tuples(
    st.sampled_from(["close", "close", "reopen", "move", "undo"]),
    st.sampled_from(DAYS),
    st.sampled_from("AB"),
)


@pytest.fixture
def city() -> World:
    made = world()
    for year in YEARS:
        if year != "2023":
            open_period(console(), OpenPeriod(made.form.pk, year, date(2024, 1, 1)))
    return made


def does(city: World, action: str, day: date, parent: str) -> Callable[[int], object]:
    unit, above = city.units["B3"].pk, city.units[parent].pk

    def do(step: int) -> object:
        actor = console(NOW + timedelta(hours=step))
        if action == "close":
            return close_unit(actor, CloseUnit(unit, day))
        if action == "reopen":
            return reopen_unit(actor, ReopenUnit(unit, above, day))
        if action == "move":
            return move_unit(actor, MoveUnit(unit, above, day))
        return undo_place(actor, UndoPlace(unit))

    return do


def expected_of(city: World, **known: object) -> set[str]:
    reports = expected(Report.objects.filter(unit=city.units["B3"]), **known)
    return set(reports.values_list("form_period__period", flat=True))


def stood(city: World) -> list[tuple[str, date | None, date | None]]:
    return [(one.parent.code, one.starts, one.ends) for one in places_of(city.units["B3"].pk) if one.parent]


@pytest.mark.long
@given(chain=st.lists(ACTIONS, min_size=3, max_size=9))
@settings(
    max_examples=30,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # chains are short, and a database is slow to shrink on
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_places_and_expectations_are_right_after_any_chain(
    city: World, chain: list[tuple[str, date, str]]
) -> None:
    with transaction.atomic():
        model, then = Model(), []
        for step, (action, day, parent) in enumerate(chain, start=1):
            allowed = getattr(model, action)(day, parent)
            try:
                with transaction.atomic():
                    does(city, action, day, parent)(step)
            except ValidationError:
                assert not allowed, (action, day)
            else:
                assert allowed, (action, day)
            assert stood(city) == model.told
            assert expected_of(city) == model.expected
            then.append((NOW + timedelta(hours=step, minutes=30), model.told, model.expected))
        check_the_past(city, then)
        check_the_page(city, model)
        transaction.set_rollback(True)


def check_the_past(city: World, then: list[tuple[object, list[tuple], set[str]]]) -> None:
    """What was known after each step is told as it was."""
    unit = city.units["B3"].pk
    for moment, places, years in then:
        assert expected_of(city, known_at=moment) == years
        tree = placements(moment)
        for day in DAYS:
            structure = tree.structure_on(day)
            under = structure.ancestors(unit)[-1] if unit in structure else None
            right = [
                parent
                for parent, starts, ends in places
                if not (starts and day < starts) and not (ends and day >= ends)
            ]
            assert under == (city.units[right[0]].pk if right else None)


def check_the_page(city: World, model: Model) -> None:
    """The unit's page says all days, and what can be taken back."""
    unit = city.units["B3"].pk
    change = last_change(places_of(unit))
    last = model.places[-1]
    if last.ends is None and len(model.places) == 1:
        assert change is None
    else:
        assert change is not None
        assert (change.change, change.day) == (
            ("closed", last.ends) if last.ends else (last.how, last.starts)
        )
    with time_machine.travel(NOW, tick=False):
        client = client_of(person(Role.ADMINISTRATOR, None, f"page-{unit}@example.org"))
        page = client.get("/unit/B3/about/").content.decode()
    for place in model.places:
        for day in (place.starts, place.ends):
            assert day is None or f"{day.day} {day:%b} {day.year}" in page
    today, here = NOW.date(), model.at(NOW.date())
    past = [place.ends for place in model.places if place.ends and place.ends <= today]
    coming = [place.starts for place in model.places if place.starts and place.starts > today]
    if here is None:
        assert f"Closed from {date_long(max(past), 'en')}" in page
        assert not coming or f"open again from {date_long(min(coming), 'en')}" in page
    elif last.ends:
        assert f"Closes on {date_long(last.ends, 'en')}" in page
