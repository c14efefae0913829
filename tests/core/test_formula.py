import pickle
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.formula import MAX_LENGTH, Formula, FormulaError, parse
from mandate.core.formulas import check, evaluation_order, find_cycle

VALUES = {
    "a": Fraction(3),
    "b": Fraction(4),
    "c": Fraction(1, 2),
    "zero": Fraction(0),
    "gone": None,
}


def shown(value: Fraction | None) -> str:
    return "–" if value is None else str(value)


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("formula", "formula")
    computed = []
    for text, *_ in rows:
        formula = parse(text)
        parts = formula.fraction_parts(VALUES) or (None, None)
        computed.append([text, shown(formula.evaluate(VALUES)), *map(shown, parts)])
    assert computed == rows


def test_the_worked_table_of_errors_is_what_the_code_does(worked_table):
    for text, code, place in worked_table("formula", "text"):
        with pytest.raises(FormulaError) as caught:
            parse(text)
        assert (caught.value.code, caught.value.position) == (code, int(place)), text


def test_the_caret_stands_under_the_place():
    with pytest.raises(FormulaError) as caught:
        parse("100 *\t(a + ) / b")
    *_, line, caret = str(caught.value).splitlines()
    assert line[caret.index("^")] == ")"


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_no_formula(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.code == "empty"


def test_a_formula_has_a_greatest_length():
    assert parse("1+" * (MAX_LENGTH // 2 - 1) + "1").evaluate({}) == MAX_LENGTH // 2
    with pytest.raises(FormulaError) as caught:
        parse("1" * (MAX_LENGTH + 1))
    assert caught.value.code == "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 999 + "a" + ")" * 999,
        "-" * 1999 + "a",
        "a" + "-a" * 999,
        "a/b" + "/b" * 900,
        "(a+" * 499 + "a" + ")" * 499,
    ],
)
def test_no_depth_exhausts_the_stack(text):
    formula = parse(text)
    assert formula.evaluate(VALUES) is not None
    formula.fraction_parts(VALUES)


def test_ratios_of_ratios_cannot_fill_the_memory():
    square = parse("a * a")
    value: Fraction | None = Fraction(10) ** 12
    for _ in range(14):
        value = square.evaluate({"a": value})
    assert value is None


def test_codes_may_hold_points_and_capitals_but_not_hyphens():
    assert parse("A.1 + _x - b-2").names == {"A.1", "_x", "b"}


def test_an_unknown_code_is_named_with_its_place_and_its_neighbour():
    with pytest.raises(FormulaError) as caught:
        check(parse("a + familes"), {"a", "families"})
    assert (caught.value.code, caught.value.position) == ("unknown_code_near", 4)
    assert caught.value.params == {"name": "familes", "near": "families"}
    with pytest.raises(FormulaError) as caught:
        check(parse("qqq"), {"a"})
    assert caught.value.code == "unknown_code"
    check(parse("a + a"), {"a"})


def test_an_error_survives_pickling():
    with pytest.raises(FormulaError) as caught:
        parse("a +")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.position) == (str(caught.value), 3)


def formulas(**texts: str) -> dict[str, Formula]:
    return {code: parse(text) for code, text in texts.items()}


def test_a_circle_is_found_and_spelt_out():
    circle = formulas(a="b + 1", b="2 * c", c="x - a", d="a")
    cycle = find_cycle(circle)
    assert cycle is not None
    assert cycle[0] == cycle[-1]
    assert set(cycle) == {"a", "b", "c"}
    assert all(following in circle[code].names for code, following in pairwise(cycle))
    with pytest.raises(FormulaError) as caught:
        evaluation_order(circle)
    assert caught.value.code == "cycle"
    assert find_cycle(formulas(a="a")) == ("a", "a")
    assert find_cycle(formulas(a="b", b="x")) is None


@given(st.integers(1, 40), st.data())
def test_the_order_puts_each_formula_after_those_it_uses(count, data):
    codes = [f"r{n}" for n in range(count)]
    many = {}
    for n, code in enumerate(codes):
        uses = data.draw(st.lists(st.sampled_from([*codes[:n], "x"]), min_size=1, max_size=4))
        many[code] = parse(" + ".join(uses))
    order = evaluation_order(dict(data.draw(st.permutations(list(many.items())))))
    assert sorted(order) == sorted(codes)
    places = {code: place for place, code in enumerate(order)}
    assert all(places[name] < places[code] for code in codes for name in many[code].names if name in places)


numbers = st.fractions(max_denominator=20).filter(lambda n: abs(n) < 100)


@st.composite
def expressions(draw, depth: int = 4) -> str:
    """Fully parenthesised text that Python itself can compute with Fractions."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(["a", "b", "c", "F(7)", "F('0.25')"]))
    left, right = draw(expressions(depth=depth - 1)), draw(expressions(depth=depth - 1))
    return draw(
        st.sampled_from([f"({left} {sign} {right})" for sign in "+-*/"] + [f"{left} - {right}", f"-{left}"])
    )


@given(expressions(), numbers, numbers, numbers)
def test_it_computes_what_python_computes(expression, a, b, c):
    values = {"a": a, "b": b, "c": c}
    text = expression.replace("F(7)", "7").replace("F('0.25')", "0.25")
    try:
        expected = eval(expression, {"F": Fraction}, dict(values))
    except ZeroDivisionError:
        expected = None
    assert parse(text).evaluate(values) == expected


@given(expressions(), numbers, numbers, numbers)
def test_numerator_by_denominator_is_the_value_but_for_a_constant(expression, a, b, c):
    formula = parse(expression.replace("F(7)", "7").replace("F('0.25')", "0.25"))
    ones, values = dict.fromkeys("abc", Fraction(1)), {"a": a, "b": b, "c": c}
    parts, parts_of_ones = formula.fraction_parts(values), formula.fraction_parts(ones)
    value, value_of_ones = formula.evaluate(values), formula.evaluate(ones)
    if None in (parts, parts_of_ones, value, value_of_ones) or not (parts_of_ones[0] and parts[1]):
        return
    constant = value_of_ones * parts_of_ones[1] / parts_of_ones[0]
    assert value == constant * parts[0] / parts[1]


@given(st.text(alphabet="ab1.+-*/() <=,é", max_size=30))
def test_any_text_is_a_formula_or_an_error_with_a_place(text):
    try:
        parse(text).evaluate(VALUES)
    except FormulaError as error:
        assert 0 <= error.position <= len(text)
        assert "^" in str(error)
