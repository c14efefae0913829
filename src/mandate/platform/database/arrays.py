"""Many ids as one parameter: ``unit_id = ANY(array)`` instead of a list of thousands of them in the query's
text, which Django puts together and the database reads again one by one.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import F, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler


class _Among(Lookup):  # generic in its types only
    """The number on the left is one of those on the right."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """One comparison with an array."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", (*params, self.rhs)


def among(path: str, ids: Iterable[int] | np.ndarray) -> Q:
    """For ``filter``: the id at a field's path is one of these; none of them is no row."""
    numbers = ids.tolist() if isinstance(ids, np.ndarray) else map(int, ids)
    return Q(_Among(F(path), _array(numbers)))


def _array(numbers: Iterable[int]) -> str:
    """An array as the database writes it, ``{1,2,3}``: one text is put into a query many times quicker than
    a list whose elements the driver looks at one by one."""
    return "{" + ",".join(map(str, numbers)) + "}"
