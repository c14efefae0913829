"""People as contacts: each with what the reader may see, and nothing else."""

import pytest
import vobject
from django.test import Client
from tests.apps.people.members import BEGUN, member
from tests.apps.posts.posts import body, post, put
from tests.support.organisation import client_of, person, tree

from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def somebody(units: dict[str, Unit]) -> User:
    """The chair of a committee of A, who signs in and has a telephone."""
    made = member(units["A1"], "Lê Thị Hai", BEGUN)
    made.email = "hai@example.org"
    made.save(update_fields=["email"])
    put(made, post(units["A"], "chair", body(units["A"]), name="Chủ tịch; phó"))
    return made


def read(client: Client, address: str) -> list[vobject.base.Component]:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/vcard; charset=utf-8"
    return list(vobject.readComponents(answer.content.decode()))


def test_whoever_keeps_the_list_gets_the_telephone(units: dict[str, Unit], somebody: User) -> None:
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    (card,) = read(keeper, f"/members/{somebody.pk}/card/")
    assert (card.fn.value, card.tel.value) == ("Lê Thị Hai", "0912 000 111")
    assert card.title.value == "Chủ tịch; phó"
    assert card.org.value[0] == "Phường A, Thành phố" and len(card.org.value) == 2
    assert card.uid.value.endswith(f"/members/{somebody.pk}/")
    assert f"/members/{somebody.pk}/card/" in keeper.get(f"/members/{somebody.pk}/").content.decode()


def test_the_address_is_for_those_who_see_the_entry(units: dict[str, Unit], somebody: User) -> None:
    keeper = client_of(person(Role.SECRETARY, units["A"]))
    assert "email" not in read(keeper, f"/members/{somebody.pk}/card/")[0].contents
    person(Role.OBSERVER, units["A1"], "hai@example.org")
    administrator = client_of(person(Role.ADMINISTRATOR, units["A"]))
    (card,) = read(administrator, f"/members/{somebody.pk}/card/")
    assert card.email.value == "hai@example.org"


def test_in_a_list_others_get_the_name_and_the_post_alone(units: dict[str, Unit], somebody: User) -> None:
    put(member(units["B1"], "Lê Thị Ba", BEGUN), post(units["B"], "chair"))
    reader = client_of(person(Role.OBSERVER, units["A"], "reader@example.org"))
    assert reader.get(f"/members/{somebody.pk}/card/").status_code == 404
    for address in ("/directory/posts/?file=vcf", "/unit/A/posts/all/?file=vcf"):
        (card,) = read(reader, address)
        assert card.fn.value == "Lê Thị Hai" and card.title.value == "Chủ tịch; phó"
        assert not {"tel", "email"} & set(card.contents)
    rows = Entry.objects.filter(code="posts.taken")
    assert [row.unit_id for row in rows] == [units["A"].pk] * 2
    assert read(reader, "/directory/posts/?file=vcf&q=nobody") == []
    assert reader.head("/directory/posts/?file=vcf").status_code == 200
    assert Entry.objects.filter(code="posts.taken").count() == 3


def test_several_posts_of_one_person_make_one_card(units: dict[str, Unit], somebody: User) -> None:
    put(somebody, post(units["A"], "head", name="Trưởng ban"))
    (card,) = read(client_of(person(Role.OBSERVER, units["C"])), "/directory/posts/?file=vcf")
    assert sorted(one.value for one in card.contents["title"]) == ["Chủ tịch; phó", "Trưởng ban"]


def test_nobody_gets_the_card_of_a_stranger(units: dict[str, Unit], somebody: User) -> None:
    other = client_of(person(Role.SECRETARY, units["B"]))
    assert other.get(f"/members/{somebody.pk}/card/").status_code == 404
    assert read(other, "/directory/posts/?file=vcf") == []
    assert Client().get(f"/members/{somebody.pk}/card/").status_code == 302
