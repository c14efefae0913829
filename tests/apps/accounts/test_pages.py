"""The pages on people: who is seen, how a person is added, how roles are granted and end."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings
from tests.support.asking import asked_anew
from tests.support.organisation import PASSWORD, USUAL_MAILS, acting, client_of, console, person, tree

from mandate.apps.accounts.listed import people_page
from mandate.apps.units.models import Unit
from mandate.apps.units.services import CloseUnit, close_unit
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import who_can
from mandate.platform.access.models import Grant, User
from mandate.platform.journal.models import Entry
from mandate.platform.notices.models import Preference

pytestmark = pytest.mark.django_db


def visit(client: Client, name: str, *args: int, query: str = "", status: int = 200) -> str:
    response = client.get(reverse(f"accounts:{name}", args=args) + query)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def send(client: Client, action: str, /, *args: int, status: int = 302, **said: str) -> str:
    response = client.post(reverse(f"accounts:{action}", args=args), said)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def invitation(**changes: str) -> dict[str, str]:
    said = {"email": "Lan@example.org", "name": "Nguyễn Thị Lan", "language": "vi", "role": "reporter"}
    return said | {"unit": "A1", "starts": "2024-01-01", "ends": ""} | changes


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


@pytest.fixture
def administrator(units: dict[str, Unit]) -> Client:
    return client_of(person(Role.ADMINISTRATOR, units["C"]))


@pytest.fixture
def ward_administrator(units: dict[str, Unit]) -> Client:
    return client_of(person(Role.ADMINISTRATOR, units["A"]))


def test_the_list_is_narrowed_to_a_unit_and_a_role(units: dict[str, Unit]) -> None:
    for role, unit in ((Role.REPORTER, "A1"), (Role.SECRETARY, "A"), (Role.REPORTER, "B1")):
        person(role, units[unit])
    ended = person(Role.REPORTER, units["A2"], "ended@example.org")
    Grant.objects.filter(user=ended).update(starts=date(2000, 1, 1), ends=date(2001, 1, 1))
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))

    def listed(query: str, by: Client = client) -> set[str]:
        return set(re.findall(r'<a href="/people/\d+/">([^<]+)</a>', visit(by, "people", query=query)))

    assert listed("?unit=A") == {"reporter-a1", "secretary-a"}
    assert listed("?unit=A1") == {"reporter-a1"}, "any unit, also one that is not offered"
    assert listed("?role=reporter") == {"reporter-a1", "reporter-b1"}
    assert listed("?unit=B&role=reporter") == {"reporter-b1"}
    assert "Nothing here matches." in visit(client, "people", query="?unit=B&role=secretary")
    ward = client_of(person(Role.ADMINISTRATOR, units["A"], "ward@example.org"))
    assert "reporter-b1" not in listed("?unit=B&role=reporter", ward), "what one may not see narrows nothing"
    assert '<option value="B"' not in visit(ward, "people", query="?unit=B")
    page = visit(client, "people", query="?unit=A")
    assert f'href="{reverse("accounts:add")}?unit=A"' in page
    assert 'value="A"' in visit(client, "add", query="?unit=A").split('name="unit"')[1][:200]


def test_a_guest_is_sent_to_sign_in() -> None:
    for name in ("people", "me", "add"):
        assert "/account/login/" in Client().get(reverse(f"accounts:{name}"))["Location"]


@pytest.mark.parametrize(
    ("role", "may_see", "may_add"),
    [
        (Role.ADMINISTRATOR, 200, 200),
        (Role.SECRETARY, 200, 403),
        (Role.REVIEWER, 403, 403),
        (Role.REPORTER, 403, 403),
        (Role.OBSERVER, 403, 403),
    ],
)
def test_which_roles_see_people_and_add_them(
    units: dict[str, Unit], role: Role, may_see: int, may_add: int
) -> None:
    client = client_of(person(role, units["A"]))
    visit(client, "people", status=may_see)
    visit(client, "add", status=may_add)


def test_one_sees_the_people_of_ones_own_units_and_only_their_roles_there(
    units: dict[str, Unit], ward_administrator: Client
) -> None:
    both = person(Role.REPORTER, units["A1"], "both@example.org")
    Grant.objects.create(user=both, role="observer", unit=units["B1"])
    other = person(Role.REPORTER, units["B"], "other@example.org")
    above = person(Role.SECRETARY, units["C"], "above@example.org")
    page = visit(ward_administrator, "people")
    assert "both@example.org" in page
    assert "other@example.org" not in page and "above@example.org" not in page
    shown = visit(ward_administrator, "person", both.pk)
    assert "Reporter" in shown and "Observer" not in shown
    for hidden in (other, above):
        visit(ward_administrator, "person", hidden.pk, status=404)
        for name in ("grant", "change", "mail"):
            response = ward_administrator.post(reverse(f"accounts:{name}", args=[hidden.pk]), {})
            assert response.status_code == 404
    visit(ward_administrator, "person", 999_999, status=404)


def test_people_are_found_with_or_without_accents(units: dict[str, Unit], administrator: Client) -> None:
    user = person(Role.REPORTER, units["A1"], "lan@example.org")
    user.name = "Nguyễn Thị Đào"
    user.save()
    assert "lan@example.org" in visit(administrator, "people", query="?q=dao+nguyen")
    assert "lan@example.org" not in visit(administrator, "people", query="?q=binh")


def test_a_person_is_added_and_sets_a_password_by_mail(administrator: Client) -> None:
    send(administrator, "add", **invitation())
    user = User.objects.get(email="lan@example.org")
    assert (user.name, user.language) == ("Nguyễn Thị Lan", "vi")
    grant = user.grants.get()
    assert (grant.role, grant.unit_id) == ("reporter", Unit.objects.get(code="A1").pk)
    assert mail.outbox[0].to == ["lan@example.org"]
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    assert link is not None
    stranger = Client()
    form = stranger.get(link[1], follow=True)
    stranger.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_address_that_is_here_already_gets_the_role(units: dict[str, Unit], administrator: Client) -> None:
    known = person(Role.REPORTER, units["B"], "lan@example.org")
    send(administrator, "add", **invitation())
    assert known.grants.count() == 2
    assert not mail.outbox
    page = send(administrator, "add", status=422, **invitation())
    assert "This person has this role on this unit already." in page


def test_a_known_address_tells_nobody_a_strangers_name(
    units: dict[str, Unit], ward_administrator: Client
) -> None:
    stranger = person(Role.REPORTER, units["B"], "lan@example.org")
    User.objects.filter(pk=stranger.pk).update(name="Lê Thị Bí Mật")
    page = send(ward_administrator, "add", status=422, **invitation())
    assert "under another name" in page and "Bí Mật" not in page
    assert stranger.grants.count() == 1
    visit(ward_administrator, "person", stranger.pk, status=404)
    # who knows the person knows the name, in any order and without accents
    send(ward_administrator, "add", **invitation(name="bi mat LE THI"))
    assert stranger.grants.count() == 2
    assert not mail.outbox


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"name": ""}, "required"),
        ({"unit": "NOWHERE"}, "No unit has this code or name."),
        ({"unit": "pho 1"}, "Several units have this name"),
        ({"role": "king"}, "valid choice"),
        ({"ends": "2023-01-01"}, "The end must come after the start."),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_stays(
    administrator: Client, change: dict[str, str], words: str
) -> None:
    page = send(administrator, "add", status=422, **invitation(**change))
    assert words in page
    assert change.get("name", "Nguyễn Thị Lan") in page
    assert not User.objects.filter(email="lan@example.org").exists()
    assert not mail.outbox


def test_nobody_grants_a_role_outside_their_own_units(ward_administrator: Client) -> None:
    page = send(ward_administrator, "add", status=422, **invitation(unit="B1"))
    assert "No unit has this code or name." in page
    assert not User.objects.filter(email="lan@example.org").exists()


def test_a_role_is_granted_and_ends(units: dict[str, Unit], administrator: Client) -> None:
    user = person(Role.REPORTER, units["A1"])
    send(administrator, "grant", user.pk, role="reviewer", unit="A", starts="2024-01-01")
    grant = user.grants.get(role="reviewer")
    response = administrator.post(
        reverse("accounts:end", args=[user.pk, grant.pk]), {"ends": timezone.localdate().isoformat()}
    )
    assert response.status_code == 302
    grant.refresh_from_db()
    assert grant.ends == timezone.localdate()
    assert "ended" in visit(administrator, "person", user.pk)
    assert Entry.objects.filter(code="access.role_ended").count() == 1


def test_a_forged_role_is_not_ended(units: dict[str, Unit], ward_administrator: Client) -> None:
    mine = person(Role.REPORTER, units["A1"], "mine@example.org")
    theirs = person(Role.REPORTER, units["B1"], "theirs@example.org").grants.get()
    for user_id in (mine.pk, theirs.user_id):
        address = reverse("accounts:end", args=[user_id, theirs.pk])
        assert ward_administrator.post(address, {"ends": "2024-06-01"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ends is None


def test_a_secretary_sees_roles_but_does_not_end_them(units: dict[str, Unit]) -> None:
    grant = person(Role.REPORTER, units["A1"]).grants.get()
    secretary = client_of(person(Role.SECRETARY, units["A"]))
    address = reverse("accounts:end", args=[grant.user_id, grant.pk])
    assert address not in visit(secretary, "person", grant.user_id)
    assert secretary.post(address, {"ends": "2024-06-01"}).status_code == 403
    visit(secretary, "change", grant.user_id, status=403)


def test_nobody_ends_their_own_last_role_as_administrator(units: dict[str, Unit]) -> None:
    user = person(Role.ADMINISTRATOR, units["C"])
    client = client_of(user)
    first = user.grants.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    address = reverse("accounts:end", args=[user.pk, first.pk])
    refused = client.post(address, {"ends": tomorrow.isoformat()})
    assert "This is your last role as administrator." in refused.content.decode()
    # One that ends before that day does not count as another.
    Grant.objects.create(user=user, role="administrator", unit=units["A"], ends=tomorrow)
    assert client.post(address, {"ends": tomorrow.isoformat()}).status_code == 422
    Grant.objects.create(user=user, role="administrator", unit=units["B"])
    answer = client.post(address, {"ends": tomorrow.isoformat()})
    assert "Nobody would administer the organisation then." in answer.content.decode()
    person(Role.ADMINISTRATOR, units["C"], "another@example.org")
    assert client.post(address, {"ends": tomorrow.isoformat()}).status_code == 302


def test_who_may_no_longer_sign_in_is_out_at_once(units: dict[str, Unit], administrator: Client) -> None:
    user = person(Role.REPORTER, units["A1"])
    client = client_of(user)
    visit(client, "me")
    send(administrator, "change", user.pk, name=user.name)
    assert client.get(reverse("accounts:me")).status_code == 302
    assert "may not sign in" in visit(administrator, "people")


def test_nobody_takes_away_their_own_right_to_sign_in(units: dict[str, Unit]) -> None:
    user = person(Role.ADMINISTRATOR, units["C"])
    page = send(client_of(user), "change", user.pk, status=422, name="Me")
    assert "You cannot take away your own right to sign in." in page


def test_the_entry_of_a_person_of_several_branches_is_changed_from_above(
    units: dict[str, Unit], ward_administrator: Client, administrator: Client
) -> None:
    user = person(Role.REPORTER, units["A1"])
    Grant.objects.create(user=user, role="reporter", unit=units["B1"])
    visit(ward_administrator, "change", user.pk, status=403)
    send(administrator, "change", user.pk, name="Renamed", is_active="on")
    user.refresh_from_db()
    assert user.name == "Renamed"


def test_the_mail_is_sent_again(units: dict[str, Unit], administrator: Client) -> None:
    user = person(Role.REPORTER, units["A1"])
    send(administrator, "mail", user.pk)
    assert mail.outbox[0].to == [user.email]


def test_a_mail_that_cannot_be_sent_leaves_the_person_entered(
    administrator: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    response = administrator.post(reverse("accounts:add"), invitation(), follow=True)
    assert "The mail could not be sent." in response.content.decode()
    assert User.objects.filter(email="lan@example.org").exists()


def test_my_own_entry(units: dict[str, Unit]) -> None:
    user = person(Role.OBSERVER, units["A1"])
    client = client_of(user)
    page = visit(client, "me")
    for name in ("account_change_password", "mfa_index", "mfa_list_webauthn"):
        assert reverse(name) in page
    assert "Phố 1" in page
    said = USUAL_MAILS | {"language": "fr"}
    client.post(reverse("accounts:me"), said | {"name": "Trần Văn Bình"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Trần Văn Bình", "fr")
    assert 'lang="fr"' in visit(client, "me")
    assert client.post(reverse("accounts:me"), said | {"name": " "}).status_code == 422


def test_my_own_entry_is_saved_whole_or_not_at_all(units: dict[str, Unit]) -> None:
    user = person(Role.OBSERVER, units["A1"])
    client = client_of(user)
    inside = re.findall(r'<form class="form" method="post".*?</form>', visit(client, "me"), re.DOTALL)
    (whole,) = [form for form in inside if 'name="language"' in form]
    assert {f'name="{name}"' in whole for name in ("name", *USUAL_MAILS)} == {True}, "one form, one button"
    said = USUAL_MAILS | {"mails-returned": "never", "language": "fr"}
    answer = client.post(reverse("accounts:me"), said | {"name": " "})
    assert answer.status_code == 422
    assert re.search(r'<option value="never"\s+selected>', answer.content.decode()), "what was chosen stays"
    assert not Preference.objects.exists()
    client.post(reverse("accounts:me"), said | {"name": "Bình"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Bình", "fr")
    assert list(Preference.objects.values_list("group", "choice")) == [("returned", "never")], (
        "the usual stays"
    )


def test_the_list_takes_the_same_number_of_queries_for_many_people(units: dict[str, Unit]) -> None:
    actor = acting(Role.ADMINISTRATOR, units["C"])

    def cost() -> int:
        with asked_anew() as captured:
            people_page(actor, {})
        return len(captured)

    person(Role.REPORTER, units["A1"], "first@example.org")
    cost()  # reads the tree, which is then kept in memory
    few = cost()
    for number in range(60):
        person(Role.REPORTER, units[("A", "A1", "B1")[number % 3]], f"p{number}@example.org")
    assert cost() == few
    page = people_page(actor, {"page": "2"})
    assert len(page.people) == 12 and page.people.total == 62


def test_roles_on_a_closed_unit_are_still_seen_and_ended(
    units: dict[str, Unit], ward_administrator: Client
) -> None:
    grant = person(Role.REPORTER, units["A1"]).grants.get()
    close_unit(console(), CloseUnit(units["A1"].pk, date(2024, 1, 1)))
    address = reverse("accounts:end", args=[grant.user_id, grant.pk])
    assert address in visit(ward_administrator, "person", grant.user_id)
    assert ward_administrator.post(address, {"ends": "2024-06-01"}).status_code == 302


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("vi", ["An Bình", "Ân Bình", "Đông Anh", "Zachary"]),
        ("pl", ["Lubomir", "Łucja", "Maria", "Żaneta"]),
        ("de", ["Aaron", "Ärne", "Azra", "Zoe"]),
        ("sv", ["Zoe", "Åke", "Ärne", "Örjan"]),
    ],
)
def test_people_stand_in_the_order_of_the_readers_dictionary(
    units: dict[str, Unit], language: str, order: list[str]
) -> None:
    for place, name in enumerate(reversed(order)):
        user = person(Role.OBSERVER, units["A1"], f"p{place}@example.org")
        user.name = name
        user.save(update_fields=["name"])
    reader = acting(Role.ADMINISTRATOR, units["C"])
    with translation.override(language):
        shown = [row.name for row in people_page(reader, {}).people if row.name in order]
        turned = [row.name for row in people_page(reader, {"sort": "-name"}).people]
        named = [user.name for user in who_can("units.view", units["A1"].pk, reader.today)]
    assert shown == order == [name for name in named if name in order]
    assert [name for name in turned if name in order] == order[::-1]


def test_each_role_says_under_what_its_unit_lies(units: dict[str, Unit]) -> None:
    person(Role.REPORTER, units["A1"], "lan@example.org")
    page = people_page(acting(Role.ADMINISTRATOR, units["C"]), {"q": "lan@example"})
    above, own = (units[code].names["en"] for code in ("A", "A1"))
    assert [str(role) for row in page.people for role in row.roles] == [f"reporter · {own}, {above}"]


def test_who_holds_a_role_on_everything_is_seen_from_the_only_root(
    administrator: Client, ward_administrator: Client
) -> None:
    everywhere = person(Role.SECRETARY, None)
    assert f"/people/{everywhere.pk}/" in visit(administrator, "people")
    assert "whole organisation" in visit(administrator, "person", everywhere.pk)
    assert f"/people/{everywhere.pk}/" not in visit(ward_administrator, "people")
