"""Core's errors, and the problems of tables read in, as sentences of the reader's language.

Core names what is wrong by a code with parameters. The sentences of its errors are here, by the error's
class, or registered by the part whose rules they are (:func:`register_errors`); a part that finds problems in
tables registers its own with :func:`register`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandate.core.problem import Cause, Problem, by_kind, of_every_kind, together

Sentences = Mapping[str, Promise]
SHOWN = 10_000  # of what is wrong, on a page
FEW = 3  # of one kind, before the others of it are summed up


class CodedError(Protocol):
    """An error of core: a code and its parameters."""

    @property
    def code(self) -> str:
        """The stable word."""

    @property
    def params(self) -> Mapping[str, object]:
        """What fills the sentence."""


CORE: dict[str, Sentences] = {
    "YesNoError": {"not_yes_no": _("“%(text)s” is neither %(yes)s nor %(no)s.")},
    "FormulaError": {
        "empty": _("There is no formula."),
        "too_long": _("The formula is longer than %(limit)s characters."),
        "unexpected_character": _("The character “%(character)s” has no meaning in a formula."),
        "comma": _("A comma has no meaning in a formula; write decimals with a point."),
        "operand_missing": _("A number, an indicator or “(” is missing here."),
        "operator_missing": _("An operator such as + or / is missing here."),
        "not_closed": _("This “(” is never closed."),
        "not_opened": _("This “)” was never opened."),
        "comparison_in_formula": _("A formula computes a number; “%(operator)s” belongs in a rule."),
        "comparison_missing": _("A rule compares two sides, as in a <= b."),
        "unknown_code": _("There is no indicator “%(name)s”."),
        "unknown_code_near": _("There is no indicator “%(name)s”. Is it “%(near)s”?"),
        "cycle": _("The formula depends on itself: %(path)s."),
    },
    "NumberError": {
        "not_a_number": _("“%(text)s” is not a number."),
        "wrong_separator": _("“%(text)s” is not written as numbers are here; write %(suggestion)s."),
        "ambiguous_separator": _("“%(text)s” can mean two numbers; write %(suggestion)s or %(other)s."),
        "wrong_grouping": _("“%(text)s” is not grouped in threes; write numbers like %(example)s."),
        "too_many_decimals": _("“%(text)s” has too many decimals; at most %(decimals)s here."),
        "negative": _("“%(text)s” is below zero, which cannot be here."),
        "too_large": _("“%(text)s” is too large; at most %(digits)s digits before the decimal sign."),
    },
    "PeriodError": {
        "malformed": _(
            "“%(text)s” is not a period; write 2023, 2023H1, 2023Q4, 2023-11, 2023-W05 or 2023BiW03, or the "
            "code of a term or financial year."
        ),
        "no_such_period": _("There is no period %(text)s."),
        "not_named": _(
            "There is no financial year or term %(text)s yet; name it first, by the table of periods or "
            "mandate period add."
        ),
        "no_neighbour": _("No period of its kind is known beside %(text)s."),
        "year_out_of_range": _("The year of %(text)s is not between %(first)s and %(last)s."),
    },
    "CalendarError": {
        "code": _("“%(text)s” cannot be a code: up to %(limit)s letters, digits, hyphens and underscores."),
        "plain_code": _(
            "“%(text)s” is written like the code of a year, month or week; write 2023April or 2020-2025."
        ),
        "backwards": _("The last day lies before the first."),
        "too_short": _("That is less than a year; months, quarters and half-years have their own codes."),
        "too_long": _("That is more than %(limit)s years."),
        "a_year": _("That is the year %(year)s, which has its own code."),
        "not_last": _("The last day belongs to the period: did you mean %(day)s?"),
        "outside": _("The days must lie between %(first)s and %(last)s."),
        "taken": _("%(code)s is taken already: %(first)s to %(last)s."),
        "same_days": _("These days are called %(code)s already."),
        "alike": _("The code %(code)s looks like %(other)s, which is there already."),
    },
    "StateError": {
        "nothing_entered": _("Nothing has been entered in this report yet."),
        "not_submitted": _("This report has not been submitted."),
        "already_submitted": _("This report has been submitted. Withdraw it to change it."),
        "not_accepted": _("Only an accepted report is corrected; this one can be changed as it is."),
        "not_decided": _("This report has been submitted and is not decided yet. Withdraw it to change it."),
        "already_accepted": _("This report has been accepted. Start a correction to change it."),
        "not_returned": _("This report is not returned any more."),
        "no_correction": _("There is no correction to discard."),
        "reason_missing": _("Give a reason."),
    },
}

_tables: dict[str, Promise] = {
    "empty_file": _("The file is empty."),
    "no_rows": _("The file has a heading but no rows."),
    "wrong_encoding": _("The file is not UTF-8 text. Save it as “CSV UTF-8”, or as XLSX."),
    "not_a_table": _(
        "The file is not a table: it contains bytes that never occur in text. Send CSV or XLSX."
    ),
    "broken_quotes": _("A quotation mark is not closed, or text follows a closing one."),
    "broken_spreadsheet": _("The file is not an XLSX spreadsheet, or it is damaged."),
    "too_many_rows": _("The file has more than %(limit)s rows."),
    "too_many_cells": _("The row has %(cells)s cells, the heading %(columns)s."),
    "missing_column": _("The column “%(column)s” is missing. Expected: %(expected)s."),
    "unknown_column": _("The column “%(column)s” is not known. Expected: %(expected)s."),
    "column_twice": _("The column “%(column)s” stands in the heading twice."),
    "empty_code": _("The code is empty."),
    "empty_kind": _("The kind is empty."),
    "empty_name": _("The name is empty."),
    "duplicate_code": _("The code %(code)s stands in row %(first)s already."),
    "code_alike": _("The code %(code)s looks like %(other)s, which is there already."),
    "code_alike_row": _("The code %(code)s looks like %(other)s in row %(first)s."),
    "code_exists": _("There is a unit with the code %(code)s already."),
    "own_parent": _("The unit %(code)s is given as its own parent."),
    "unknown_parent": _("There is no unit %(parent)s, neither in this file nor in the organisation."),
    "cycle": _("The units lie in a circle: %(path)s."),
}


def register(sentences: Sentences) -> None:
    """Add the sentences of problems that a part finds in tables; a code is worded once only."""
    for code, text in sentences.items():
        if code in _tables:
            raise ValueError(f"problem {code!r} is worded twice")
        _tables[code] = text


def register_errors(kind: str, sentences: Sentences) -> None:
    """Add the sentences of an error of core, by the name of its class; it is worded once only."""
    if kind in CORE:
        raise ValueError(f"{kind} is worded twice")
    CORE[kind] = sentences


def sentence(error: CodedError) -> str:
    """An error of core in the reader's language."""
    for cls in type(error).__mro__:
        if cls.__name__ in CORE and error.code in CORE[cls.__name__]:
            return with_letter(str(CORE[cls.__name__][error.code]) % dict(error.params), error.params)
    raise LookupError(f"no sentence for {type(error).__name__} {error.code}")


def problem_sentence(problem: Problem) -> str:
    """A problem of a table in the reader's language. Codes like ``number_negative`` and
    ``period_malformed`` are those of core's errors, with the error's name before them."""
    if problem.code in _tables:
        what = with_letter(str(_tables[problem.code]) % dict(problem.params), problem.params)
        return with_offer(what, problem.params.get("offer"))
    kind, _sep, code = problem.code.partition("_")
    for name in (f"{kind.capitalize()}Error", "YesNoError"):
        found = CORE.get(name, {}).get(code) or CORE.get(name, {}).get(problem.code)
        if found is not None:
            return _placed(problem, with_letter(str(found) % dict(problem.params), problem.params))
    raise LookupError(f"no sentence for the problem {problem.code}")


def with_offer(what: str, offer: object) -> str:
    """What is wrong with a code, and one that could be instead, if there is one."""
    if not offer:
        return what
    other = gettext("%(offer)s can be one, and is free.") % {"offer": offer}
    return f"{what} {other}"


def with_letter(what: str, told: Mapping[str, object]) -> str:
    """What is wrong with a code, and the letter of another alphabet by which it is not the one that it looks
    like (`Looks.hint` and `difference` in core)."""
    words = [what]
    if "looks" in told:
        words.append(gettext("It looks like %(looks)s.") % dict(told))
    if "letter" in told:
        text = gettext("Its character %(place)s, “%(letter)s”, is of another alphabet (%(point)s).")
        words.append(text % dict(told))
    return " ".join(words)


def _placed(problem: Problem, what: str) -> str:
    """A fault in a formula says at which character it is (``position``, counted from 0)."""
    position = problem.params.get("position")
    if not isinstance(position, int):
        return what
    return gettext("At character %(place)s: %(what)s") % {"place": position + 1, "what": what}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One thing that is wrong as it is shown, with the rows in which it is ("": not of a row) and how many
    these are; and ``more`` of its kind, which stand in ``more_rows``."""

    rows: str
    column: str
    sentence: str
    count: int = 1
    more: "tuple[ProblemLine, ...]" = ()
    more_rows: str = ""


def problem_lines(found: Sequence[Cause], *, cells: bool = False) -> tuple[ProblemLine, ...]:
    """As much of what is wrong as a page shows, of every kind; where there is much of one kind, the first few
    and with the last of these the others. ``cells``: each column is that of a single cell, with its row."""
    kinds = by_kind(of_every_kind(found, SHOWN), any_column=cells)
    lines = [line for same in kinds for line in _lines(same)]
    shown = tuple(line for _row, line in sorted(lines, key=lambda one: one[0]))
    return tuple(replace(line, rows="", more_rows="") for line in shown) if cells else shown


def _lines(same: Sequence[Cause]) -> list[tuple[int, ProblemLine]]:
    """What is wrong in one way, each with its first row."""
    if len(same) <= FEW + 1:  # one that is left out would need as much room as it takes
        return [(one.first, problem_line(one)) for one in same]
    *few, last = [(one.first, problem_line(one)) for one in same[:FEW]]
    rest = same[FEW:]
    rows = together(rest).in_rows()
    more = tuple(problem_line(one) for one in rest)
    return [*few, (last[0], replace(last[1], more=more, more_rows="" if rows == "0" else rows))]


def lines_shown(lines: Sequence[ProblemLine]) -> int:
    """How many things that are wrong some lines tell."""
    return sum(1 + len(line.more) for line in lines)


def problem_line(cause: Cause) -> ProblemLine:
    """A problem with the rows in which it is."""
    rows = cause.in_rows()
    text = problem_sentence(cause.problem)
    return ProblemLine("" if rows == "0" else rows, cause.problem.column, text, cause.count)


def more_to_come() -> str:
    """That some of a table was not looked at because of its problems."""
    return gettext("There may be more to mend: some things are only looked at once these are right.")
