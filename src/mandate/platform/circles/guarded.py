"""Rows that can only be read by whoever was asked about: a list, a count, a search or a sum of confidential
matters comes out of `visible`, or it does not come."""

from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.sql import Query

M = TypeVar("M", bound=Model)


class UnaskedError(TypeError):
    """Rows that may be confidential are read without a look at who reads: a mistake in the code."""


class GuardedQuery(Query):
    """The question behind guarded rows, which `Exists` and `Subquery` take out of them and copy. It knows
    that nobody was asked, and so does every copy."""

    #: Not so of the questions that Django makes itself within one of which somebody was asked.
    unasked = False

    def require(self) -> None:
        """Raises :class:`UnaskedError`."""
        if self.unasked:
            name = cast(type[Model], self.model).__name__
            raise UnaskedError(f"{name}: ask `visible` whose reading this is, or `for_deed`")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Within another question."""
        self.require()
        return super().resolve_expression(*args, **kwargs)


class Guarded(QuerySet[M]):
    """The rows of a model that may be confidential. They are read after `visible` narrowed them to one
    reader, or by :func:`for_deed`; any other way raises :class:`UnaskedError`."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        if query is None:
            query = GuardedQuery(model)
            query.unasked = True
        super().__init__(model, query, using, hints)

    @property
    def _asked(self) -> bool:
        return not cast(Any, self.query).unasked

    @_asked.setter
    def _asked(self, asked: bool) -> None:
        cast(Any, self.query).unasked = not asked

    def _require(self) -> None:
        cast(Any, self.query).require()

    def _fetch_all(self) -> None:
        self._require()
        super()._fetch_all()

    def iterator(self, *args: Any, **options: Any) -> Any:
        """As it says."""
        self._require()
        return super().iterator(*args, **options)

    def aiterator(self, *args: Any, **options: Any) -> Any:
        """As it says."""
        self._require()
        return super().aiterator(*args, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As it says."""
        self._require()
        return super().delete()

    def count(self) -> int:
        """As it says."""
        self._require()
        return super().count()

    def exists(self) -> bool:
        """As it says."""
        self._require()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As it says."""
        self._require()
        return super().aggregate(*args, **kwargs)

    def update(self, **changes: Any) -> int:
        """As it says. A matter keeps its circle, for what was told of it keeps it, too."""
        self._require()
        if changes.keys() & {"circle", "circle_id"}:
            raise TypeError("a matter keeps the circle with which it began")
        return super().update(**changes)

    def __and__(self, other: Any) -> Any:
        return _both_asked(self, other, super().__and__(other))

    def __or__(self, other: Any) -> Any:
        return _both_asked(self, other, super().__or__(other))

    def __xor__(self, other: Any) -> Any:
        return _both_asked(self, other, super().__xor__(other))

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:
        found = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        found._asked = all_asked(self, *others)
        return found


def asked(queryset: QuerySet[M]) -> QuerySet[M]:
    """The same, narrowed already to what somebody may see; for `visible`."""
    found = queryset.all()
    if isinstance(found, Guarded):
        found._asked = True
    return found


def for_deed(queryset: QuerySet[M]) -> QuerySet[M]:
    """Rows as a deed needs them: to lock one and ask `require` about it, to enter one, to say in `check` what
    is wrong. Nothing that a person reads comes out of it."""
    return asked(queryset)


def all_asked(*querysets: Any) -> bool:
    """Whether each is open to reading."""
    return all(not isinstance(one, Guarded) or one._asked for one in querysets)


def must_be_asked(queryset: QuerySet[M]) -> QuerySet[M]:
    """The same. Raises :class:`UnaskedError`, where the question itself is used within another."""
    if isinstance(queryset, Guarded):
        queryset._require()
    return queryset


def _both_asked(one: Any, other: Any, found: Any) -> Any:
    if isinstance(found, Guarded):
        found._asked = all_asked(one, other)
    return found
