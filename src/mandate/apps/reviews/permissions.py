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
# Whoever asked to open a review again may take it back, also when they no longer could ask.
REVIEWS_WITHDRAW = define("reviews.withdraw", EVERY_ROLE)

serve(Review, REVIEWS_VIEW, "unit_id")
# A request is for those who may answer it; its asker finds it as their own (see requests.py).
serve(Reopening, REVIEWS_REOPEN, "review__unit_id")
