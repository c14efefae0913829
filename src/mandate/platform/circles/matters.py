"""What can be confidential, found by the foreign keys to a circle: so the house knows it of every row, and of
every subject that the journal, a notice, a file or a job names by a word."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import DO_NOTHING, SET_DEFAULT, SET_NULL, ForeignKey, Max, Model, Q

from mandate.platform.circles.guarded import Guarded

CIRCLE = "circles.circle"
#: Stands for the circle of what an attachment is attached to.
BY_SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Matter:
    """A model whose rows may be confidential, and the path to the circle: "circle", or from what belongs to a
    matter, "complaint__circle"."""

    model: type[Model]
    path: str


_matters: dict[str, type[Model]] = {}


def matter(kind: str, model: type[Model]) -> None:
    """Say what the rows of a model that may be confidential are called as subjects: ("complaint", 17)."""
    _matters[kind] = model


def matter_of(kind: str) -> Matter | None:
    """What is called so; None where it is never confidential."""
    model = _matters.get(kind)
    return None if model is None else Matter(model, circle_paths(model)[0])


@cache
def circle_paths(model: type[Model]) -> tuple[str, ...]:
    """The paths by which rows of a model come to a circle: their own, and that of what they belong to. An
    attachment of a confidential matter has the matter's."""
    subject = getattr(model, "SUBJECT", None)
    if subject is not None and matter_of(subject) is not None:
        return (BY_SUBJECT,)
    return tuple(_paths(model, {model}))


def _paths(model: type[Model], seen: Collection[type[Model]]) -> Iterable[str]:
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        to: Any = field.remote_field.model
        if isinstance(to, str):
            to = apps.get_model(to)
        if to._meta.label_lower == CIRCLE:
            yield field.name
        elif to not in seen and not to._meta.label_lower.startswith("circles."):
            yield from (f"{field.name}__{path}" for path in _paths(to, {*seen, to}))


def circle_of_row(row: Any, path: str) -> int | None:
    """The circle of one row; None where it is not confidential."""
    if path == BY_SUBJECT:
        return circle_of_subject(row.subject_kind, row.subject_id)
    *way, last = path.split("__")
    for name in way:
        row = getattr(row, name)
        if row is None:
            return None
    found: int | None = getattr(row, f"{last}_id")
    return found


def is_confidential(row: Model) -> bool:
    """Whether the row is of a circle, or attached to something of which nothing is known."""
    try:
        return any(circle_of_row(row, path) is not None for path in circle_paths(type(row)))
    except UnknownSubjectError:
        return True


def circle_of_subject(kind: str, subject_id: int) -> int | None:
    """The circle of a subject; None where it has none, or is never confidential. Raises
    :class:`UnknownSubjectError`."""
    return circles_of_subjects(kind, [subject_id])[subject_id]


class UnknownSubjectError(ValueError):
    """A subject of a kind that may be confidential that neither is there nor was."""


def is_there(kind: str, subject_id: int) -> bool:
    """Whether there is such a subject, of a kind that may be confidential."""
    found = matter_of(kind)
    return found is not None and found.model._base_manager.filter(pk=subject_id).exists()


def is_missing_matter(error: Exception) -> bool:
    """Whether an error says that a row is not there that may be confidential."""
    return any(isinstance(error, cast(Any, model).DoesNotExist) for model in _matters.values())


def circles_of_subjects(kind: str, ids: Collection[int]) -> dict[int, int | None]:
    """The circle of each subject of a kind, None where it has none: one query, none for a kind that never
    has one. Of a subject that is gone it is the one in which it is recorded: what was confidential stays so.
    Raises :class:`UnknownSubjectError` for one of which nothing is known."""
    found = matter_of(kind)
    if found is None:
        return dict.fromkeys(ids)
    rows = found.model._base_manager.filter(pk__in=ids)
    circles: dict[int, int | None] = dict(rows.values_list("pk", found.path))
    if gone := set(ids) - circles.keys():
        circles |= _recorded(kind, gone)
    if unknown := set(ids) - circles.keys():
        raise UnknownSubjectError(f"of {kind} {min(unknown)} nothing is known, so neither is its circle")
    return circles


def _recorded(kind: str, ids: Collection[int]) -> dict[int, int | None]:
    """The circles in which the journal has subjects."""
    rows = apps.get_model("journal", "Entry")._base_manager.filter(subject_kind=kind, subject_id__in=ids)
    return dict(rows.order_by().values_list("subject_id").annotate(Max("circle")))


def circles_of_rows(model: type[Model], ids: Collection[int]) -> dict[int, int]:
    """The same of rows of a model, by their numbers."""
    circles: dict[int, int] = {}
    for path in circle_paths(model):
        if path == BY_SUBJECT:
            rows = model._base_manager.filter(pk__in=ids).values_list("pk", "subject_kind", "subject_id")
            pairs = ((pk, circle_of_subject(kind, subject)) for pk, kind, subject in rows)
            circles |= {pk: circle for pk, circle in pairs if circle is not None}
        else:
            confidential = ~Q(**{f"{path}__isnull": True})
            circles |= dict(model._base_manager.filter(confidential, pk__in=ids).values_list("pk", path))
    return circles


def check_models() -> None:
    """Every model of an app that may be confidential has a name as a subject, and is guarded. Raises
    ImproperlyConfigured: the site does not start where one would be read by anybody."""
    for model in apps.get_models():
        if not model.__module__.startswith("mandate.apps.") or model._meta.proxy:
            continue
        paths = circle_paths(model)
        if not paths:
            continue
        told = f"{model.__name__} may be confidential ({', '.join(paths)})"
        if len(paths) > 1:
            raise ImproperlyConfigured(f"{told}, of two circles: of which is what is told of it?")
        if model not in _matters.values():
            raise ImproperlyConfigured(f"{told}, but `matter` does not say what it is called as a subject.")
        if not isinstance(model._default_manager.all(), Guarded):
            raise ImproperlyConfigured(f"{told}, but anybody reads it: its manager is not Guarded.")
        _check_way(model, paths[0], told)
        _check_joins(model, told)


def _check_way(model: Any, path: str, told: str) -> None:
    """What leads to a circle leads there for good."""
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if field.remote_field.on_delete in (SET_NULL, SET_DEFAULT, DO_NOTHING):
            raise ImproperlyConfigured(f"{told}, but {name} is emptied, and the row open, once that is gone.")
        model = field.remote_field.model


def _check_joins(model: type[Model], told: str) -> None:
    """No question about something else goes through it, as `Unit.objects.filter(complaint__title=…)`."""
    for field in model._meta.get_fields():
        other: Any = field.related_model
        if other is None or circle_paths(other):
            continue
        if field.auto_created or not cast(Any, field.remote_field).hidden:
            raise ImproperlyConfigured(
                f"{told}, but {other.__name__} leads to it: the related_name of {field.name} is not “+”."
            )
