"""Rows by the code that somebody typed, and whether a new code looks like one that there is."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from mandate.core.codes import Looks
from mandate.core.lookalikes import difference
from mandate.core.problem import Problem
from mandate.platform.i18n.problems import problem_sentence, with_letter

M = TypeVar("M", bound=Model)


def row_called(rows: QuerySet[M], text: str) -> M | None:
    """The row of exactly this code, else the only one whose code looks like it."""
    exact = rows.filter(code=text).first()
    if exact is not None:
        return exact
    code = Looks(rows.order_by().values_list("code", flat=True)).find(text)
    return None if code is None else rows.filter(code=code).first()


def fault_of_new(rows: QuerySet[Any], code: str) -> str | None:
    """What is wrong with a new code beside those of the rows: one looks like it. Whoever asks holds the lock
    under which such rows are made, so that two who come at once are one after the other."""
    others = Looks(rows.order_by().values_list("code", flat=True)).others(code)
    if not others:
        return None
    told = {"code": code, "other": others[0], **difference(code, others[0])}
    return problem_sentence(Problem(0, "code", "code_alike", told))


def unknown(what: str, rows: QuerySet[Any], text: str) -> str:
    """That there is no row of a code, and the one that looks like it by letters of another alphabet."""
    return with_letter(what, Looks(rows.order_by().values_list("code", flat=True)).hint(text))
