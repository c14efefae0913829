"""What is about a person and goes along where two records of one person become one. Who did something stays
as it was written; what hangs on a person by CASCADE is theirs at that sign-in, and stays as well."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Owned:
    """Rows of ``model`` whose ``field`` says whose they are. ``what`` is told where both records have
    something that one person cannot have twice. With ``only``, no more than these rows go along: what
    somebody did and nobody decided on yet, so that they do not decide on it themselves; what becomes of it
    later is no change of the person. A row whose field
    ``unless`` is of the other record stays where it is, and so does one that is the same in the fields of
    ``beside``."""

    model: type[Model]
    field: str
    what: str | Promise
    beside: tuple[str, ...] = ()
    unless: str = ""
    only: Q | None = None

    def rows(self, user_id: int) -> QuerySet[Any]:
        """A person's."""
        return self.model._base_manager.filter(self.only or Q(), **{self.field: user_id})

    def to_move(self, source_id: int, target_id: int) -> QuerySet[Any]:
        """Those of one record that another takes over."""
        rows = self.rows(source_id)
        if self.unless:
            rows = rows.exclude(**{self.unless: target_id})
        if self.beside:
            same = self.rows(target_id).filter(**{name: OuterRef(name) for name in self.beside})
            rows = rows.filter(~Exists(same))
        return rows

    @property
    def name(self) -> str:
        """Of the table and field, as kept."""
        return f"{self.model._meta.label_lower}.{self.field}"
