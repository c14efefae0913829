"""The steps of a formula in postfix order: how they are computed, and taken apart as a fraction.

>>> half = (Code("a"), Constant(Fraction(2)), Operator("/"))
>>> compute(half, {"a": Fraction(3)})
Fraction(3, 2)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

# A result with more binary digits is no figure of an organisation; ratios of ratios may not fill the memory.
MAX_BITS = 20_000

Values = Mapping[str, Fraction | None]


# A step of a formula in postfix order: a constant, a code, or an operator ("+ - * /", "neg" for unary minus).
@dataclass(frozen=True, slots=True)
class Constant:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Code:
    name: str


@dataclass(frozen=True, slots=True)
class Operator:
    sign: str


Step = Constant | Code | Operator
Steps = tuple[Step, ...]


def compute(steps: Steps, values: Values) -> Fraction | None:
    """The exact value; None if a needed value is missing, on division by zero, or beyond any real figure."""
    stack: list[Fraction] = []
    for step in steps:
        match step:
            case Constant(value):
                result: Fraction | None = value
            case Code(name):
                result = values.get(name)
            case Operator("neg"):
                result = -stack.pop()
            case Operator(sign):
                right, left = stack.pop(), stack.pop()
                result = _apply(sign, left, right)
        if result is None or max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
            return None
        stack.append(result)
    return stack.pop()


def _apply(sign: str, left: Fraction, right: Fraction) -> Fraction | None:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right if right else None


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a part of a formula is: constant * top / bottom. An empty top or bottom stands for 1."""

    whole: Steps
    top: Steps = ()
    bottom: Steps = ()

    @property
    def constant(self) -> bool:
        return not self.top


def parts_of(steps: Steps) -> tuple[Steps, Steps] | None:
    """A and B of a formula of the form [constant *] A / B, else None."""
    stack: list[_Shape] = []
    for step in steps:
        match step:
            case Constant():
                shape: _Shape | None = _Shape((step,))
            case Code():
                shape = _Shape((step,), (step,))
            case Operator("neg"):
                operand = stack.pop()
                shape = _sum((*operand.whole, step), operand)
            case Operator(sign):
                right, left = stack.pop(), stack.pop()
                whole = (*left.whole, *right.whole, step)
                shape = _SHAPES[sign](whole, left, right)
        if shape is None:
            return None
        stack.append(shape)
    last = stack.pop()
    return (last.top, last.bottom) if last.bottom else None


def _sum(whole: Steps, *terms: _Shape) -> _Shape | None:
    if any(term.bottom for term in terms):
        return None
    return _Shape(whole) if all(term.constant for term in terms) else _Shape(whole, whole)


def _product(whole: Steps, left: _Shape, right: _Shape) -> _Shape | None:
    if left.constant and right.constant:
        return _Shape(whole)
    if left.constant or right.constant:
        other = right if left.constant else left
        return _Shape(whole, other.top, other.bottom)
    return _sum(whole, left, right)


def _quotient(whole: Steps, left: _Shape, right: _Shape) -> _Shape | None:
    if right.constant:
        return _Shape(whole) if left.constant else _Shape(whole, left.top, left.bottom)
    if left.constant or left.bottom or right.bottom:
        return None
    return _Shape(whole, left.top, right.top)


_SHAPES: Mapping[str, Callable[[Steps, _Shape, _Shape], _Shape | None]] = {
    "+": _sum,
    "-": _sum,
    "*": _product,
    "/": _quotient,
}
