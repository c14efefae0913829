"""A list with personal data that goes out as a file leaves a row in the journal, and no other list does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.accounts.listed import people_list
from mandate.apps.desk.queries.journal import deeds, deeds_list
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.journal.models import Apart, Entry
from mandate.platform.journal.reading import read
from mandate.platform.listing import files
from mandate.platform.listing.events import WORDS
from mandate.platform.listing.value import Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def client(role: Role, *units: Unit | None, name: str = "taker") -> Client:
    user = person(role, units[0], f"{name}@example.org")
    for unit in units[1:]:
        user.grants.create(role=role.value, unit=unit)
    return client_of(user)


def told() -> list[str]:
    rows = Entry.objects.filter(code__in=("access.people_taken", "journal.taken")).order_by("pk")
    return [told.event.sentence() for told in read(list(rows))]


def test_the_list_of_people_says_what_it_was_narrowed_to(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    for query in ("file=csv", "file=xlsx&q=taker&signs_in=yes", "q=taker", "file=pdf"):
        assert taker.get(f"/people/?{query}").status_code == 200
    assert told() == [
        "The list of people taken out as a file (rows: 1)",
        "The list of people taken out as a file (rows: 1; may sign in: yes; Name or email: taker)",
    ]
    rows = Entry.objects.filter(code="access.people_taken").order_by("pk")
    assert [(one.entry.unit_id, one.by, one.entry.data["file"]) for one in read(list(rows))] == [
        (units["A"].pk, "taker", "csv"),
        (units["A"].pk, "taker", "xlsx"),
    ]


def test_it_is_told_in_the_language_of_the_reader_and_holds_no_typed_word(units: dict[str, Unit]) -> None:
    client(Role.ADMINISTRATOR, units["A"]).get(
        "/people/?file=csv&q=taker&signs_in=yes", HTTP_ACCEPT_LANGUAGE="vi"
    )
    row = Entry.objects.latest("pk")
    assert row.data == {"filters": [["signs_in", "yes"]], "rows": 1, "file": "csv"}
    assert Apart.objects.get(pk=row.pk).values == {"typed": {"q": "taker"}}
    with translation.override("de"):
        assert told()[0].endswith("(Zeilen: 1; darf sich anmelden: ja; Name oder E-Mail-Adresse: taker)")
    Apart.objects.all().delete()
    assert told()[0].endswith("(rows: 1; may sign in: yes; what was typed: erased)")


@pytest.mark.parametrize("listing", [people_list, deeds_list])
def test_every_choice_of_such_a_list_has_its_word(listing: Callable[[Actor], Listing[Any]]) -> None:
    stated = listing(console())
    assert stated.taken
    words = stated.taken.event.words
    said = [one.name for one in stated.filters] + [
        f"{one.name}={o.value}" for one in stated.filters for o in one.options
    ]
    assert [one for one in said if one not in words] == []
    assert not stated.search or WORDS in words


def test_what_is_asked_about_without_a_body_goes_nowhere(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    assert taker.head("/people/?file=csv").status_code == 200
    assert told() == []


def test_of_a_long_search_the_journal_keeps_what_narrowed_the_list(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    assert taker.get(f"/people/?file=csv&q={'a' * 5000}").status_code == 200
    assert len(Apart.objects.get().values["typed"]["q"]) == 300


def test_so_does_the_journal(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    taker.get("/people/?file=csv")
    query = f"unit={units['A'].code}&person=taker&kind=access.people_taken&since=2020-01-01&text=taker"
    assert taker.get(f"/journal/?file=csv&{query}").status_code == 200
    assert told()[1] == (
        "The journal taken out as a file (rows: 1; Unit, with all below it: A; "
        "Kind of action: the list of people taken out as a file; From: 2020-01-01; "
        "Person: taker; Text: taker)"
    )


def test_those_learn_of_it_who_learn_of_people_there(units: dict[str, Unit]) -> None:
    client(Role.ADMINISTRATOR, units["A"]).get("/people/?file=csv")
    client(Role.ADMINISTRATOR, units["A1"], units["B"], name="two").get("/people/?file=csv")

    def heard(role: Role, unit: Unit | None) -> list[str]:
        rows = deeds(acting(role, unit)).rows
        return [row.sentence for row in rows if row.code == "access.people_taken"]

    whole = "The list of people taken out as a file (rows: 1)"
    beside = "The list of people taken out as a file"
    assert heard(Role.ADMINISTRATOR, None)[1] == whole and len(heard(Role.ADMINISTRATOR, None)) == 2
    assert heard(Role.ADMINISTRATOR, units["A"]) == [beside, whole]
    assert heard(Role.ADMINISTRATOR, units["B"]) == [beside]
    assert heard(Role.ADMINISTRATOR, units["A1"]) == [beside]
    assert heard(Role.REVIEWER, units["A"]) == [], "who sees no people there"


def test_what_is_refused_and_what_holds_no_personal_data_leaves_nothing(
    units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    taker = client(Role.ADMINISTRATOR, None)
    assert taker.get("/units/-/closed/?file=csv").status_code == 200
    monkeypatch.setattr(files, "MOST", User.objects.count() - 1)
    assert taker.get("/people/?file=csv").status_code == 422
    assert told() == []
