"""Erasing a person: everything that says who they are goes, what they did stays, and nobody does it who may
not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from threading import Barrier

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from tests.support.organisation import NOW, PASSWORD, acting, client_of, console, person, tree

from mandate.apps.accounts.listed import people_list
from mandate.apps.accounts.queries import person_page
from mandate.apps.desk.queries.journal import Wanted, deeds, people_called
from mandate.apps.units.models import Unit
from mandate.apps.units.services import RenameUnit, rename_unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.erasing import ErasePerson, erase_person, theirs_alone
from mandate.platform.access.models import FormerName, Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import ChangeUser, EndRole, GrantRole, change_user, end_role, grant_role
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.listing.models import SavedView
from mandate.platform.listing.showing import show
from mandate.platform.notices.models import Notice, Preference
from mandate.platform.text.models import Draft

WORD = "erased person no. {}"
TEXTS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public'
  AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')
ORDER BY 1, 2
"""


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return tree()


def lan(units: dict[str, Unit], unit: str = "A1") -> User:
    """Somebody who was renamed, did something and left something in every table that is theirs alone."""
    user = person(Role.ADMINISTRATOR, units[unit], "lan.uniquely@example.org")
    for name in ("Quỳnh Lan Phạm", "Quỳnh Lan Đỗ"):
        change_user(console(NOW + timedelta(minutes=len(name))), ChangeUser(user.pk, name, is_active=True))
    user.refresh_from_db()
    rename_unit(actor_of(user, NOW), RenameUnit(units[unit].pk, {"en": "Sông Mã"}))
    client_of(user).get(f"/people/?file=csv&q={user.name}")
    client_of(person(Role.ADMINISTRATOR, None)).get("/people/?file=csv&q=quynh do")
    client_of(person(Role.ADMINISTRATOR, None)).get(f"/journal/?file=csv&text=x {user.email}")
    client_of(person(Role.ADMINISTRATOR, None)).get("/people/?file=csv&q=somebody else")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    SavedView.objects.create(user=user, name="Mine of Quỳnh Lan Đỗ", address="/people/")
    Draft.objects.create(user=user, place="x", parts={"summary": user.name}, seen=0, at=NOW)
    Notice.objects.create(user=user, kind="x", subject=1, at=NOW, mail_trouble=f"no way to {user.email}")
    Preference.objects.create(user=user, group="x", choice="never")
    return user


def leave(user: User) -> None:
    change_user(console(), ChangeUser(user.pk, "", is_active=False))
    for grant in Grant.objects.filter(user=user):
        end_role(console(), EndRole(grant.pk, NOW.date()))


def erased(actor: Actor, user: User) -> None:
    leave(user)
    erase_person(actor, ErasePerson(user.pk))
    user.refresh_from_db()


def found(*words: str) -> list[str]:
    """Where in the whole database one of some words stands, in whatever writing."""
    places = []
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE CAST("{column}" AS text) ILIKE ANY(%s)',
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone() != (0,):
                places.append(f"{table}.{column}")
    return places


def test_no_table_knows_the_person_any_more(units: dict[str, Unit]) -> None:
    user = lan(units)
    words = ("Quỳnh", "quynh", "lan.uniquely")
    places = ["access_formername.name", "access_user.email", "access_user.name", "journal_apart.values"]
    places += ["listing_savedview.name", "notices_notice.mail_trouble", "text_draft.parts"]
    assert set(places) <= set(found(*words))
    erased(console(), user)
    assert found(*words) == []
    tables = [(one.__name__, one._default_manager.filter(**{field: user})) for one, field in theirs_alone()]
    assert [name for name, rows in tables if rows.exists()] == []
    assert str(user.pk) not in [one.get_decoded().get("_auth_user_id") for one in Session.objects.all()]
    assert [one.values for one in Apart.objects.all()] == [{"typed": {"q": "somebody else"}}]
    assert not user.has_usable_password() and not Client().login(email=user.email, password=PASSWORD)


def test_of_views_that_others_keep_only_the_words_of_the_person_go(units: dict[str, Unit]) -> None:
    user, other = lan(units), person(Role.OBSERVER, None)
    views = {
        "Quỳnh Lan Đỗ": "/people/?q=Qu%E1%BB%B3nh+do&state=on&page=2",
        "Do of Quynh, late": "/journal/?person=lan.uniquely%40example.org",
        "People": "/people/?q=lan",
        "Lan street": "/units/?q=a1+quynh+PHAM",
    }
    for name, address in views.items():
        SavedView.objects.create(user=other, name=name, list="People", address=address)
    erased(console(), user)
    kept = dict(SavedView.objects.filter(user=other).values_list("name", "address"))
    assert kept == {
        "People 2": "/people/?q=&state=on&page=2",
        "of late": "/journal/?person=",
        "People": "/people/?q=lan",
        "Lan street": "/units/?q=a1",
    }
    assert found("Quỳnh", "quynh+", "lan.uniquely") == []


def test_what_they_did_stays_under_a_word(units: dict[str, Unit]) -> None:
    user = lan(units)
    before = list(Entry.objects.order_by("pk").values())
    erased(console(), user)
    assert list(Entry.objects.order_by("pk").values())[: len(before)] == before
    everyone, word = acting(Role.ADMINISTRATOR, None), WORD.format(user.pk)
    rows = deeds(everyone).rows
    assert rows[0].sentence == f"Erased the personal data of {word}" and rows[0].changes == ()
    assert [row.by for row in rows if row.code == "units.renamed"] == [word]
    assert f"Changed the entry of {word}" in [row.sentence for row in rows]
    theirs = deeds(everyone, Wanted(people=people_called(everyone, word))).rows
    assert {row.by for row in theirs} == {word}
    assert deeds(everyone, Wanted(text="quỳnh")).rows == ()
    (shown,) = [row for row in show(people_list(everyone), {}) if row.id == user.pk]
    assert (shown.name, shown.email, shown.is_active) == (word, "", False)
    page = person_page(everyone, user.pk)
    assert not (page.may_change or page.may_grant or page.may_erase) and page.person.roles
    with translation.override("de"):
        assert deeds(everyone).rows[0].sentence.endswith(f"gelöschte Person Nr. {user.pk}")


def test_people_are_kept_apart_by_their_numbers(units: dict[str, Unit]) -> None:
    one, other = lan(units), person(Role.ADMINISTRATOR, units["B"])
    rename_unit(actor_of(other, NOW), RenameUnit(units["B"].pk, {"en": "B"}))
    for user in (one, other):
        erased(console(), user)
    named = [row.by for row in deeds(console()).rows if row.code == "units.renamed"]
    assert named == [WORD.format(other.pk), WORD.format(one.pk)]


@pytest.mark.parametrize("stands", ["signs in", "role", "planned"])
def test_only_who_has_left_is_erased(units: dict[str, Unit], stands: str) -> None:
    user = lan(units)
    if stands != "signs in":
        change_user(console(), ChangeUser(user.pk, "", is_active=False))
    if stands != "role":
        end_role(console(), EndRole(user.grants.get().pk, NOW.date()))
    if stands == "planned":
        tomorrow = NOW.date() + timedelta(days=1)
        grant_role(console(), GrantRole(user.pk, Role.OBSERVER, units["A"].pk, tomorrow))
    with pytest.raises(ValidationError):
        erase_person(console(), ErasePerson(user.pk))
    user.refresh_from_db()
    assert user.name == "Quỳnh Lan Đỗ" and FormerName.objects.exists()


def test_who_administers_all_units_of_the_person_and_is_another(units: dict[str, Unit]) -> None:
    user = lan(units)
    user.grants.create(role=Role.OBSERVER.value, unit=units["B1"])
    leave(user)
    for role, unit in [(Role.ADMINISTRATOR, "A"), (Role.ADMINISTRATOR, "B"), (Role.SECRETARY, "C")]:
        with pytest.raises(Forbidden):
            erase_person(acting(role, units[unit]), ErasePerson(user.pk))
    themselves = Actor(user.pk, user.name, NOW, grants=acting(Role.ADMINISTRATOR, units["C"]).grants)
    with pytest.raises(ValidationError, match="Nobody erases themselves"):
        erase_person(themselves, ErasePerson(user.pk))
    erase_person(acting(Role.ADMINISTRATOR, units["C"]), ErasePerson(user.pk))
    entry = Entry.objects.latest("pk")
    assert (entry.code, entry.unit_id) == ("access.person_erased", units["C"].pk)
    assert entry.data == {"user": user.pk}
    with pytest.raises(ValidationError, match="already"):
        erase_person(console(), ErasePerson(user.pk))


def test_nothing_is_given_to_who_is_erased(units: dict[str, Unit]) -> None:
    user = lan(units)
    erased(console(), user)
    for deed in (
        lambda: change_user(console(), ChangeUser(user.pk, "Lan again", is_active=True)),
        lambda: grant_role(console(), GrantRole(user.pk, Role.OBSERVER, units["A"].pk)),
    ):
        with pytest.raises(ValidationError, match="erased meanwhile"):
            deed()
    assert User.objects.get(pk=user.pk).name == ""


def test_what_breaks_off_leaves_everything(units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    user = lan(units)
    leave(user)
    before, sessions = found("Quỳnh", "lan.uniquely"), set(Session.objects.values_list("pk", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore  # where sessions really lie
    assert store.get_model_class() is Session and sessions

    class BrokenError(Exception):
        pass

    with pytest.raises(BrokenError), transaction.atomic():
        erase_person(console(), ErasePerson(user.pk))
        raise BrokenError
    assert found("Quỳnh", "lan.uniquely") == before
    assert set(Session.objects.values_list("pk", flat=True)) == sessions


def test_the_pages(units: dict[str, Unit]) -> None:
    user, admin = lan(units), client_of(person(Role.ADMINISTRATOR, None))
    address = f"/people/{user.pk}/erase/"
    assert admin.get(address).status_code == 403
    leave(user)
    assert address in admin.get(f"/people/{user.pk}/").content.decode()
    asked = admin.get(address).content.decode()
    assert "This will be erased" in asked and WORD.format(user.pk) in asked
    assert admin.post(address, {"known": ""}).status_code == 422 and not User.objects.filter(name="").exists()
    assert admin.post(address, {"known": "on"}).status_code == 302
    shown = admin.get(f"/people/{user.pk}/").content.decode()
    assert WORD.format(user.pk) in shown and "Erased on" in shown and address not in shown
    assert "erased.invalid" not in shown + admin.get("/people/").content.decode()
    assert client_of(person(Role.SECRETARY, units["A"])).get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_erasing_and_renaming_at_once_no_name_is_left() -> None:
    units = tree()
    user = lan(units)
    leave(user)
    start = Barrier(2)

    def at_once(deed: Callable[[], object]) -> object:
        start.wait(30)
        try:
            return deed()
        except ValidationError as error:
            return error.messages
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        erasing = pool.submit(at_once, lambda: erase_person(console(), ErasePerson(user.pk)))
        renamed = ChangeUser(user.pk, "Quỳnh Lan Vũ", is_active=False)
        renaming = pool.submit(at_once, lambda: change_user(console(), renamed))
        assert erasing.result() is None
        assert renaming.result() in (None, ["This person was erased meanwhile."])
    assert found("Quỳnh", "lan.uniquely") == []
