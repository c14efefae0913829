"""Formulas over indicator codes: ``100 * cultural_families / families``.

The language has ``+ - * /``, unary minus, parentheses, decimal literals with a point, and codes. A code is a
letter or underscore, then letters, digits and underscores, with single points inside: ``families``, ``A.1``.
A hyphen is always a minus. Everything is computed in exact fractions, and nothing is recursive: a formula is
kept in postfix order and computed on a stack, so that no text can exhaust Python's own stack.

>>> share = parse("100 * cultural_families / families")
>>> share.evaluate({"cultural_families": Fraction(3), "families": Fraction(4)})
Fraction(75, 1)
>>> parse("100 * / families")
Traceback (most recent call last):
mandate.core.formula.FormulaError: A number, an indicator or "(" is missing here.
  100 * / families
        ^
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, NamedTuple

from mandate.core.errors import CoreError
from mandate.core.formulasteps import Code, Constant, Operator, Step, Steps, Values, compute, parts_of

MAX_LENGTH = 2_000

CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*")
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<code>{CODE.pattern})|(?P<compare>[<>!]=|[<>=])|(?P<sign>[-+*/()]))",
    re.ASCII,
)
_SPACE = re.compile(r"\s*")


class FormulaError(CoreError):
    """A formula that cannot be used; `position` is the 0-based place in `text` (or its end)."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "empty": "There is no formula.",
        "too_long": "The formula is longer than {limit} characters.",
        "unexpected_character": 'The character "{character}" has no meaning in a formula.',
        "comma": "A comma has no meaning in a formula; write decimals with a point.",
        "operand_missing": 'A number, an indicator or "(" is missing here.',
        "operator_missing": "An operator such as + or / is missing here.",
        "not_closed": 'This "(" is never closed.',
        "not_opened": 'This ")" was never opened.',
        "comparison_in_formula": 'A formula computes a number; "{operator}" belongs in a rule.',
        "comparison_missing": "A rule compares two sides, as in a <= b.",
        "unknown_code": 'There is no indicator "{name}".',
        "unknown_code_near": 'There is no indicator "{name}". Is it "{near}"?',
        "cycle": "The formula depends on itself: {path}.",
    }

    def __init__(self, code: str, params: Mapping[str, object], position: int, text: str) -> None:
        super().__init__(code, params)
        self.position = position
        self.text = text
        self.args = (code, self.params, position, text)

    @property
    def pointer(self) -> str:
        """Two lines: the formula, and a caret under the place."""
        line = "".join(" " if letter.isspace() else letter for letter in self.text[:MAX_LENGTH])
        return f"  {line}\n  {' ' * self.position}^"

    def __str__(self) -> str:
        return f"{self.sentence}\n{self.pointer}"


class Token(NamedTuple):
    """A word of a formula: its kind (number, code, compare, sign, end), its text and its 0-based position."""

    kind: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula. `positions` holds where each code first stands in `text`."""

    text: str
    steps: Steps
    positions: Mapping[str, int]
    parts: tuple[Steps, Steps] | None  # A and B of [constant *] A / B

    @property
    def names(self) -> frozenset[str]:
        """The codes the formula needs."""
        return frozenset(self.positions)

    @property
    def below(self) -> frozenset[str]:
        """The codes that stand below the line only, of a formula of the form [constant *] A / B.

        >>> sorted(parse("1000 * births / people").below), sorted(parse("a / (a + b)").below)
        (['people'], ['b'])
        """
        if self.parts is None:
            return frozenset()
        top, bottom = ({step.name for step in steps if isinstance(step, Code)} for steps in self.parts)
        return frozenset(bottom - top)

    def evaluate(self, values: Values) -> Fraction | None:
        """The exact value; None if a needed value is missing, on division by zero, or beyond any real figure.

        >>> parse("a / b").evaluate({"a": Fraction(1), "b": Fraction(0)}) is None
        True
        """
        return compute(self.steps, values)

    def fraction_parts(self, values: Values) -> tuple[Fraction, Fraction] | None:
        """Numerator and denominator of a formula of the form [constant *] A / B, constants moved out.

        None for any other form, and if a part is missing. The denominator may be 0.

        >>> values = {"a": Fraction(3), "b": Fraction(4), "c": Fraction(1)}
        >>> parse("100 * a / (b + c)").fraction_parts(values)
        (Fraction(3, 1), Fraction(5, 1))
        >>> parse("a + b").fraction_parts(values) is None
        True
        """
        if self.parts is None:
            return None
        top, bottom = (compute(steps, values) for steps in self.parts)
        return None if top is None or bottom is None else (top, bottom)

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Formula:
    """Read a formula; raises `FormulaError` that says where.

    >>> sorted(parse("(a + b) / 2").names)
    ['a', 'b']
    """
    tokens = tokenise(text)
    for token in tokens:
        if token.kind == "compare":
            raise FormulaError("comparison_in_formula", {"operator": token.text}, token.position, text)
    return build(text, tokens)


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`, closed by one of kind "end"; raises `FormulaError` at a strange character."""
    if len(text) > MAX_LENGTH:
        raise FormulaError("too_long", {"limit": MAX_LENGTH}, MAX_LENGTH, text)
    tokens = []
    end = len(text.rstrip())
    if end == 0:
        raise FormulaError("empty", {}, 0, text)
    position = 0
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _strange_character(text, position)
        kind = match.lastgroup
        assert kind is not None
        tokens.append(Token(kind, match[kind], match.start(kind)))
        position = match.end()
    tokens.append(Token("end", "", end))
    return tokens


def _strange_character(text: str, position: int) -> FormulaError:
    while text[position].isspace():
        position += 1
    character = text[position]
    if character == ",":
        return FormulaError("comma", {}, position, text)
    return FormulaError("unexpected_character", {"character": character}, position, text)


def build(text: str, tokens: Sequence[Token]) -> Formula:
    """The formula of `tokens` (the last of kind "end"), which stand in `text`; raises `FormulaError`."""
    positions: dict[str, int] = {}
    for token in tokens:
        if token.kind == "code":
            positions.setdefault(token.text, token.position)
    steps = tuple(_postfix(text, tokens))
    return Formula(text, steps, positions, parts_of(steps))


_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3}


def _postfix(text: str, tokens: Sequence[Token]) -> Iterator[Step]:
    """Dijkstra's shunting yard: the steps in the order in which a stack machine needs them."""
    waiting: list[Token] = []  # operators and open parentheses
    operand_next = True
    for token in tokens:
        word = token.text
        if operand_next:
            if word in ("-", "("):
                waiting.append(token._replace(text="neg") if word == "-" else token)
                continue
            yield _operand(token, text)
            operand_next = False
        elif word in _BINDS:
            yield from _release(waiting, _BINDS[word])
            waiting.append(token)
            operand_next = True
        elif word == ")":
            yield from _release(waiting, 0)
            if not waiting:
                raise FormulaError("not_opened", {}, token.position, text)
            waiting.pop()
        elif token.kind != "end":
            raise FormulaError("operator_missing", {}, token.position, text)
    yield from _release(waiting, 0)
    if waiting:
        raise FormulaError("not_closed", {}, waiting[-1].position, text)


def _operand(token: Token, text: str) -> Step:
    match token.kind:
        case "number":
            return Constant(Fraction(token.text))
        case "code":
            return Code(token.text)
        case _:
            raise FormulaError("operand_missing", {}, token.position, text)


def _release(waiting: list[Token], binding: int) -> Iterator[Step]:
    """Take the operators off that bind at least as strongly, down to the next open parenthesis."""
    while waiting and waiting[-1].text != "(" and _BINDS[waiting[-1].text] >= binding:
        yield Operator(waiting.pop().text)
