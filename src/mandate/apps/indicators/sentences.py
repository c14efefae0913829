"""The faults of indicators, in words of the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mandate.core.formula import FormulaError
from mandate.core.problem import Problem

SENTENCES: Mapping[str, Promise] = {
    "indicator_code_missing": gettext_lazy("Give the indicator a code."),
    "indicator_code_malformed": gettext_lazy(
        "“%(code)s” cannot be a code. Use plain letters, digits, underscores and single points inside; "
        "begin with a letter."
    ),
    "indicator_code_too_long": gettext_lazy("A code has at most %(limit)s characters."),
    "indicator_code_taken": gettext_lazy("There is an indicator with the code %(code)s already."),
    "indicator_code_twice": gettext_lazy("The code %(code)s stands in row %(first)s already."),
    "indicator_code_stays": gettext_lazy(
        "The code stays, because formulas and rules name the indicator by it."
    ),
    "indicator_name_missing": gettext_lazy("Write the name in one language at least."),
    "indicator_name_too_long": gettext_lazy("A name has at most %(limit)s characters."),
    "indicator_measure_too_long": gettext_lazy("A unit of measure has at most %(limit)s characters."),
    "indicator_decimals_malformed": gettext_lazy(
        "“%(text)s” is not a number of decimals; write 0 to %(limit)s."
    ),
    "indicator_decimals_out_of_range": gettext_lazy("Decimals are 0 to %(limit)s."),
    "indicator_decimals_shrink": gettext_lazy(
        "Figures with %(decimals)s decimals are stored already. There can be more decimals, but not fewer."
    ),
    "indicator_fixed_by_figures": gettext_lazy(
        "Figures are stored already, so this cannot change any more. Make a new indicator instead."
    ),
    "indicator_unknown_choice": gettext_lazy("“%(text)s” is not known here; write one of: %(allowed)s."),
    "indicator_yes_no_decimals": gettext_lazy("A yes or no has no decimals."),
    "indicator_formula_missing": gettext_lazy("A ratio needs its formula, as in 100 * accepted / sent."),
    "indicator_formula_not_here": gettext_lazy("Only a ratio has a formula."),
    "indicator_counted_number": gettext_lazy("What Mandate counts is a number; choose the kind “number”."),
    "indicator_none": gettext_lazy("There is no indicator in this file."),
}


def error_of(problem: Problem) -> FormulaError:
    """The formula's own error, which also draws the pointer to the place."""
    params = {name: value for name, value in problem.params.items() if name not in ("position", "text")}
    position, text = int(str(problem.params["position"])), str(problem.params["text"])
    return FormulaError(problem.code.removeprefix("formula_"), params, position, text)
