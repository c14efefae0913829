"""Charts: gaps stay gaps, zero and negatives have a place, words are escaped, nothing carries a style."""

import re
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from mandate.platform.ui import charts
from mandate.platform.ui.charts import Bar


def shapes(markup: str) -> list[dict[str, str]]:
    """Every element below the svg that draws something, as a dict of its attributes with its tag and text;
    fails on bad XML."""
    root = ElementTree.fromstring(markup)
    below = [element for element in root.iter() if element is not root and element.tag not in ("title", "g")]
    return [
        {"tag": element.tag.split("}")[-1], "text": element.text or "", **element.attrib} for element in below
    ]


def of_class(markup: str, name: str) -> list[dict[str, str]]:
    return [shape for shape in shapes(markup) if shape.get("class") == name]


def percent(value: str) -> float:
    assert value.endswith("%")
    return float(value[:-1])


def test_sparkline_breaks_where_nothing_was_reported() -> None:
    svg = charts.sparkline([1, 2, None, 4, 5], title="t")
    assert len(of_class(svg, "curve")) == 2
    assert len(of_class(svg, "last")) == 1


def test_sparkline_shows_a_lonely_value_as_a_dot() -> None:
    svg = charts.sparkline([None, 3, None], title="t")
    assert len(of_class(svg, "dot")) == 1
    assert not of_class(svg, "curve")
    assert not of_class(svg, "last"), "the last period has no value"


def test_sparkline_without_any_value_is_a_dashed_line() -> None:
    assert [shape["class"] for shape in shapes(charts.sparkline([None, None], title="t"))] == ["gap"]
    assert [shape["class"] for shape in shapes(charts.sparkline([], title="t"))] == ["gap"]


def test_sparkline_of_equal_values_runs_through_the_middle() -> None:
    (curve,) = of_class(charts.sparkline([5, 5, 5], title="t"), "curve")
    assert set(re.findall(r" ([\d.]+)", curve["d"])) == {"12"}


def test_sparkline_puts_the_larger_value_higher() -> None:
    (curve,) = of_class(charts.sparkline([Fraction(1, 3), Decimal("0.5")], title="t"), "curve")
    first, second = re.findall(r" ([\d.]+)", curve["d"])
    assert float(second) < float(first)


def test_bullet_measures_value_and_goal_on_one_scale() -> None:
    svg = charts.bullet(Decimal(50), Decimal(100), Decimal(200), title="t")
    (value,), (goal,) = of_class(svg, "value"), of_class(svg, "goal")
    assert percent(value["width"]) == 25
    assert percent(goal["x"]) == 50


def test_bullet_without_a_value_is_not_a_bullet_of_zero() -> None:
    missing, zero = charts.bullet(None, Decimal(10), title="t"), charts.bullet(0, Decimal(10), title="t")
    assert of_class(missing, "gap") and not of_class(missing, "value")
    assert of_class(zero, "value")[0]["width"] == "0%" and not of_class(zero, "gap")


def test_bullet_of_a_negative_value_grows_from_zero_to_the_left() -> None:
    svg = charts.bullet(Decimal(-5), Decimal(5), title="t")
    (value,) = of_class(svg, "value")
    start, width = percent(value["x"]), percent(value["width"])
    assert start + width == pytest.approx(50, abs=0.1)
    assert start < 10


@pytest.mark.parametrize(("value", "goal"), [(None, None), (0, 0), (None, 0), (-3, None)])
def test_bullet_bears_the_edges(value: int | None, goal: int | None) -> None:
    svg = charts.bullet(value, goal, title="t")
    assert "nan" not in svg and "inf" not in svg
    assert all(0 <= percent(shape["x"]) <= 100 for shape in shapes(svg) if shape["x"].endswith("%"))


def test_bars_say_a_missing_value_in_words_only() -> None:
    svg = charts.bars([Bar("A", Decimal(4), "4", "met"), Bar("B", None, "no data")], title="t")
    assert len(of_class(svg, "met")) == 1
    assert "no data" in svg
    assert not of_class(svg, "value")


def test_bars_of_two_years_share_a_scale() -> None:
    svg = charts.bars([Bar("A", Decimal(50), "50", "", Decimal(100), "100")], title="t")
    assert percent(of_class(svg, "value")[0]["width"]) == 50
    assert percent(of_class(svg, "before")[0]["width"]) == 100


def test_bars_with_negatives_draw_the_line_of_zero() -> None:
    rows = [Bar("A", Decimal(-5), "−5"), Bar("B", Decimal(5), "5")]
    svg = charts.bars(rows, title="t")
    assert [percent(line["x"]) for line in of_class(svg, "zero")] == [50, 50]
    left, right = of_class(svg, "value")
    assert (percent(left["x"]), percent(right["x"])) == (0, 50)


def test_bars_of_zeros_have_no_length() -> None:
    svg = charts.bars([Bar("A", 0, "0"), Bar("B", 0, "0")], title="t")
    assert {bar["width"] for bar in of_class(svg, "value")} == {"0%"}


def test_score_cells_differ_in_shape_not_only_in_colour() -> None:
    svg = charts.score_cells(["over", "met", "missed", "nodata"], title="t")
    heights = {shape["class"]: shape["height"] for shape in shapes(svg)}
    assert float(heights["missed"]) < float(heights["met"])
    assert "stroke-dasharray" in of_class(svg, "none")[0]
    assert len(shapes(svg)) == 4


def test_score_cells_of_no_targets_are_empty() -> None:
    assert shapes(charts.score_cells([], title="t")) == []


@pytest.mark.parametrize(("reported", "expected", "width"), [(308, 311, 99.04), (0, 5, 0), (7, 5, 100)])
def test_coverage_never_passes_the_whole(reported: int, expected: int, width: float) -> None:
    (bar,) = of_class(charts.coverage(reported, expected, title="t"), "accent")
    assert percent(bar["width"]) == width


def test_coverage_where_nothing_is_expected_has_no_bar() -> None:
    assert not of_class(charts.coverage(0, 0, title="t"), "accent")


def test_words_are_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    svg = charts.bars([Bar(evil, Decimal(1), evil, "", Decimal(1), evil)], title=evil)
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).attrib["aria-label"] == evil
    assert "<script" not in charts.legend({"met": evil})


@pytest.mark.parametrize("standalone", [False, True])
def test_no_chart_carries_a_style(standalone: bool) -> None:
    drawn = [
        charts.sparkline([1, None, 2], title="t", standalone=standalone),
        charts.bullet(1, 2, title="t", standalone=standalone),
        charts.bars([Bar("A", 1, "1", "over", 2, "2")], title="t", goal=1, standalone=standalone),
        charts.score_cells(["over", "none"], title="t", standalone=standalone),
        charts.coverage(1, 2, title="t", standalone=standalone),
    ]
    for svg in drawn:
        assert "style=" not in svg
        if standalone:
            assert 'xmlns="http://www.w3.org/2000/svg"' in svg and "viewBox" in svg
            assert all("class" not in shape for shape in shapes(svg))
            assert "%" not in svg, "a document has no box to be a percentage of"
        else:
            assert not re.search(r'(fill|stroke)="#', svg), "colours come from the stylesheet"


def test_a_chart_tells_its_words_under_the_pointer_and_each_row_its_own() -> None:
    row = Bar("A < B", 3, "3", "met", told="A < B: 3, met")
    found = ElementTree.fromstring(charts.bars([row], title="Ranking"))
    assert [element.text for element in found.iter("title")] == ["Ranking", "A < B: 3, met"]
    assert "<title>" not in charts.bars([row], title="Ranking", standalone=True), "paper has no pointer"


def test_nobody_needs_to_tell_red_from_green_in_a_ranking() -> None:
    rows = [Bar(state, 3, "3", state) for state in ("over", "met", "missed")]
    svg = charts.bars(rows, title="t")
    assert [shape["text"] for shape in of_class(svg, "strong")] == ["▲ 3", "● 3", "▼ 3"]
    assert of_class(svg, "short") and not of_class(svg, "missed"), "the bar of a missed target is hollow"


def test_each_row_has_its_own_goal_and_charts_beside_each_other_one_scale() -> None:
    rows = [Bar("a", 50, "50", goal=100), Bar("b", 50, "50", goal=25)]
    svg = charts.bars(rows, title="t")
    assert [percent(shape["x"]) for shape in of_class(svg, "goal")] == [99.7, 25]
    wider = charts.bars([Bar("a", 50, "50")], title="t", within=[200])
    assert percent(of_class(wider, "value")[0]["width"]) == 25
