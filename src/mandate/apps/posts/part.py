"""What posts bring to the frame."""

from django.utils.translation import gettext_lazy as _

from mandate.apps.posts.notices import PUT_IN
from mandate.apps.posts.queries.unit import has_posts
from mandate.platform.parts import Part
from mandate.platform.places import Tab

PART = Part(
    urls="mandate.apps.posts.web.urls",
    tabs=(Tab("posts", _("Posts"), "posts:unit", 65, used=has_posts),),
    notices=(PUT_IN,),
)
