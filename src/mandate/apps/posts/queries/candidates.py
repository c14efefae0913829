"""The people whom the actor can put into a post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from mandate.apps.people.queries.person import homes_of, people_within_reach
from mandate.apps.posts.queries.one import PostPage, post_page
from mandate.core.membernumber import number_key
from mandate.platform.access.actor import Actor
from mandate.platform.access.models import User
from mandate.platform.database.names import by_name
from mandate.platform.database.words import holding
from mandate.platform.i18n.languages import current
from mandate.platform.listing.showing import Shown, show
from mandate.platform.listing.value import Column, Listing, Search

#: The folded name, without the address that stands beside it.
NAME_KEY = Func("search_key", Value("\n"), Value(1), function="split_part", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of whom the actor knows; ``place`` is where they are a member, "" where they are none."""

    id: int
    name: str
    number: str
    place: str


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """A post, and a page of the people who could hold it."""

    post: PostPage
    people: Shown[Candidate]


def candidates_page(actor: Actor, post_id: int, query: Mapping[str, str]) -> CandidatesPage:
    """Raises Http404."""
    return CandidatesPage(post_page(actor, post_id), show(_list(actor), query))


def candidate(actor: Actor, person_id: int) -> User | None:
    """One of them."""
    return people_within_reach(actor).filter(pk=person_id).first()


def _list(actor: Actor) -> Listing[Candidate]:
    def rows(found: Sequence[User]) -> list[Candidate]:
        homes = homes_of(actor, [one.pk for one in found])
        return [
            Candidate(one.pk, one.called, getattr(one, "number", ""), homes.get(one.pk, "")) for one in found
        ]

    def narrow(people: QuerySet[User], words: Sequence[str]) -> QuerySet[User]:
        key = number_key("".join(words))
        by_number = Q(particulars__number_key__contains=key) if key else Q(pk__in=[])
        return people.filter(Q(holding(NAME_KEY, words)) | by_number)

    return Listing(
        name="candidates",
        title=gettext_lazy("People"),
        source=people_within_reach(actor).annotate(number=Coalesce("particulars__number", Value(""))),
        rows=rows,
        columns=(
            Column("name", gettext_lazy("Name"), order=(by_name(current()), "name")),
            Column("number", gettext_lazy("Member number"), order=("number",)),
            Column("unit", gettext_lazy("Member of")),
            Column("put", gettext_lazy("Choose"), unseen=True),
        ),
        search=Search(gettext_lazy("Name or number"), narrow),
        order=(by_name(current()), "name", "id"),
    )
