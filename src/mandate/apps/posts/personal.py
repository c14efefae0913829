"""The posts of somebody, for themself."""

from collections.abc import Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from mandate.apps.posts.models import ENDED_NAMES, HOW_NAMES, Holding
from mandate.apps.units.placed import placed
from mandate.core.holding import Ended, How
from mandate.platform.access.actor import Role
from mandate.platform.access.models import ROLE_NAMES
from mandate.platform.mydata.kinds import PersonalTable, Value


def _holdings(user_id: int, today: date) -> Sequence[tuple[Value, ...]]:
    rows = Holding.objects.filter(person=user_id).select_related("post__kind", "post__body__kind")
    found = list(rows.order_by("starts", "pk"))
    places = placed({one.post.unit_id for one in found}, today)
    return [
        (
            one.post.called,
            one.post.body.called if one.post.body is not None else None,
            places[one.post.unit_id].name,
            capfirst(str(HOW_NAMES[How(one.how)])),
            one.starts,
            one.number,
            one.decided,
            one.ends,
            capfirst(str(ENDED_NAMES[Ended(one.ended)])) if one.ended else None,
            one.ending_number,
            one.ending_decided,
            capfirst(str(ROLE_NAMES[Role(one.post.role)])) if one.post.role else None,
        )
        for one in found
    ]


HOLDINGS = PersonalTable(
    "posts",
    gettext_lazy("Posts"),
    (
        ("post", gettext_lazy("Post")),
        ("body", gettext_lazy("Body")),
        ("unit", gettext_lazy("Unit")),
        ("how", gettext_lazy("How")),
        ("from", gettext_lazy("From")),
        ("number", gettext_lazy("Number of the decision")),
        ("decided", gettext_lazy("Day of the decision")),
        ("until", gettext_lazy("Until")),
        ("ended", gettext_lazy("How it ended")),
        ("ending_number", gettext_lazy("Number of the decision on the end")),
        ("ending_decided", gettext_lazy("Day of the decision on the end")),
        ("role", gettext_lazy("Role")),
    ),
    _holdings,
)
