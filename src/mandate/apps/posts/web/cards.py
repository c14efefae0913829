"""People as files for an address book."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from mandate.apps.people.services.looking import look_at_cards
from mandate.apps.posts.queries.cards import Phones, contact_of, contacts_in
from mandate.apps.posts.queries.listed import PostListPage
from mandate.core.vcard import Contact, cards
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.listing.files import note_taken
from mandate.platform.listing.showing import every
from mandate.platform.ui.downloads import attachment

SUFFIX = "vcf"


@require_safe
@signed_in
def card(request: ActorRequest, person_id: int) -> HttpResponse:
    """One person."""
    contact = contact_of(request.actor, person_id, _phones(request))
    return _file([contact], contact.name)


def cards_of(request: ActorRequest, page: PostListPage) -> HttpResponse | None:
    """Everybody in a list of posts as it is narrowed, where the address asks for that by `?file=vcf`. It
    leaves its row in the journal like any file of the list."""
    if request.GET.get("file") != SUFFIX:
        return None
    listing = page.posts.listing
    contacts = contacts_in(request.actor, every(listing, request.GET), page.day, _phones(request))
    if request.method != "HEAD":
        note_taken(request.actor, listing, request.GET, len(contacts), SUFFIX)
    return _file(contacts, listing.name)


def _phones(request: ActorRequest) -> Phones:
    """Whoever takes a telephone along looks at it; who only asks how large the file is sees none."""
    return (lambda people: {}) if request.method == "HEAD" else partial(look_at_cards, request.actor)


def _file(contacts: list[Contact], name: str) -> HttpResponse:
    response = HttpResponse(cards(contacts), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = attachment(f"{name}.{SUFFIX}")
    return response
