"""What posts bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.posts.counts import COUNTS
from mandate.apps.posts.duties import RENEW
from mandate.apps.posts.finding import BODIES, POSTS
from mandate.apps.posts.models import Holding
from mandate.apps.posts.notices import PUT_IN
from mandate.apps.posts.permissions import KINDS_MANAGE, POSTS_MANAGE, POSTS_VIEW
from mandate.apps.posts.personal import HOLDINGS
from mandate.apps.posts.queries.cards import card_for
from mandate.apps.posts.queries.charges import heads_in_words
from mandate.apps.posts.queries.ending import any_ending
from mandate.apps.posts.queries.person import posts_of_person
from mandate.apps.posts.queries.unit import has_posts
from mandate.platform.access.owned import Owned
from mandate.platform.find.finding import Errand
from mandate.platform.guides.kinds import Help
from mandate.platform.parts import Part, PersonSection
from mandate.platform.places import ORGANISATION, SET_UP, WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.posts.web.urls",
    leaves=(
        Leaf(ORGANISATION, "directory", _("Directory"), "posts:directory", 20, (POSTS_VIEW,)),
        Leaf(WORK, "terms", _("Terms that end"), "posts:ending", 35, (POSTS_MANAGE,), any_ending),
        Leaf(SET_UP, "post-kinds", _("Kinds of body and post"), "posts:kinds", 45, (KINDS_MANAGE,)),
    ),
    tabs=(Tab("posts", _("Posts"), "posts:unit", 65, used=has_posts),),
    duties=(RENEW,),
    notices=(PUT_IN,),
    owned=(Owned(Holding, "person", _("one post")),),
    helps=(
        Help("posts", "secretary", "say-who-holds-which-post"),
        Help("directory", "observer", "find-who-is-in-charge"),
        Help("terms", "secretary", "say-who-holds-which-post"),
        Help("post-kinds", "secretary", "say-who-holds-which-post"),
    ),
    finders=(BODIES, POSTS),
    heads=heads_in_words,
    counts=COUNTS,
    errands=(
        Errand(_("Organisation chart"), "posts:chart", POSTS_VIEW, of_unit=True),
        Errand(_("Open a body"), "posts:open_body", POSTS_MANAGE, of_unit=True),
        Errand(_("Open a post"), "posts:open_post", POSTS_MANAGE, of_unit=True),
    ),
    personal=(HOLDINGS,),
    person_sections=(
        PersonSection("posts/person.html", posts_of_person, 10),
        PersonSection("posts/card.html", card_for, 90),
    ),
)
