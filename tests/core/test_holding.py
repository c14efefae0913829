"""Posts and who holds them, held against looking at every day."""

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.holding import (
    Bound,
    Held,
    HoldingError,
    age,
    concurrent,
    crowded,
    on,
    precedence,
    stretches,
    terms_running,
    within,
    within_term,
)
from mandate.core.span import Span

FIRST = date(2024, 12, 28)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]  # over the turn of a year
WorkedTable = Callable[[str, str], list[list[str]]]


@st.composite
def spans(draw: st.DrawFn) -> Span[date]:
    starts = draw(st.integers(0, len(DAYS) - 2))
    ends = draw(st.none() | st.integers(starts + 1, len(DAYS) - 1))
    return Span(DAYS[starts], None if ends is None else DAYS[ends])


held = st.builds(Held, st.integers(1, 4), spans(), st.booleans())


def days_of(span: Span[date]) -> set[date]:
    return {day for day in DAYS if span.holds(day)}


@given(st.integers(1, 3), spans(), st.lists(held, max_size=6))
def test_what_is_vacant_on_a_day_is_the_places_without_who_holds_it(places, span, holdings) -> None:
    found = stretches(places, span, holdings)
    assert (found[0].span.starts, found[-1].span.ends) == (span.starts, span.ends)
    for day in DAYS:
        stretch = [one for one in found if one.span.holds(day)]
        assert len(stretch) == span.holds(day)
        if stretch:
            assert stretch[0].vacant == max(places - len(on(holdings, day)), 0)
    for one, other in itertools.pairwise(found):
        assert one.span.ends == other.span.starts and one.vacant != other.vacant


@given(st.integers(1, 3), st.lists(held, max_size=6))
def test_the_first_day_with_too_many_is_found_wherever_it_is(places, holdings) -> None:
    too_many = [day for day in DAYS if len(on(holdings, day)) > places]
    assert crowded(places, holdings) == (too_many[0] if too_many else None)


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(held, max_size=4)), st.sampled_from(DAYS))
def test_one_person_with_several_posts_is_one_person(posts, day) -> None:
    pairs = {(one.person, post) for post, some in posts.items() for one in on(some, day)}
    counted = Counter(person for person, _post in pairs)
    found = concurrent(posts, day)
    assert {person: len(held) for person, held in found.items()} == {
        person: number for person, number in counted.items() if number > 1
    }
    assert all(held == [post for post in posts if (person, post) in pairs] for person, held in found.items())


@given(spans(), spans())
def test_what_lies_within_has_no_day_outside(inner, outer) -> None:
    try:
        within(inner, [Bound("post", outer)])
    except HoldingError as error:
        assert error.code in ("before_post", "after_post")
        assert days_of(inner) - days_of(outer) or (inner.ends is None and outer.ends is not None)
    else:
        assert days_of(inner) <= days_of(outer)


@given(st.lists(st.integers(0, len(DAYS) - 1), min_size=2, max_size=5, unique=True), spans())
def test_a_holding_lies_within_one_term_and_ends_with_it(cuts, span) -> None:
    cuts = sorted(cuts)
    terms = [Span(DAYS[one], DAYS[other]) for one, other in itertools.pairwise(cuts)]
    try:
        made = within_term(span, terms)
    except HoldingError as error:
        assert error.code in ("no_term", "after_term")
        assert not any(days_of(span) <= days_of(term) and span.ends is not None for term in terms)
    else:
        assert made.ends is not None and made.starts == span.starts
        assert sum(days_of(made) <= days_of(term) for term in terms) == 1
        assert span.ends in (None, made.ends)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 2), st.text("abc", max_size=2)), max_size=8))
def test_the_order_of_protocol_is_by_rank_first_and_by_name_last(rows) -> None:
    in_order = sorted(rows, key=lambda row: precedence(row[0], (row[1],) if row[1] else (), row[2]))
    assert [row[0] for row in in_order] == sorted(row[0] for row in rows)
    for one, other in itertools.pairwise(in_order):
        assert one[0] < other[0] or one[1:] <= other[1:]


def test_a_span_that_ends_as_it_begins_is_refused() -> None:
    for ends in (DAYS[3], DAYS[2]):
        with pytest.raises(HoldingError) as refused:
            within(Span(DAYS[3], ends), [])
        assert refused.value.code == "backwards"


def test_without_terms_a_holding_stays_as_it_is() -> None:
    assert within_term(Span(DAYS[2]), []) == Span(DAYS[2])


def test_the_age_is_that_of_full_years() -> None:
    born = date(1965, 7, 1)
    assert [age(born, day) for day in (date(2025, 6, 30), date(2025, 7, 1))] == [59, 60]


def test_the_worked_table_of_vacancies_is_what_the_code_does(worked_table: WorkedTable) -> None:
    for places, written, vacant, too_many in worked_table("posts", "places"):
        holdings = [_held(one) for one in written.split(", ") if one]
        found = stretches(int(places), Span(date(2025, 1, 1), None), holdings)
        assert ", ".join(f"{one.span.starts} {one.vacant}" for one in found) == vacant, written
        assert str(crowded(int(places), holdings) or "–") == too_many, written


def test_the_worked_table_of_terms_is_what_the_code_does(worked_table: WorkedTable) -> None:
    terms = [Span(date(year, 6, 1), date(year + 5, 6, 1)) for year in (2010, 2015, 2020)]
    for written, number in worked_table("posts", "holdings in the post"):
        holdings = [_held(f"A {one}") for one in written.split(", ")]
        last = holdings[-1].span.starts
        assert last is not None
        assert str(terms_running(terms, holdings, last)) == number, written


def _held(text: str) -> Held:
    person, starts, ends, *acting = text.split()
    span = Span(date.fromisoformat(starts), None if ends == "–" else date.fromisoformat(ends))
    return Held("ABC".index(person), span, bool(acting))
