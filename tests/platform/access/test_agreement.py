"""The four questions agree with one another: on any tree and its changes, with roles from several sources,
and with conditions of any kind."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.support.organisation import NOW, acting, console, tree

from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, MoveUnit, close_unit, move_unit
from mandate.apps.units.structure import lineage, parents_on, with_all_below
from mandate.core.period import Period
from mandate.platform.access import actions, actor, decide, sources
from mandate.platform.access.actions import Where, define, table
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.conditions import Condition, Member, Named, Phase
from mandate.platform.access.decide import (
    Forbidden,
    RowNeededError,
    can,
    covered_units,
    has_role_for,
    require,
    visible,
    who_can,
)
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of

TODAY = NOW.date()
PEOPLE = 3
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass
class Posts:
    """A source of roles as an app brings one: (person, role, unit), from the first day of 2024 on."""

    held: list[tuple[int, Role, int | None]] = field(default_factory=list)

    def roles_of(self, user_id: int, day: date | None) -> Iterable[actor.Grant]:
        here = self.held if day is None or day.year >= 2024 else []
        return [actor.Grant(role, unit) for person, role, unit in here if person == user_id]

    def holders(
        self, roles: Collection[Role], units: Collection[int | None] | None, day: date | None
    ) -> Collection[int]:
        here = self.held if day is None or day.year >= 2024 else []
        return {person for person, role, unit in here if role in roles and (units is None or unit in units)}

    def holdings(
        self, roles: Collection[Role], units: Collection[int | None], day: date
    ) -> Iterable[tuple[int, actor.Grant]]:
        here = self.held if day.year >= 2024 else []
        asked = [one for one in here if one[1] in roles and one[2] in units]
        return [(person, actor.Grant(role, unit)) for person, role, unit in asked]

    def ends(self, role: Role, after: date) -> Iterable[date]:
        return []


@contextmanager
def registered(source: sources.Source) -> Iterator[None]:
    sources.register(source)
    try:
        yield
    finally:
        sources._sources.remove(source)


@contextmanager
def defined(
    roles: Iterable[Role] = Role, where: Where = Where.UNIT, when: Condition | None = None
) -> Iterator[str]:
    name = define("test.act", roles, where, when)
    try:
        yield name
    finally:
        del actions._table[name]


@contextmanager
def serving_grants() -> Iterator[None]:
    """Rows that stand on a unit or, where it is NULL, for the whole organisation."""
    decide.serve(Grant, "units.view", "unit_id")
    try:
        yield
    finally:
        del decide._served[Grant]


Place = int  # the number of a unit; -1 everywhere
Change = tuple[int, int, date]  # a unit, its new parent (-1: it closes), and when


@dataclass(frozen=True)
class Drawn:
    parents: list[int]
    changes: list[Change]
    grants: list[tuple[int, Role, Place]]
    posts: list[tuple[int, Role, Place]]

    def make(self) -> tuple[list[Unit], list[User], Posts]:
        rows = [(f"U{n}", f"U{p}" if p >= 0 else "", "unit", f"U{n}") for n, p in enumerate(self.parents)]
        made = tree(rows)
        units = [made[f"U{number}"] for number in range(len(rows))]
        for unit, parent, day in self.changes:
            try:
                if parent < 0:
                    close_unit(console(), CloseUnit(units[unit].pk, day))
                else:
                    move_unit(console(), MoveUnit(units[unit].pk, units[parent].pk, day))
            except ValidationError:
                pass  # not every change can be: into itself, of what is closed
        people = [User.objects.create_user(f"p{n}@example.org", name=f"p{n}") for n in range(PEOPLE)]
        for number, role, place in self.grants:
            Grant.objects.create(
                user=people[number], role=role.value, unit=units[place] if place >= 0 else None
            )
        held = [(people[n].pk, role, units[at].pk if at >= 0 else None) for n, role, at in self.posts]
        return units, people, Posts(held)


@st.composite
def organisations(draw: st.DrawFn) -> Drawn:
    size = draw(st.integers(1, 8))
    parents = [-1, *(draw(st.integers(-1, number - 1)) for number in range(1, size))]
    days = st.sampled_from([date(2022, 3, 1), date(2023, 7, 1), date(2024, 1, 5), date(2025, 2, 1)])
    change = st.tuples(st.integers(0, size - 1), st.integers(-1, size - 1), days)
    role = st.tuples(st.integers(0, PEOPLE - 1), st.sampled_from(Role), st.integers(-1, size - 1))
    changes = sorted(draw(st.lists(change, max_size=4)), key=lambda one: one[2])
    grants = draw(st.lists(role, max_size=5, unique=True))
    return Drawn(parents, changes, grants, draw(st.lists(role, max_size=2, unique=True)))


class Rights(TestCase):
    """Without a row."""

    @SLOW
    @given(organisations())
    def test_who_can_visible_covered_and_can_agree(self, drawn: Drawn) -> None:
        units, people, posts = drawn.make()
        nobody = User.objects.create_user("nobody@example.org", name="nobody", is_active=False)
        for unit in (*units, None):
            Grant.objects.create(user=nobody, role=Role.OBSERVER.value, unit=unit)
        grants = list(Grant.objects.all())
        with registered(posts), serving_grants():
            actors = [actor_of(user, NOW) for user in people]
            # Nothing else of a row is asked: one of each kind stands for all.
            for row in {(row.roles, row.where): row for row in table() if row.when is None}.values():
                for place in [*(unit.pk for unit in units), None]:
                    named = set(who_can(row.name, place, TODAY))
                    assert named == {
                        user for user, one in zip(people, actors, strict=True) if can(one, row.name, place)
                    }
                for one in actors:
                    allowed = {unit.pk for unit in units if can(one, row.name, unit.pk)}
                    covered = covered_units(one, row.name)
                    assert allowed == (
                        {unit.pk for unit in units} if covered is None else set(covered.tolist())
                    )
                    assert allowed == seen(one, Unit, row.name)
                    assert seen(one, Grant, row.name) == {
                        grant.pk for grant in grants if can(one, row.name, grant.unit_id)
                    }

    @SLOW
    @given(organisations())
    def test_a_unit_without_a_place_lies_where_it_lay_last_for_every_question(self, drawn: Drawn) -> None:
        units, _people, _posts = drawn.make()
        ids, above = parents_on(TODAY)
        for unit in units:
            way = lineage(unit.pk, TODAY)
            assert way[-1] == unit.pk
            assert {one.pk for one in units if unit.pk in with_all_below([one.pk], TODAY)} == set(way)
            for place, over in zip(way, (0, *way), strict=False):
                assert int(above[ids.tolist().index(place)]) == over


LEAVES: list[Callable[[], Condition]] = [
    lambda: Named("closed_by"),
    lambda: Phase("period", ["2022", "2023"]),
    lambda: Member(Review, "reopenings__asked_by"),
]


def conditions() -> st.SearchStrategy[Condition]:
    """Every way to join them, a few deep."""
    leaf = st.sampled_from(LEAVES).map(lambda make: make())
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(lambda one: ~one),
            st.tuples(inner, inner).map(lambda two: two[0] & two[1]),
            st.tuples(inner, inner).map(lambda two: two[0] | two[1]),
        ),
        max_leaves=4,
    )


#: Of each review: its unit, its year, who closed it and who asked to open it again (None: nobody).
REVIEWS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(2021, 2024),
        st.one_of(st.none(), st.integers(0, PEOPLE - 1)),
        st.lists(st.integers(0, PEOPLE - 1), max_size=2),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one[:2],
)


class Conditions(TestCase):
    """With a row: what a person may do to it, see of it, and who may."""

    @SLOW
    @given(
        organisations(),
        conditions(),
        st.sampled_from(Where),
        st.sets(st.sampled_from(Role), min_size=1),
        REVIEWS,
    )
    def test_the_four_questions_agree(
        self, drawn: Drawn, when: Condition, where: Where, roles: set[Role], reviews: list[Any]
    ) -> None:
        units, people, posts = drawn.make()
        rows = [written(units, people, *one) for one in reviews if one[0] < len(units)]
        with registered(posts), defined(roles, where, when) as name:
            for user in people:
                one = actor_of(user, NOW)
                allowed = {row.pk for row in rows if can(one, name, row.unit_id, row)}
                assert allowed == seen(one, Review, name)
                assert allowed == {row.pk for row in rows if user in who_can(name, row.unit_id, TODAY, row)}
                assert allowed == {row.pk for row in rows if required(one, name, row)}
                assert allowed <= {row.pk for row in rows if has_role_for(one, name, row.unit_id)}


def seen(one: Actor, model: type[Unit] | type[Review] | type[Grant], name: str) -> set[int]:
    return set(visible(one, model._default_manager.all(), name).values_list("pk", flat=True))


def required(one: Actor, name: str, row: Review) -> bool:
    try:
        require(one, name, row.unit_id, row)
    except Forbidden:
        return False
    return True


def written(
    units: list[Unit], people: list[User], unit: int, year: int, by: int | None, asked: list[int]
) -> Review:
    period = Period.parse(str(year))
    row = Review.objects.create(
        unit=units[unit],
        period=period.code,
        starts=period.start,
        ends=period.end,
        closed_by=None if by is None else people[by],
        closed_at=None if by is None else datetime(2024, 1, 1, tzinfo=UTC),
    )
    for number in asked:
        Reopening.objects.create(review=row, asked_by=people[number], asked_at=NOW, answer="refused")
    return row


EARLY, LATE = Phase("period", ["2021", "2022"]), Phase("period", ["2022", "2023"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "years"),
    [
        (EARLY & LATE, {2022}),
        (EARLY | LATE, {2021, 2022, 2023}),
        (~EARLY, {2023, 2024}),
        (EARLY & ~LATE, {2021}),
        (~(EARLY & LATE), {2021, 2023, 2024}),
        (~(EARLY | LATE), {2024}),
        (~EARLY | LATE, {2022, 2023, 2024}),
    ],
)
def test_conditions_joined_hold_for_these_rows(when: Condition, years: set[int]) -> None:
    unit = tree()["A"]
    rows = {year: written([unit], [], 0, year, None, []) for year in range(2021, 2025)}
    user = acting(Role.SECRETARY, unit)
    expected = {row.pk for year, row in rows.items() if year in years}
    with defined([Role.SECRETARY], when=when) as name:
        assert seen(user, Review, name) == expected
        assert {row.pk for row in rows.values() if can(user, name, unit.pk, row)} == expected
        assert {row.pk for row in rows.values() if who_can(name, unit.pk, TODAY, row)} == expected


@pytest.mark.django_db
def test_a_condition_is_asked_of_a_row_and_not_of_the_operator() -> None:
    units = tree()
    secretary = acting(Role.SECRETARY, units["A"])
    row = Review(unit=units["A"], closed_by_id=secretary.user_id)
    with defined([Role.SECRETARY], when=~Named("closed_by")) as name:
        for asked in (
            lambda: can(secretary, name, units["A"].pk),
            lambda: can(console(), name, units["A"].pk),
        ):
            with pytest.raises(RowNeededError):
                asked()
        with pytest.raises(RowNeededError):
            who_can(name, units["A"].pk, TODAY)
        assert not can(secretary, name, units["A"].pk, row)
        assert can(console(), name, units["A"].pk, row)


@pytest.mark.django_db
def test_a_source_gives_roles_from_its_day_on_and_takes_part_in_every_question() -> None:
    units = tree()
    user = User.objects.create_user("post@example.org", name="post")
    with registered(Posts([(user.pk, Role.REVIEWER, units["A"].pk)])):
        before = datetime(2023, 12, 1, tzinfo=UTC)
        assert actor_of(user, before).grants == ()
        assert who_can("reports.decide", units["A1"].pk, before.date()) == []
        assert can(actor_of(user, NOW), "reports.decide", units["A1"].pk)
        assert who_can("reports.decide", units["A1"].pk, TODAY) == [user]
    assert actor_of(user, NOW).grants == ()


@pytest.mark.django_db
def test_the_questions_cost_the_same_however_many_units_and_people_there_are() -> None:
    def cost(below: int) -> tuple[int, int]:
        """How many queries, and how many values go along with the one that narrows."""
        units = tree([("C", "", "city", "C"), *((f"S{n}", "C", "street", f"S{n}") for n in range(below))])
        for number in range(below):
            user = User.objects.create_user(f"s{below}-{number}@example.org", name="s")
            Grant.objects.create(user=user, role=Role.SECRETARY.value, unit=units["C"])
        one = actor_of(user, NOW)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(list(visible(one, Unit.objects.all()))) >= below
            assert len(who_can("units.view", units["C"].pk, TODAY)) >= below
        _sql, params = visible(one, Unit.objects.all()).query.sql_with_params()
        return len(asked), len(params)

    assert cost(3) == cost(40)
