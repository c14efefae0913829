"""Places of the boxes of an organisation chart."""

import doctest
import sys
from collections.abc import Callable
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mandate.core import orgchart
from mandate.core.orgchart import PROPORTION, Box, Chart, Group, folded, lay_out, room_of

HEIGHT = st.integers(18, 160)
GROUPS = st.lists(st.builds(Group, HEIGHT, st.lists(HEIGHT, max_size=12).map(tuple)), max_size=24)
CHARTS = st.builds(lay_out, HEIGHT, st.lists(HEIGHT, max_size=7), GROUPS)


def boxes(chart: Chart) -> list[Box]:
    """All of them."""
    under = (box for head, members in chart.groups for box in (head, *members))
    return [chart.top, *chart.beside, *under]


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def on_border(point: tuple[int, int], box: Box) -> bool:
    x, y = point
    within = box.x <= x <= box.right and box.y <= y <= box.bottom
    return within and (x in (box.x, box.right) or y in (box.y, box.bottom))


def crosses(start: tuple[int, int], end: tuple[int, int], box: Box) -> bool:
    """Whether a straight line runs through the inside of a box."""
    left, right = sorted((start[0], end[0]))
    upper, lower = sorted((start[1], end[1]))
    return left < box.right and right > box.x and upper < box.bottom and lower > box.y


def test_the_doctests_hold() -> None:
    assert doctest.testmod(orgchart).failed == 0


def test_a_line_leaves_a_box_at_half_its_height() -> None:
    assert (Box(0, 10, 5, 8).middle, Box(0, 10, 5, 9).middle) == (14, 14)


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    def at(box: Box) -> str:
        return f"{box.x},{box.y}"

    for unit, beside, bodies, size, places in worked_table("orgchart", "unit"):
        split = (one.partition(":")[::2] for one in bodies.split())
        groups = [Group(int(head), tuple(int(m) for m in posts.split(",") if m)) for head, posts in split]
        chart = lay_out(int(unit), [int(one) for one in beside.split()], groups)
        assert f"{chart.width},{chart.height}" == size
        found = [at(chart.top), *map(at, chart.beside)]
        found += [" ".join([at(head), *map(at, members)]) for head, members in chart.groups]
        assert "; ".join(found) == places, (unit, beside, bodies)


@given(CHARTS)
@settings(max_examples=60)
def test_no_two_boxes_overlap_and_all_lie_within_the_page(chart: Chart) -> None:
    found = boxes(chart)
    for number, one in enumerate(found):
        assert one.x >= 0 and one.right <= chart.width and one.y >= 0 and one.bottom <= chart.height
        assert not any(overlap(one, other) for other in found[number + 1 :])


@given(CHARTS)
@settings(max_examples=60)
def test_every_line_joins_a_child_to_its_parent_and_crosses_no_box(chart: Chart) -> None:
    parents = {id(side): chart.top for side in chart.beside}
    for head, members in chart.groups:
        parents[id(head)] = chart.top
        parents |= {id(member): head for member in members}
    assert len(chart.lines) == len(parents) == len(boxes(chart)) - 1
    for line in chart.lines:
        assert parents.pop(id(line.child)) is line.parent
        assert on_border(line.points[0], line.parent) and on_border(line.points[-1], line.child)
        for start, end in pairwise(line.points):
            assert start[0] == end[0] or start[1] == end[1]
            assert not any(crosses(start, end, box) for box in boxes(chart)), line
            assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in (start, end))


def test_lines_run_in_the_middle_of_what_they_pass_through() -> None:
    chart = lay_out(40, [50], [Group(40, (30,))])
    beside, body, post = (line.points for line in chart.lines)
    [(head, [member])] = chart.groups
    assert beside[1][0] == beside[2][0] == (chart.top.right + chart.beside[0].x) // 2
    assert body[1][0] == body[2][0] == chart.top.x - 12
    assert body[2][1] == body[3][1] == (head.y + chart.beside[0].bottom) // 2
    assert body[3][0] == body[4][0] == (head.x + head.right) // 2
    assert post[0][0] == post[1][0] == (head.x + member.x) // 2


@given(HEIGHT, st.lists(HEIGHT, max_size=7), GROUPS)
@settings(max_examples=60)
def test_what_was_given_stands_in_its_order(top: int, beside: list[int], groups: list[Group]) -> None:
    chart = lay_out(top, beside, groups)
    assert chart.top.height == top and [box.height for box in chart.beside] == beside
    assert [Group(head.height, tuple(m.height for m in members)) for head, members in chart.groups] == groups
    heads = [(head.y, head.x) for head, _members in chart.groups]
    assert heads == sorted(heads)


def test_it_takes_as_few_columns_as_a_sheet_needs() -> None:
    few = lay_out(40, [], [Group(40, (30,) * 4)] * 3)
    assert few.height <= PROPORTION * few.width
    assert len({head.x for head, _members in few.groups}) == 3
    flat = lay_out(18, [], [Group(18)] * 2)
    assert len({head.x for head, _members in flat.groups}) == 1  # 166 of 280
    high = lay_out(30, [], [Group(30)] * 2)
    assert len({head.x for head, _members in high.groups}) == 2  # 202 of 280 would be too high
    assert lay_out(40, [30], []).width == lay_out(40, [30], [Group(40)]).width  # the side needs its column


def test_its_cost_grows_with_the_boxes_alone() -> None:
    """Calls of functions are counted, no time: twice the boxes, twice the calls."""

    def calls(groups: int) -> int:
        count = 0

        def note(_frame: object, event: str, _argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        wanted = [Group(40, (30,) * 9)] * groups
        before = sys.getprofile()
        sys.setprofile(note)
        try:
            chart = lay_out(40, [30] * groups, wanted)
        finally:
            sys.setprofile(before)
        assert len(boxes(chart)) == 1 + 11 * groups
        return count

    assert calls(40) < 2.2 * calls(20) < 2.2 * 2.2 * calls(10)


def test_five_hundred_boxes_and_none() -> None:
    assert len(boxes(lay_out(40, [], [Group(40, (30,) * 49)] * 10))) == 501
    chart = lay_out(40, [], [])
    assert boxes(chart) == [chart.top] and chart.lines == () and chart.height == 40 + 2 * orgchart.MARGIN


@given(st.text(max_size=120), st.integers(30, 300), st.integers(1, 4))
def test_a_text_fits_into_its_lines(text: str, room: int, most: int) -> None:
    lines = folded(text, room, 13, most)
    assert len(lines) <= most
    for line in lines:
        assert len(line.rstrip("…")) <= 1 or room_of(line, 13) <= room
    whole = "".join(text.split())
    said = "".join("".join(lines).split())
    if room_of(" ".join(text.split()), 13) <= room:
        assert said == whole and len(lines) <= 1
    assert whole.startswith(said.removesuffix("…")) or "…" in whole
