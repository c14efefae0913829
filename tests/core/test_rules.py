import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.formula import FormulaError
from mandate.core.rules import Finding, Severity, check, parse_rule

VALUES = {"a": Fraction(3), "b": Fraction(4), "zero": Fraction(0), "gone": None}
ANSWERS = {True: "yes", False: "no", None: "unknown"}


def test_the_worked_table_is_what_the_code_does(worked_table):
    rows = worked_table("rules", "rule")
    assert [[text, ANSWERS[parse_rule(text).holds(VALUES)]] for text, _ in rows] == rows


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("a + b", "comparison_missing", 5),
        ("a <=", "operand_missing", 4),
        ("<= a", "operand_missing", 0),
        ("a <= <= b", "operand_missing", 5),
        ("a == b", "operand_missing", 3),
        ("(a <= b)", "not_closed", 0),
        ("a <= b)", "not_opened", 6),
        ("a => b", "operand_missing", 3),
        ("a ≤ b", "unexpected_character", 2),
        ("", "empty", 0),
    ],
)
def test_a_rule_with_an_error_says_where(text, code, position):
    with pytest.raises(FormulaError) as caught:
        parse_rule(text)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_names_are_those_of_all_sides():
    assert parse_rule("a + b <= 2 * c < d").names == {"a", "b", "c", "d"}


def test_findings_are_the_broken_rules_in_their_order():
    rules = [
        (parse_rule("a <= b"), Severity.ERROR),
        (parse_rule("b <= a"), Severity.WARNING),
        (parse_rule("gone > 0"), Severity.ERROR),
        (parse_rule("b + a + b = 0"), Severity.ERROR),
    ]
    assert check(rules, VALUES) == [
        Finding(1, Severity.WARNING, ("b", "a")),
        Finding(3, Severity.ERROR, ("b", "a")),
    ]


RELATIONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


@given(st.sampled_from(sorted(RELATIONS)), st.integers(-3, 3), st.integers(-3, 3))
def test_relations_mean_what_they_say(sign, a, b):
    rule = parse_rule(f"a {sign} b")
    assert rule.holds({"a": Fraction(a), "b": Fraction(b)}) is RELATIONS[sign](a, b)


@given(
    st.lists(st.sampled_from(sorted(RELATIONS)), min_size=1, max_size=3),
    st.lists(st.one_of(st.none(), st.integers(-2, 2)), min_size=4, max_size=4),
)
def test_an_answer_with_something_missing_holds_whatever_is_put_there(signs, numbers):
    codes = "abcd"
    text = "a" + "".join(f" {sign} {code}" for sign, code in zip(signs, codes[1:], strict=False))
    rule = parse_rule(text)
    values = {code: None if n is None else Fraction(n) for code, n in zip(codes, numbers, strict=True)}
    answer = rule.holds(values)
    if answer is not None:
        for filling in range(-3, 4):
            filled = {code: Fraction(filling) if n is None else n for code, n in values.items()}
            assert rule.holds(filled) is answer
