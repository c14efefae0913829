"""What all deeds on bodies and posts have in common. Those of one unit go one by one: whether there is still
a place is decided under the lock of its row."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.posts.models import (
    MOST_ORDINAL,
    MOST_PLACES,
    NAME_LENGTH,
    NUMBER_LENGTH,
    REMIT_LENGTH,
    Body,
    Holding,
    Post,
    Term,
)
from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.rows import bounds_of, held, mark
from mandate.apps.units.models import Unit
from mandate.core.holding import HoldingError, crowded, within
from mandate.core.period import FIRST_DAY, FIRST_YEAR, LAST_DAY, LAST_YEAR
from mandate.core.span import Span
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import require
from mandate.platform.i18n import formats, languages
from mandate.platform.i18n.problems import sentence

__all__ = ["MOST_ORDINAL", "MOST_PLACES", "NAME_LENGTH", "NUMBER_LENGTH", "REMIT_LENGTH"]  # for forms

_AT_THE_END = ("backwards", "after_body", "after_post", "after_term")


def lock_unit(actor: Actor, unit_id: int) -> Unit:
    """A unit whose bodies and posts are the actor's to keep; whoever else asks for it waits."""
    require(actor, POSTS_MANAGE, unit_id)
    return Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def lock_body(actor: Actor, body_id: int) -> Body:
    """A body, with its unit locked. Raises Body.DoesNotExist."""
    lock_unit(actor, Body.objects.values_list("unit", flat=True).get(pk=body_id))
    return Body.objects.select_related("kind").get(pk=body_id)


def lock_term(actor: Actor, term_id: int) -> Term:
    """A term, with the unit of its body locked. Raises Term.DoesNotExist."""
    lock_unit(actor, Term.objects.values_list("body__unit", flat=True).get(pk=term_id))
    return Term.objects.select_related("body__kind").get(pk=term_id)


def lock_post(actor: Actor, post_id: int) -> Post:
    """A post, with its unit locked. Raises Post.DoesNotExist."""
    lock_unit(actor, Post.objects.values_list("unit", flat=True).get(pk=post_id))
    return Post.objects.select_related("kind", "body__kind").get(pk=post_id)


def lock_holding(actor: Actor, holding_id: int) -> Holding:
    """A holding, with the unit of its post locked. Raises Holding.DoesNotExist."""
    lock_unit(actor, Holding.objects.values_list("post__unit", flat=True).get(pk=holding_id))
    return Holding.objects.select_related("person", "post__kind", "post__body__kind").get(pk=holding_id)


def refuse_changed(row: Body | Post | Term | Holding, seen: str) -> None:
    """Errors: ValidationError, where the row stood otherwise when it was read ("" is not asked)."""
    if seen and seen != mark(row):
        raise ValidationError(
            _("Somebody else has changed this meanwhile. Look at what is there now, and save again.")
        )


def wrong_days(days: Mapping[str, date | None]) -> dict[str, str]:
    """Errors by field, of days at the edge of the calendar."""
    told = _("The year of this day is not between %(first)s and %(last)s.")
    words = told % {"first": FIRST_YEAR, "last": LAST_YEAR}
    return {name: words for name, day in days.items() if day and not FIRST_DAY <= day <= LAST_DAY}


def too_long(texts: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    """Errors by field, of texts with the most that they may have."""
    return {name: _("This is too long.") for name, (text, most) in texts.items() if len(text) > most}


def refuse(errors: Mapping[str, str]) -> None:
    """Errors: ValidationError by field."""
    if errors:
        raise ValidationError(dict(errors))


def told(error: HoldingError, starts: str = "starts", ends: str = "ends") -> ValidationError:
    """An error of core at the field of the beginning or that of the end."""
    for name, value in error.params.items():
        if isinstance(value, date):
            error.params[name] = formats.date_long(value, languages.current())
    return ValidationError({ends if error.code in _AT_THE_END else starts: sentence(error)})


def refuse_outside(row: Body | Post, span: Span[date], holdings: list[Holding]) -> None:
    """Nobody who holds a post is left without it, when a body or post has other days. Errors:
    ValidationError (starts, ends), with the name of the first of them."""
    for one in holdings:
        early = span.starts is not None and one.starts < span.starts
        late = span.ends is not None and (one.ends is None or one.ends > span.ends)
        if early or late:
            words = _("%(name)s holds the post “%(post)s” on other days; end that first.")
            told_words = words % {"name": one.person.called, "post": one.post.called}
            raise ValidationError({"starts" if early else "ends": told_words})


def refuse_crowd(post: Post, holdings: list[Holding], field: str = "starts") -> None:
    """Errors: ValidationError (field), where more people would hold a post than it has places."""
    full = crowded(post.places, held(holdings))
    if full is not None:
        raise told(HoldingError("full", {"day": full, "places": post.places}), field)


def refuse_beyond(post: Post, span: Span[date], starts: str = "starts", ends: str = "ends") -> None:
    """Errors: ValidationError by field, where days go beyond those of a post or its body."""
    try:
        within(span, bounds_of(post))
    except HoldingError as error:
        raise told(error, starts, ends) from None
