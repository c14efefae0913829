"""A list with personal data that goes out as a file leaves a row in the journal, and no other list does."""

import pytest
from django.test import Client
from tests.support.organisation import acting, client_of, person, tree

from mandate.apps.desk.queries.journal import deeds
from mandate.apps.units.models import Unit
from mandate.platform.access.actor import Role
from mandate.platform.access.models import User
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry
from mandate.platform.listing import files

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
    return [event_from(row.code, row.data).sentence() for row in rows]


def test_the_list_of_people_says_what_it_was_narrowed_to(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    for query in ("file=csv", "file=xlsx&q=taker&signs_in=yes", "q=taker", "file=pdf"):
        assert taker.get(f"/people/?{query}").status_code == 200
    assert told() == [
        "The list of people taken out as a file (rows: 1)",
        "The list of people taken out as a file (rows: 1; Name or email: taker; may sign in: yes)",
    ]
    rows = Entry.objects.filter(code="access.people_taken").order_by("pk")
    assert [(row.unit_id, row.by, row.data["file"]) for row in rows] == [
        (units["A"].pk, "taker", "csv"),
        (units["A"].pk, "taker", "xlsx"),
    ]


def test_what_is_asked_about_without_a_body_goes_nowhere(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    assert taker.head("/people/?file=csv").status_code == 200
    assert told() == []


def test_of_a_long_search_the_journal_keeps_what_narrowed_the_list(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    assert taker.get(f"/people/?file=csv&q={'a' * 5000}").status_code == 200
    assert [len(words) for _label, words in Entry.objects.latest("pk").data["filters"]] == [300]


def test_so_does_the_journal(units: dict[str, Unit]) -> None:
    taker = client(Role.ADMINISTRATOR, units["A"])
    taker.get("/people/?file=csv")
    query = f"unit={units['A'].code}&person=taker&kind=access.people_taken&since=2020-01-01&text=taker"
    assert taker.get(f"/journal/?file=csv&{query}").status_code == 200
    assert told()[1] == (
        "The journal taken out as a file (rows: 1; Unit, with all below it: Phường A; "
        "Person: taker; Kind of action: the list of people taken out as a file; From: 2020-01-01; "
        "Text: taker)"
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
