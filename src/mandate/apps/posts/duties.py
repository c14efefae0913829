"""What people have to do about posts: see to a body whose term ends soon and that has no next term yet. A
mail comes half a year before the end, and again three months, one month and a week before."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandate.apps.posts.permissions import POSTS_MANAGE
from mandate.apps.posts.queries.ending import DAYS, ending_count, ending_shown, ending_terms
from mandate.platform.access.actor import Actor
from mandate.platform.duties import DueItem, Duty, Queue

CALLS = (DAYS, 90, 30, 7)  # days before the end


def _to_renew(today: date) -> Callable[[Actor], Sequence[DueItem]]:
    """Those of a person."""

    def items(actor: Actor) -> Sequence[DueItem]:
        return [
            DueItem(
                what=_("Term no. %(number)s of “%(body)s” ends") % {"number": one.ordinal, "body": one.body},
                unit=one.place,
                day=one.ends,
                view=("posts:body", str(one.body_id)),
            )
            for one in ending_terms(actor)
        ]

    return items


def _terms_end(count: int) -> str:
    words = ngettext("%(count)s term ends soon", "%(count)s terms end soon", count)
    return words % {"count": count}


RENEW = Duty(
    name="terms",
    action=POSTS_MANAGE,
    section="terms",
    lists=(Queue("terms", "posts/desk/ending.html", 46, ending_shown, counted=True),),
    count=ending_count,
    words=_terms_end,
    read=_to_renew,
    calls=lambda item, day: item.day is not None and (item.day - day).days in CALLS,
    subject=_terms_end,
    lead=gettext_lazy("These terms end soon, and no next term is entered yet:"),
)
