"""What is kept of a person can be put right, and nobody is entered twice unawares."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.apps.people.members import BEGUN, member
from tests.support.organisation import client_of, console, person, tree

from mandate.apps.people.models import Membership, Particulars
from mandate.apps.people.services.persons import CorrectPerson, EnterPerson, correct_person
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

KEPT = EnterPerson("Lê Văn Tám", "", date(1990, 5, 19), "0912 000 111")


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def keeper(units: dict[str, Unit]) -> Client:
    """The secretary of ward A."""
    return client_of(person(Role.SECRETARY, units["A"]))


def correct(user: User, seen: EnterPerson = KEPT, **said: object) -> None:
    correct_person(console(), CorrectPerson(user.pk, replace(seen, **said), seen))


def kept(user: User) -> EnterPerson:
    told = Particulars.objects.select_related("user").get(user=user)
    return EnterPerson(told.user.name, told.number, told.born, told.phone)


def test_an_entry_is_corrected_and_the_journal_knows_what_stood_there(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    correct(user, name="Lê Văn  Tâm", number="HR 7", born=date(1991, 5, 19))
    assert kept(user) == EnterPerson("Lê Văn Tâm", "HR 7", date(1991, 5, 19), "0912 000 111")
    row = Entry.objects.latest("id")
    event = read([row])[0].event
    assert event.sentence() == "Corrected the entry of Lê Văn Tâm"
    assert [(one.label, one.old, one.new) for one in event.differences()] == [
        ("name", "Lê Văn Tám", "Lê Văn Tâm"),
        ("date of birth", "1990-05-19", "1991-05-19"),
        ("member number", "", "HR 7"),
    ]
    assert "1990" not in str(row.data) and Apart.objects.filter(entry=row).exists()
    correct(user, kept(user))
    assert Entry.objects.latest("id") == row  # nothing differs, so nothing is told


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(units: dict[str, Unit]) -> None:
    user = member(units["A1"])
    correct(user, phone="0912 000 222")
    with pytest.raises(ValidationError) as caught:
        correct(user, phone="0912 000 333", number="HR 7")
    assert caught.value.message_dict == {
        "phone": ["Somebody else has written here meanwhile: 0912 000 222. Save again to replace it."]
    }
    assert kept(user) == replace(KEPT, phone="0912 000 222")
    correct(user, number="HR 7")  # another field is no conflict, and what is there of the telephone stays
    assert kept(user) == replace(KEPT, phone="0912 000 222", number="HR 7")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", " ", "Write the person's name."),
        ("number", "HR 0О7", "Somebody has this member number already, or one that looks like it."),
        ("born", date(2023, 3, 2), "That is after the day on which the first membership begins."),
        ("born", date(2200, 1, 1), "This day is still to come."),
        ("phone", "1" * 41, "This is too long."),
    ],
)
def test_a_wrong_correction_stands_at_its_field(
    units: dict[str, Unit], field: str, value: object, told: str
) -> None:
    user = member(units["A1"])
    member(units["A2"], "Bùi Thị Đào", number="HR 007")
    with pytest.raises(ValidationError) as caught:
        correct(user, **{field: value})
    assert caught.value.message_dict == {field: [told]} and kept(user) == KEPT


def test_the_form_goes_on_from_what_somebody_else_wrote(units: dict[str, Unit], keeper: Client) -> None:
    user = member(units["A1"])
    said = {"name": KEPT.name, "number": "", "born": "1990-05-19", "phone": "0912 000 333"}
    seen = {"seen_name": KEPT.name, "seen_born": "1990-05-19", "seen_phone": KEPT.phone}
    correct(user, phone="0912 000 222")
    address = f"/members/{user.pk}/correct/"
    refused = keeper.post(address, said | seen)
    page = refused.content.decode()
    assert refused.status_code == 422 and "0912 000 222. Save again to replace it." in page
    assert 'value="0912 000 333"' in page and 'name="seen_phone" value="0912 000 222"' in page
    done = keeper.post(address, said | seen | {"seen_phone": "0912 000 222"})
    assert done["Location"] == f"/members/{user.pk}/" and kept(user).phone == "0912 000 333"


def test_somebody_of_one_name_and_birthday_is_entered_only_when_it_is_another(
    units: dict[str, Unit], keeper: Client
) -> None:
    member(units["B1"])  # in a ward that the keeper does not see
    form = {"name": "Lê  văn Tám", "kind": "full", "day": "2023-05-01", "born": "1990-05-19"}
    refused = keeper.post("/unit/A1/people/admit/", form)
    page = refused.content.decode()
    assert refused.status_code == 422 and Membership.objects.count() == 1
    assert "Somebody of this name, born on that day, is entered already." in page
    assert '<input type="checkbox" name="another"' in page
    assert "/unit/B1/" not in page  # and not where
    keeper.post("/unit/A1/people/admit/", form | {"another": "on"})
    assert Membership.objects.count() == 2
    other_day = form | {"born": "1990-05-20", "day": BEGUN.isoformat()}
    assert keeper.post("/unit/A1/people/admit/", other_day).status_code == 302
