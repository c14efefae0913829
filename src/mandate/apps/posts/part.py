"""What posts bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.posts.counts import COUNTS
from mandate.apps.posts.duties import RENEW
from mandate.apps.posts.finding import BODIES, POSTS
from mandate.apps.posts.notices import PUT_IN
from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.ending import any_ending
from mandate.apps.posts.queries.person import posts_of_person
from mandate.apps.posts.queries.unit import has_posts
from mandate.platform.parts import Part, PersonSection
from mandate.platform.places import WORK, Leaf, Tab

PART = Part(
    urls="mandate.apps.posts.web.urls",
    leaves=(Leaf(WORK, "terms", _("Terms that end"), "posts:ending", 35, (POSTS_MANAGE,), any_ending),),
    tabs=(Tab("posts", _("Posts"), "posts:unit", 65, used=has_posts),),
    duties=(RENEW,),
    notices=(PUT_IN,),
    finders=(BODIES, POSTS),
    counts=COUNTS,
    person_sections=(PersonSection("posts/person.html", posts_of_person, 10),),
)
