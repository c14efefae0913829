"""Formulas among each other and among the indicators: what they name must be there, and no circle may lead
back; the order in which they are computed."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter

from mandate.core.formula import Formula, FormulaError


def check(formula: Formula, known_codes: Collection[str]) -> None:
    """Raise `FormulaError` at the first code of the formula that is not among `known_codes`.

    >>> from mandate.core.formula import parse
    >>> check(parse("100 * familes"), ["families"])
    Traceback (most recent call last):
    mandate.core.formula.FormulaError: There is no indicator "familes". Is it "families"?
      100 * familes
            ^
    """
    for name, position in formula.positions.items():
        if name in known_codes:
            continue
        near = get_close_matches(name, known_codes, n=1)
        if near:
            raise FormulaError("unknown_code_near", {"name": name, "near": near[0]}, position, formula.text)
        raise FormulaError("unknown_code", {"name": name}, position, formula.text)


def find_cycle(formulas: Mapping[str, Formula]) -> tuple[str, ...] | None:
    """Codes of which each formula uses the next, the last being the first again; None without such a circle.

    >>> from mandate.core.formula import parse
    >>> find_cycle({"a": parse("2 * b"), "b": parse("a + 1")})
    ('a', 'b', 'a')
    """
    try:
        _sorter(formulas).prepare()
    except CycleError as error:
        backwards: list[str] = error.args[1]
        return tuple(reversed(backwards))
    return None


def evaluation_order(formulas: Mapping[str, Formula]) -> list[str]:
    """The codes of `formulas`, each after those that its formula uses; raises `FormulaError` for a circle.

    >>> from mandate.core.formula import parse
    >>> evaluation_order({"growth": parse("share - 50"), "share": parse("100 * a / b")})
    ['share', 'growth']
    """
    cycle = find_cycle(formulas)
    if cycle:
        formula = formulas[cycle[0]]
        params = {"path": " → ".join(cycle)}
        raise FormulaError("cycle", params, formula.positions[cycle[1]], formula.text)
    return [code for code in _sorter(formulas).static_order() if code in formulas]


def _sorter(formulas: Mapping[str, Formula]) -> TopologicalSorter[str]:
    # In sorted order, so that the same formulas always give the same answer.
    return TopologicalSorter({code: sorted(formula.names) for code, formula in sorted(formulas.items())})
