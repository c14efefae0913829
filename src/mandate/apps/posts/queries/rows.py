"""Rows of the database as core knows them, and how a row stood when somebody read it."""

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

from django.db.models import Q

from mandate.apps.posts.models import Body, Holding, Post, Term
from mandate.core.holding import Bound, Held, How
from mandate.core.span import Span
from mandate.platform.database import spans


def days_of(row: Body | Post | Term | Holding) -> Span[date]:
    """The days of a row."""
    return Span(row.starts, row.ends)


def held(rows: Iterable[Holding]) -> list[Held]:
    """Holdings as core knows them, in their order."""
    return [Held(row.person_id, days_of(row), row.how == How.ACTING) for row in rows]


def bounds_of(post: Post) -> list[Bound]:
    """What a holding of a post, which is read with its body, must lie within."""
    bounds = [Bound("body", days_of(post.body))] if post.body is not None else []
    return [*bounds, Bound("post", days_of(post))]


def there_on(day: date) -> Q:
    """Posts of a day: open themselves, and their body as well."""
    return spans.holds(day) & (Q(body__isnull=True) | spans.holds(day, "body__starts", "body__ends"))


def mark(row: Body | Post | Term | Holding) -> str:
    """How a row stands, in a few signs: whoever changes it says what it was when they read it."""
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    return blake2b(repr([str(value) for value in values]).encode(), digest_size=12).hexdigest()
