"""The target of a number in a closed review, for the page that says where it comes from: as it was frozen,
for it may have been changed since."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from mandate.apps.reporting.aims import Aim
from mandate.apps.reporting.total import Total
from mandate.apps.reviews.codec import from_json
from mandate.apps.reviews.content import Content, Goal
from mandate.apps.reviews.documents.wording import aim_in_words
from mandate.apps.reviews.models import Review
from mandate.apps.reviews.permissions import REVIEWS_VIEW
from mandate.apps.units.models import Unit
from mandate.apps.units.structure import lineage, standing_day
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import can
from mandate.platform.i18n.languages import current


def aim_when_closed(
    actor: Actor, unit_id: int, indicator: str, period: Period, _total: Total, known_at: datetime | None
) -> Aim | None:
    """The target in the unit's own review that was closed at that moment, or in that of the unit above, where
    it stands among the children. None without a moment (targets speak then), and where it had none."""
    if known_at is None:
        return None
    for review, content in _closed(actor, unit_id, period, known_at):
        goal = _goal(content, review.unit_id == unit_id, unit_id, indicator)
        if goal is not None:
            words = aim_in_words(content, goal, indicator, current())
            return Aim(
                shown=words.text,
                document=goal.document,
                share=goal.share,
                state=goal.state,
                state_words=words.state_word,
                url=reverse("reviews:review", args=[content.unit.code, period.code]),
            )
    return None


def _closed(actor: Actor, unit_id: int, period: Period, at: datetime) -> Iterator[tuple[Review, Content]]:
    """The reviews closed then of the unit and of the one above it, as far as the actor may see them."""
    way = lineage(unit_id, standing_day(unit_id, period, actor.today))[-2:]
    found = Review.objects.filter(unit_id__in=way, period=period.code, closed_at=at, content__isnull=False)
    for review in sorted(found, key=lambda one: one.unit_id != unit_id):
        if can(actor, REVIEWS_VIEW, review.unit_id):
            yield review, from_json(review.content or {})


def _goal(content: Content, own: bool, unit_id: int, indicator: str) -> Goal | None:
    if own:
        return next((line.goal for line in content.targets if line.indicator.code == indicator), None)
    code = Unit.objects.values_list("code", flat=True).get(pk=unit_id)
    rows = (row for one in content.rankings if one.indicator == indicator for row in one.rows)
    return next((row.goal for row in rows if row.unit == code), None)
