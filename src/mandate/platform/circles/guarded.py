"""Rows that can only be read by whoever was asked about: a list, a count, a search or a sum of confidential
matters comes out of `visible`, or it does not come."""

from typing import Any, Self, TypeVar, cast

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class UnaskedError(TypeError):
    """Rows that may be confidential are read without a look at who reads: a mistake in the code."""


class Guarded(QuerySet[M]):
    """The rows of a model that may be confidential. They are read after `visible` narrowed them to one
    reader, or by :func:`for_deed`; any other way raises :class:`UnaskedError`."""

    _asked = False

    def _clone(self) -> Self:
        found = cast(Self, cast(Any, super())._clone())  # the stubs leave it out
        found._asked = self._asked
        return found

    def _require(self) -> None:
        if not self._asked:
            raise UnaskedError(f"{self.model.__name__}: ask `visible` whose reading this is, or `for_deed`")

    def _fetch_all(self) -> None:
        self._require()
        super()._fetch_all()

    def iterator(self, *args: Any, **options: Any) -> Any:
        """As it says."""
        self._require()
        return super().iterator(*args, **options)

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

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Within another question, too."""
        self._require()
        return super().resolve_expression(*args, **kwargs)

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
    found._asked = all_asked(one, other)
    return found
