"""Bodies and posts of a small organisation, through the real services."""

from datetime import date

from tests.support.organisation import console

from mandate.apps.posts.models import Body, Holding, Post, Term
from mandate.apps.posts.services.bodies import BodySaid, OpenBody, open_body
from mandate.apps.posts.services.holdings import Fill, HoldingSaid, fill
from mandate.apps.posts.services.posts import OpenPost, PostSaid, open_post
from mandate.apps.posts.services.terms import AddTerm, TermSaid, add_term
from mandate.apps.units.models import Unit
from mandate.core.holding import How
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

BEGUN, ELECTED = date(2020, 6, 1), date(2020, 7, 1)


def body(unit: Unit, kind: str = "committee", name: str = "", starts: date = BEGUN) -> Body:
    """A body of a unit."""
    return open_body(console(), OpenBody(unit.pk, kind, BodySaid(name, 15, "", starts)))


def term(of: Body, ordinal: int = 17, starts: date = BEGUN, ends: date = date(2025, 6, 1)) -> Term:
    """A term of a body."""
    return add_term(console(), AddTerm(of.pk, TermSaid(ordinal, starts, ends)))


def post(
    unit: Unit,
    kind: str = "secretary",
    within: Body | None = None,
    places: int = 1,
    role: Role | None = None,
    name: str = "",
) -> Post:
    """A post of a unit, or of a body of it."""
    said = PostSaid(name, places, BEGUN)
    return open_post(console(), OpenPost(unit.pk, kind, said, within.pk if within else None, role))


def put(
    person: User, into: Post, starts: date = ELECTED, ends: date | None = None, **more: object
) -> Holding:
    """Somebody put into a post."""
    said = HoldingSaid(**{"how": How.ELECTED, "starts": starts, "ends": ends, **more})  # type: ignore[arg-type]
    return fill(console(), Fill(into.pk, person.pk, said))
