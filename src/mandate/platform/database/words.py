"""All words of a search as one condition, however many there are.

A condition for each word would make the planner's work grow with their number, and across a relation be a
join each.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler


class _Holds(Lookup):  # generic in its types only
    """The text on the left holds every word on the right."""

    lookup_name = "holds"
    operator = "LIKE"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """One comparison with an array of patterns."""
        left, params = self.process_lhs(compiler, connection)
        patterns = [f"%{connection.ops.prep_for_like_query(word)}%" for word in self.rhs]
        return f"{left}::text {self.operator} ALL(%s::text[])", (*params, patterns)


class _HoldsAnyCase(_Holds):
    lookup_name = "iholds"
    operator = "ILIKE"


def holding(text: str | Combinable, words: Iterable[str], *, any_case: bool = False) -> "Lookup[Any]":
    """For ``filter``: the text (a field's path or an expression) holds every word; no words narrow nothing.
    Search keys have no capitals, so only other texts need ``any_case``."""
    lookup = _HoldsAnyCase if any_case else _Holds
    return lookup(F(text) if isinstance(text, str) else text, list(words))
