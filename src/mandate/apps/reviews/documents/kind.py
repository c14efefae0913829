"""Reviews as a kind of document, so that those of many units can be made at once."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandate.apps.reviews.documents.sections import document
from mandate.apps.reviews.documents.wording import worded
from mandate.apps.reviews.permissions import REVIEWS_VIEW
from mandate.apps.reviews.queries import review_content, units_below
from mandate.apps.units.queries import names_of, unit_by_code
from mandate.core.period import Period
from mandate.platform.access.actor import Actor
from mandate.platform.documents.kinds import DocumentKind, Reach
from mandate.platform.documents.value import Document


def _units(actor: Actor, unit_code: str, period: Period, reach: Reach) -> Sequence[str]:
    """On the structure by which the unit's review is told."""
    unit = unit_by_code(actor, unit_code)
    ids = [unit.id, *units_below(unit.id, period, actor.today).get(reach, ())]
    found = names_of(ids)
    return [found[one].code for one in ids]


def _make(actor: Actor, unit_code: str, period: Period, language: str) -> Document:
    return document(worded(review_content(actor, unit_code, period), language))


REVIEW = DocumentKind(
    name="review",
    label=_("Reviews"),
    action=REVIEWS_VIEW,
    units=_units,
    make=_make,
    address=lambda unit, period: reverse("reviews:review", args=[unit, period]),
)
