"""Rules between the figures of one report: ``cultural_families <= families``.

A rule compares two or more formulas with ``< <= > >= = !=``; ``0 <= a <= b`` is read as in mathematics: each
side against the next. Its sentence for people, in each language, is kept elsewhere; here it is only decided.

>>> rule = parse_rule("cultural_families <= families")
>>> rule.holds({"cultural_families": Fraction(312), "families": Fraction(268)})
False
>>> rule.holds({"cultural_families": Fraction(312), "families": None}) is None
True
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from mandate.core.formula import Formula, FormulaError, Token, build, tokenise
from mandate.core.formulasteps import Values


class Severity(StrEnum):
    """An error keeps a report from being submitted; a warning asks to look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule: `sides[n]` stands in relation `relations[n]` to `sides[n + 1]`."""

    text: str
    sides: tuple[Formula, ...]
    relations: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The codes the rule needs."""
        return frozenset().union(*(side.names for side in self.sides))

    def holds(self, values: Values) -> bool | None:
        """Whether the rule holds; None if it cannot be told because a value is missing (or divided by 0).

        A chain that is broken in one place is broken, whatever is missing elsewhere.
        """
        numbers = [side.evaluate(values) for side in self.sides]
        links = [
            None if left is None or right is None else _stands(left, relation, right)
            for (left, right), relation in zip(pairwise(numbers), self.relations, strict=True)
        ]
        if False in links:
            return False
        return None if None in links else True

    def __str__(self) -> str:
        return self.text


def _stands(left: Fraction, relation: str, right: Fraction) -> bool:
    match relation:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "=":
            return left == right
        case _:
            return left != right


def parse_rule(text: str) -> Rule:
    """Read a rule; raises `mandate.core.formula.FormulaError` that says where.

    >>> parse_rule("boys + girls = children").relations
    ('=',)
    >>> parse_rule("boys + girls")
    Traceback (most recent call last):
    mandate.core.formula.FormulaError: A rule compares two sides, as in a <= b.
      boys + girls
                  ^
    """
    sides: list[Formula] = []
    relations: list[str] = []
    side: list[Token] = []
    for token in tokenise(text):
        if token.kind == "compare":
            relations.append(token.text)
        elif token.kind != "end":
            side.append(token)
            continue
        sides.append(build(text, [*side, Token("end", "", token.position)]))
        side = []
    if not relations:
        raise FormulaError("comparison_missing", {}, len(text.rstrip()), text)
    return Rule(text, tuple(sides), tuple(relations))


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule: its index among the rules checked, its severity, its codes in order of appearance."""

    rule_index: int
    severity: Severity
    names: tuple[str, ...]


def check(rules: Sequence[tuple[Rule, Severity]], values: Values) -> list[Finding]:
    """The rules that `values` break, in their order. A rule that cannot be told is no finding.

    >>> rules = [(parse_rule("a <= b"), Severity.ERROR), (parse_rule("b > 0"), Severity.WARNING)]
    >>> check(rules, {"a": Fraction(1), "b": Fraction(0)})[0]
    Finding(rule_index=0, severity=<Severity.ERROR: 'error'>, names=('a', 'b'))
    """
    return [
        Finding(index, severity, tuple(dict.fromkeys(name for side in rule.sides for name in side.positions)))
        for index, (rule, severity) in enumerate(rules)
        if rule.holds(values) is False
    ]
