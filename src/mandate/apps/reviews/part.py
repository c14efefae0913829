"""What reviews bring to the frame."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandate.apps.reviews.documents.kind import REVIEW
from mandate.apps.reviews.duties import ANSWER
from mandate.apps.reviews.finding import REVIEWS
from mandate.apps.reviews.library import any_closed, newest_shown
from mandate.apps.reviews.models import Reopening, Review
from mandate.apps.reviews.notices import ANSWERED, ASKED, MENTIONED
from mandate.apps.reviews.permissions import REVIEWS_ANSWER, REVIEWS_EDIT, REVIEWS_VIEW
from mandate.apps.reviews.requests import asked_shown
from mandate.platform.access.owned import Owned
from mandate.platform.duties import Queue
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part
from mandate.platform.places import LIBRARY, WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.reviews.web.urls",
    leaves=(
        Leaf(WORK, "requests", _("Reviews"), "reviews:requests", 40, (REVIEWS_ANSWER,)),
        Leaf(LIBRARY, "library", _("Reviews"), "reviews:library", 10, (REVIEWS_VIEW,), any_closed),
    ),
    tabs=(Tab("review", _("Reviews"), "reviews:reviews", 70),),
    duties=(ANSWER,),
    queues=(
        Queue("asked", "reviews/desk/asked.html", 41, asked_shown),
        Queue("newest", "reviews/desk/newest.html", 90, newest_shown, REVIEWS_VIEW),
    ),
    notices=(ASKED, ANSWERED, MENTIONED),
    documents=(REVIEW,),
    owned=(
        Owned(Reopening, "asked_by", _("a request to open a review again"), only=Q(answer="")),
        Owned(Review, "closed_by", _("a closed review"), only=Q(closed_at__isnull=False)),
    ),
    finders=(REVIEWS,),
    helps=(
        Help("review", "secretary", "close-the-review", REVIEWS_EDIT, ("reviews:close", "reviews:reopen")),
        Help("review", "secretary", "write-the-review", REVIEWS_EDIT),
        Help("review", "observer", "take-a-review-with-you"),
        Help("library", "observer", "take-a-review-with-you"),
        Help("requests", "secretary", "close-the-review"),
    ),
)
