"""A review's row for its only writer at this time."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mandate.apps.reviews.models import Review
from mandate.apps.reviews.queries import require_existing
from mandate.apps.units.models import Unit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor


def locked(actor: Actor, unit_id: int, period: Period) -> Review:
    """The review's row, made if this is the first that is done with it, for the only writer at this time."""
    unit = Unit.objects.select_related("kind").get(pk=unit_id)
    if not Review.objects.filter(unit=unit, period=period.code).exists():
        require_existing(unit, period, actor)
        Review.objects.get_or_create(
            unit=unit, period=period.code, defaults={"starts": period.start, "ends": period.end}
        )
    review = Review.objects.select_for_update().get(unit=unit, period=period.code)
    review.unit = unit
    return review


def require_open(review: Review) -> None:
    """Raise ValidationError for a closed review."""
    if review.closed_at is not None:
        raise ValidationError(_("This review is closed."))
