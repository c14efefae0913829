"""What only those of a unit may know of it: here who holds its posts."""

from tests.apps.people.members import member
from tests.apps.posts import posts
from tests.support.hidden import City

SECRETS = ("Merganser", "GORSE-9")


def put(city: City) -> dict[str, str]:
    """A body, a term, a post and who holds it, all of B."""
    unit = city.world.units["B"]
    committee = posts.body(unit, name="GORSE-9")
    there = posts.post(unit, within=committee, name="GORSE-9")
    first = posts.term(committee)
    row = posts.put(member(unit, "Merganser", posts.BEGUN), there)
    return {
        "body_id": str(committee.pk),
        "term_id": str(first.pk),
        "post_id": str(there.pk),
        "holding_id": str(row.pk),
        "kind_code": "committee",
        "of": "bodies",
    }
