"""The actions on reviews."""

from mandate.apps.reviews.models import Reopening, Review
from mandate.platform.access.actions import EVERY_ROLE, Where, define
from mandate.platform.access.actor import Role
from mandate.platform.access.conditions import Named, Phase
from mandate.platform.access.decide import serve

REVIEWS_VIEW = define("reviews.view", EVERY_ROLE)
REVIEWS_EDIT = define("reviews.edit", [Role.SECRETARY])
REVIEWS_CLOSE = define("reviews.close", [Role.SECRETARY])
# Only the level above opens what a unit has closed.
REVIEWS_REOPEN = define("reviews.reopen", [Role.SECRETARY], Where.ABOVE)
# A request that waits is answered by another than who asked.
REVIEWS_ANSWER = define(
    "reviews.answer", [Role.SECRETARY], Where.ABOVE, when=~Named("asked_by") & Phase("answer", [""])
)

serve(Review, REVIEWS_VIEW, "unit_id")
serve(Reopening, REVIEWS_VIEW, "review__unit_id")
