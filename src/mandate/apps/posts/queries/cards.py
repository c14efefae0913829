"""People as contacts for an address book: what the reader may see of them, and nothing else."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from mandate.apps.people.queries.person import known_people
from mandate.apps.posts.models import Holding
from mandate.apps.posts.queries.listed import PostRow
from mandate.apps.units.placed import placed
from mandate.core.textkey import sort_key
from mandate.core.vcard import Contact, Office
from mandate.platform.access.actor import Actor
from mandate.platform.access.decide import visible
from mandate.platform.access.models import User
from mandate.platform.access.sight import visible_people
from mandate.platform.database import spans
from mandate.platform.i18n.languages import current
from mandate.platform.ui.addresses import whole_address

#: The telephones of people, by number, as far as they go into their contacts.
Phones = Callable[[Collection[int]], Mapping[int, str]]


def contact_of(actor: Actor, user_id: int, phones: Phones) -> Contact:
    """One person, with the posts of today. Raises Http404, also of somebody whom the actor may not know."""
    if not known_people(actor).filter(pk=user_id, erased_at=None).exists():
        raise Http404(_("There is no such person."))
    return contacts_of(actor, [user_id], actor.today, phones)[0]


def contacts_in(actor: Actor, rows: Iterable[PostRow], day: date, phones: Phones) -> list[Contact]:
    """Everybody who holds one of some posts on a day, each once."""
    return contacts_of(actor, {holder.user_id for row in rows for holder in row.holders}, day, phones)


def contacts_of(actor: Actor, people: Collection[int], day: date, phones: Phones) -> list[Contact]:
    """People by name: with the posts that the actor may see, their telephones, and the address where the
    actor may see their entry. A few queries, however many."""
    users = list(User.objects.filter(pk__in=list(people), erased_at=None))
    entries = set(visible_people(actor).filter(pk__in=list(people)).values_list("pk", flat=True))
    called = phones([user.pk for user in users])
    offices = _offices(actor, people, day)
    language = current()
    return [
        Contact(
            uid=whole_address("people:member", user.pk),
            name=user.called,
            offices=tuple(offices[user.pk]),
            phone=called.get(user.pk, ""),
            email=user.address if user.pk in entries else "",
        )
        for user in sorted(users, key=lambda one: (sort_key(one.called, language), one.pk))
    ]


def _offices(actor: Actor, people: Collection[int], day: date) -> dict[int, list[Office]]:
    held = visible(actor, Holding.objects.filter(spans.holds(day), person__in=list(people)))
    rows = list(held.select_related("post__kind", "post__body__kind").order_by("post__kind__rank", "pk"))
    places = placed({row.post.unit_id for row in rows}, day)
    found: dict[int, list[Office]] = defaultdict(list)
    for row in rows:
        within = [places[row.post.unit_id].name]
        if row.post.body is not None:
            within.append(row.post.body.called)
        found[row.person_id].append(Office(row.post.called, tuple(within)))
    return found


def card_for(actor: Actor, user_id: int) -> int:
    """For the page of a person, which leads to their card: their number, as far as they are still there."""
    return user_id if known_people(actor).filter(pk=user_id, erased_at=None).exists() else 0
