"""Kinds of body and of post: made, changed, removed, and the limits that warn."""

from datetime import date

import pytest
from tests.apps.people.members import member
from tests.apps.posts.posts import BEGUN, body, post, put, term
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.posts.models import Body, BodyKind, Holding, PostKind
from mandate.apps.posts.queries.one import post_page
from mandate.apps.posts.services.kinds import (
    RemoveKind,
    SaveBodyKind,
    SavePostKind,
    remove_kind,
    save_body_kind,
    save_post_kind,
)
from mandate.apps.units.models import Unit
from mandate.core.holding import How
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def test_the_usual_kinds_are_there_in_all_languages() -> None:
    for kind in (*BodyKind.objects.all(), *PostKind.objects.all()):
        assert set(kind.names) == {"en", "vi", "fr", "de", "sv", "pl", "ru"} and all(kind.names.values())
    ranks = list(PostKind.objects.order_by("rank").values_list("code", flat=True))
    assert ranks[:4] == ["secretary", "chair", "standing_deputy_secretary", "deputy_secretary"]


def test_kinds_are_made_named_and_removed_by_the_administrator_of_the_whole(units: dict[str, Unit]) -> None:
    client = client_of(person(Role.ADMINISTRATOR, None))
    said = {"code": "board", "names_en": "Board", "position": "5"}
    assert client.post("/post-kinds/new-body-kind/", said)["Location"] == "/post-kinds/"
    made = body(units["A"], "board")
    client.post("/post-kinds/bodies/board/", {"names_en": "Board of trustees", "position": "6"})
    made.refresh_from_db()
    assert "board of trustees" in made.search_key and BodyKind.objects.get(code="board").position == 6
    said = {"code": "clerk", "names_en": "Clerk", "rank": "90", "role": "reporter", "most_age": "65"}
    client.post("/post-kinds/new-post-kind/", said)
    kind = PostKind.objects.get(code="clerk")
    assert (kind.rank, kind.role, kind.most_age, kind.most_terms) == (90, "reporter", 65, None)
    page = client.post("/post-kinds/remove/bodies/board/", follow=True).content.decode()
    assert "It stays." in page and Body.objects.exists()
    client.post("/post-kinds/remove/posts/clerk/")
    assert not PostKind.objects.filter(code="clerk").exists()
    below = client_of(person(Role.ADMINISTRATOR, units["A"]))
    for address in ("/post-kinds/", "/post-kinds/bodies/board/", "/post-kinds/new-post-kind/"):
        assert below.get(address).status_code == 403
    assert below.post("/post-kinds/remove/bodies/steering/").status_code == 403
    assert client.get("/post-kinds/bodies/nothing/").status_code == 404


def test_no_other_door_leads_to_the_kinds(units: dict[str, Unit]) -> None:
    """What the pages refuse, the services refuse, too."""
    deeds = (
        lambda actor: save_body_kind(actor, SaveBodyKind("board", {"en": "Board"}, 5, new=True)),
        lambda actor: save_post_kind(actor, SavePostKind("clerk", {"en": "Clerk"}, 90, new=True)),
        lambda actor: remove_kind(actor, RemoveKind("steering", bodies=True)),
    )
    for role, unit in ((Role.ADMINISTRATOR, units["A"]), (Role.SECRETARY, None)):
        for deed in deeds:
            with pytest.raises(Forbidden):
                deed(acting(role, unit))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "Com mittee"}, "code"),
        ({"code": "secretary"}, "code"),
        ({"code": "secretаry"}, "code"),  # with a letter of another alphabet
        ({"names_en": ""}, "names"),
        ({"rank": "10000"}, "rank"),
        ({"most_terms": "0"}, "most_terms"),
        ({"most_age": "121"}, "most_age"),
        ({"age_source": "x" * 301}, "age_source"),
    ],
)
def test_a_kind_that_cannot_be_is_told_at_its_field(given: dict[str, str], field: str) -> None:
    client, before = client_of(person(Role.ADMINISTRATOR, None)), PostKind.objects.count()
    said = {"code": "clerk", "names_en": "Clerk", "rank": "90", "most_terms": "", "most_age": ""} | given
    response = client.post("/post-kinds/new-post-kind/", said)
    assert response.status_code == 422 and list(response.context["form"].errors) == [field]
    assert PostKind.objects.count() == before


def test_terms_and_age_are_warned_of_with_their_source_and_forbid_nothing(units: dict[str, Unit]) -> None:
    PostKind.objects.filter(code="secretary").update(
        most_terms=2, terms_source="Rule 12", most_age=30, age_source="Rule 7"
    )
    committee = body(units["A"], starts=date(2010, 6, 1))
    for ordinal, year in ((15, 2010), (16, 2015), (17, 2020)):
        term(committee, ordinal, date(year, 6, 1), date(year + 5, 6, 1))
    secretary, here = post(units["A"], within=committee), member(units["A1"], day=BEGUN)  # born in 1990
    type(secretary).objects.update(starts=date(2010, 6, 1))
    put(here, secretary, date(2010, 6, 1))
    put(here, secretary, date(2015, 6, 1))
    last = put(here, secretary, date(2020, 6, 1), how=How.ELECTED)
    warned = {row.id: row.warnings for row in post_page(console(), secretary.pk).holdings}
    assert warned[last.pk] == ("This is term no. 3 in a row; the rule allows at most 2. (Rule 12)",)
    PostKind.objects.filter(code="secretary").update(most_age=29)
    assert "30 years old" in post_page(console(), secretary.pk).holdings[0].warnings[1]
    keeper, reader = (client_of(person(role, units["A"])) for role in (Role.SECRETARY, Role.OBSERVER))
    address = f"/posts/{secretary.pk}/"
    assert "Rule 7" in keeper.get(address).content.decode()
    assert "Rule 7" not in reader.get(address).content.decode()  # it tells of an age
    assert Holding.objects.count() == 3
