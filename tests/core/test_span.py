"""Half-open spans, held against looking at every day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.span import Span

FIRST = date(2024, 2, 26)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]  # over a leap day
sides = st.one_of(st.none(), st.sampled_from(DAYS[1:-1]))
spans: st.SearchStrategy[Span[date]] = st.builds(Span, sides, sides)


def days(span: Span[date]) -> set[date]:
    return {
        day for day in DAYS if (not span.starts or span.starts <= day) and (not span.ends or day < span.ends)
    }


def test_the_worked_table_is_what_the_code_does(worked_table) -> None:
    july, yes = date(2024, 7, 1), {"yes": True, "no": False}
    for *sides, holds, meets in worked_table("span", "from"):
        first, until, other_first, other_until = (
            date.fromisoformat(side) if side else None for side in sides
        )
        one = Span(first, until)
        assert (one.holds(july), one.meets(Span(other_first, other_until))) == (yes[holds], yes[meets])


@given(spans)
def test_a_span_holds_its_days_and_no_other(span: Span[date]) -> None:
    assert {day for day in DAYS if span.holds(day)} == days(span)
    assert span.is_empty == (days(span) == set())
    for day in DAYS:
        assert span.begun(day) == (span.starts is None or day >= span.starts)
        assert span.over(day) == (span.ends is not None and day >= span.ends)


@given(spans, spans)
def test_two_spans_meet_where_they_share_a_day(one: Span[date], other: Span[date]) -> None:
    assert one.meets(other) == other.meets(one) == bool(days(one) & days(other))


@given(st.lists(spans, max_size=5))
def test_spans_stand_in_the_order_of_time(some: list[Span[date]]) -> None:
    ordered = sorted(some, key=lambda one: one.order)
    assert [one.starts or date.min for one in ordered] == sorted(one.starts or date.min for one in some)


def test_neighbours_share_no_day() -> None:
    change = date(2024, 7, 1)
    before, after = Span(None, change), Span(change, None)
    assert not before.meets(after)
    assert before.holds(date(2024, 6, 30)) and not before.holds(change) and after.holds(change)
