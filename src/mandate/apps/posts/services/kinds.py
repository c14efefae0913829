"""The organisation's kinds of body and of post: made, named, put into order, and removed where nothing is of
them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mandate.apps.posts import events
from mandate.apps.posts.models import (
    CODE_LENGTH,
    MOST_RANK,
    NAME_LENGTH,
    SOURCE_LENGTH,
    Body,
    BodyKind,
    Post,
    PostKind,
    found_by,
)
from mandate.apps.posts.permissions import KINDS_MANAGE
from mandate.apps.posts.services.locking import refuse
from mandate.core.command import Command
from mandate.core.text import kept_names, one_line
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import require
from mandate.platform.database.codes import fault_of_new
from mandate.platform.journal.record import record

__all__ = ["CODE_LENGTH", "MOST_RANK", "NAME_LENGTH", "SOURCE_LENGTH"]  # for forms

MOST_TERMS, MOST_AGE = 99, 120
_CODE = re.compile("[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class SaveBodyKind(Command):
    """A kind of body, ``new`` or one that is there; its place in the order, the first first."""

    code: str
    names: Mapping[str, str]
    position: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class SavePostKind(Command):
    """A kind of post, ``new`` or one that is there. ``role`` is what posts of it carry that are opened from
    now on; the two limits, each with the text on which it rests, are warned of."""

    code: str
    names: Mapping[str, str]
    rank: int
    role: Role | None = None
    most_terms: int | None = None
    terms_source: str = ""
    most_age: int | None = None
    age_source: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class RemoveKind(Command):
    """A kind of which nothing is: of ``bodies``, else of posts."""

    code: str
    bodies: bool


@transaction.atomic
def save_body_kind(actor: Actor, command: SaveBodyKind) -> BodyKind:
    """Make or change a kind of body. Errors: ValidationError by field (code, names, position)."""
    require(actor, KINDS_MANAGE)
    names, errors = _fit(command.names)
    if not 0 <= command.position <= MOST_RANK:
        errors["position"] = _number(MOST_RANK, first=0)
    if command.new and (fault := _fault(BodyKind.objects.all(), command.code)):
        errors["code"] = fault
    refuse(errors)
    kind = BodyKind(code=command.code) if command.new else _body_kind(command.code)
    kind.names, kind.position = names, command.position
    kind.save()
    rows = list(Body.objects.filter(kind=kind))
    for row in rows:
        row.search_key = found_by(row.name, kind)
    Body.objects.bulk_update(rows, ["search_key"], batch_size=1000)
    record(actor, events.KindSaved(kind.code, names), subject=("body_kind", kind.pk))
    return kind


@transaction.atomic
def save_post_kind(actor: Actor, command: SavePostKind) -> PostKind:
    """Make or change a kind of post. Errors: ValidationError by field."""
    require(actor, KINDS_MANAGE)
    names, errors = _fit(command.names)
    for field, value, first, most in (
        ("rank", command.rank, 0, MOST_RANK),
        ("most_terms", command.most_terms, 1, MOST_TERMS),
        ("most_age", command.most_age, 1, MOST_AGE),
    ):
        if value is not None and not first <= value <= most:
            errors[field] = _number(most, first=first)
    sources = {name: one_line(getattr(command, name)) for name in ("terms_source", "age_source")}
    errors |= {name: _("This is too long.") for name, text in sources.items() if len(text) > SOURCE_LENGTH}
    if command.new and (fault := _fault(PostKind.objects.all(), command.code)):
        errors["code"] = fault
    refuse(errors)
    kind = PostKind(code=command.code) if command.new else _post_kind(command.code)
    kind.names, kind.rank = names, command.rank
    kind.role = command.role.value if command.role else ""
    kind.most_terms, kind.most_age = command.most_terms, command.most_age
    kind.terms_source, kind.age_source = sources["terms_source"], sources["age_source"]
    kind.save()
    rows = list(Post.objects.filter(kind=kind))
    for row in rows:
        row.search_key = found_by(row.name, kind)
    Post.objects.bulk_update(rows, ["search_key"], batch_size=1000)
    record(actor, events.KindSaved(kind.code, names), subject=("post_kind", kind.pk))
    return kind


@transaction.atomic
def remove_kind(actor: Actor, command: RemoveKind) -> None:
    """Remove a kind. Errors: ValidationError, while something is of it."""
    require(actor, KINDS_MANAGE)
    kind = _body_kind(command.code) if command.bodies else _post_kind(command.code)
    used = kind.bodies.exists() if isinstance(kind, BodyKind) else kind.posts.exists()
    if used:
        raise ValidationError(_("Something is of this kind, or was. It stays."))
    record(actor, events.KindRemoved(kind.code, kind.names))
    kind.delete()


def _body_kind(code: str) -> BodyKind:
    return BodyKind.objects.select_for_update().get(code=code)


def _post_kind(code: str) -> PostKind:
    return PostKind.objects.select_for_update().get(code=code)


def _fault(rows: QuerySet[Any], code: str) -> str | None:
    """What is wrong with the code of a new kind."""
    if not _CODE.fullmatch(code) or len(code) > CODE_LENGTH:
        return _("A code has at most %(count)s small letters, digits or underscores.") % {
            "count": CODE_LENGTH
        }
    if rows.filter(code=code).exists():
        return _("There is a kind of this code already.")
    return fault_of_new(rows, code)


def _fit(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The names as they are kept, and errors by field."""
    fit = kept_names(names)
    if not fit:
        return fit, {"names": _("Write a name in one language at least.")}
    if any(len(name) > NAME_LENGTH for name in fit.values()):
        return fit, {"names": _("This is too long.")}
    return fit, {}


def _number(most: int, *, first: int) -> str:
    return _("Write a number from %(first)s to %(most)s.") % {"first": first, "most": most}
