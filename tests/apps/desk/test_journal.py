"""The page of the journal: who reads which deeds, what the filters find, and how its pages follow."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, acting, client_of, console, person, tree

from mandate.apps.desk.permissions import JOURNAL_VIEW
from mandate.apps.desk.queries import journal
from mandate.apps.desk.queries.journal import JournalRow, People, Wanted, deeds, lately, people_called
from mandate.apps.units.models import Unit
from mandate.apps.units.services import RenameUnit, SaveKind, rename_unit, save_kind
from mandate.core.search import search_words
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.models import User
from mandate.platform.access.request import actor_of
from mandate.platform.access.services import AddUser, ChangeUser, add_user, change_user
from mandate.platform.journal.audience import audience_of
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def units() -> dict[str, Unit]:
    return tree()


def rename(units: dict[str, Unit], code: str, name: str, actor: Actor | None = None) -> None:
    rename_unit(actor or console(), RenameUnit(units[code].pk, {"en": name}))


def found(actor: Actor, **wanted: object) -> list[str]:
    return [row.sentence for row in deeds(actor, Wanted(**wanted)).rows]  # type: ignore[arg-type]


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get("/journal/" + query)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.OBSERVER])
def test_who_may_not_read_it_is_refused(units: dict[str, Unit], role: Role) -> None:
    page(client_of(person(role, units["C"])), status=403)
    assert lately(acting(role, units["C"]), units["C"].pk) == ()


def test_the_newest_stands_first(units: dict[str, Unit]) -> None:
    for name in ("One", "Two", "Three"):
        rename(units, "A", name)
    assert found(console())[:2] == ["Renamed Two to Three", "Renamed One to Two"]


def test_one_reads_what_happened_on_ones_own_units_and_below(units: dict[str, Unit]) -> None:
    rename(units, "A1", "Mine")
    rename(units, "B1", "Theirs")
    rename(units, "C", "Above")
    ward = acting(Role.SECRETARY, units["A"])
    assert found(ward) == ["Renamed Phố 1 to Mine", "Units imported"]
    assert found(ward, unit_id=units["B"].pk) == []
    assert found(ward, unit_id=units["C"].pk) == ["Renamed Phố 1 to Mine", "Units imported"]


def test_deeds_of_the_whole_organisation_are_for_roles_on_it(units: dict[str, Unit]) -> None:
    save_kind(console(), SaveKind("ward", {"en": "quarter"}, {"en": "Quarters"}))
    told = "Changed the names of the kind of unit quarter"
    assert told in found(acting(Role.ADMINISTRATOR, None))
    assert told in found(acting(Role.ADMINISTRATOR, units["C"]))  # the only root
    assert told not in found(acting(Role.ADMINISTRATOR, units["A"]))
    assert "the whole organisation" in page(client_of(person(Role.SECRETARY, None)))


def test_each_filter_finds_its_deeds(units: dict[str, Unit]) -> None:
    everyone = acting(Role.ADMINISTRATOR, None)
    other = acting(Role.ADMINISTRATOR, units["B"])
    rename(units, "A1", "Sông Mã")
    rename(units, "B1", "Núi Nưa", other)
    save_kind(console(), SaveKind("ward", {"en": "quarter"}, {"en": "Quarters"}))
    song, nui = "Renamed Phố 1 to Sông Mã", "Renamed Phố 1 to Núi Nưa"
    assert found(everyone, unit_id=units["A"].pk) == [song, "Imported units: 8 new or changed units"]
    assert found(everyone, people=People((other.user_id or 0,))) == [nui]
    other_id = other.user_id or 0
    assert found(everyone, people=People(as_called=(other_id,), names=(other.name,))) == [nui]
    assert found(everyone, people=People(as_called=(other_id,), names=("Another",))) == []
    assert found(everyone, people=People()) == []
    assert found(everyone, code="units.renamed") == [nui, song]
    assert len(found(everyone, code="units.")) == 4 and found(everyone, code="targets.") == []
    assert found(everyone, text="sông") == [song]
    assert found(everyone, text="Nưa núi") == [nui]
    assert found(everyone, text="100%") == []


def test_the_days_are_those_of_the_organisation_and_both_count(units: dict[str, Unit]) -> None:
    for day, name in ((3, "Early"), (4, "Middle"), (5, "Late")):
        rename(units, "A", name, console(datetime(2024, 3, day, 23, 59, tzinfo=UTC)))
    narrowed = found(console(), since=datetime(2024, 3, 4).date(), until=datetime(2024, 3, 4).date())
    assert narrowed == ["Renamed Early to Middle"]
    assert len(found(console(), since=datetime(2024, 3, 4).date())) == 2
    # the import of the units is of January
    assert len(found(console(), until=datetime(2024, 3, 4).date())) == 3


def test_pages_follow_one_another_without_gap_or_repetition(
    units: dict[str, Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PAGE", 3)
    for number in range(8):
        rename(units, "A", f"Name {number}")
    rows: list[JournalRow] = []
    before = None
    while True:
        part = deeds(console(), before=before)
        rows += part.rows
        rename(units, "B", f"Meanwhile {len(rows)}")  # what happens meanwhile moves nothing
        if part.older is None:
            break
        before = part.older
    numbers = [row.id for row in rows]
    assert len(numbers) == len(set(numbers)) == 9  # with the import
    assert numbers == sorted(numbers, reverse=True)


def test_the_page_shows_who_where_and_from_what_to_what(units: dict[str, Unit]) -> None:
    administrator = person(Role.ADMINISTRATOR, None, "an@example.org")
    rename(units, "A1", "Sông <b>Mã</b>", acting(Role.ADMINISTRATOR, units["C"]))
    rename(units, "A2", "Núi")
    text = page(client_of(administrator))
    assert "command line" in text and "administrator-c" in text
    assert 'href="/unit/A1/"' in text and "<b>Mã</b>" not in text
    assert re.search(r"<del>.*Phố 1</del> <ins>.*Sông &lt;b&gt;", " ".join(text.split()))


def test_the_form_narrows_and_keeps_what_was_typed(units: dict[str, Unit]) -> None:
    rename(units, "A1", "Mine")
    rename(units, "B1", "Theirs")
    client = client_of(person(Role.ADMINISTRATOR, None))
    text = page(client, "?unit=A&kind=units.renamed&since=2024-01-01&until=2024-12-31&text=mine")
    assert "Mine" in text and "Theirs" not in text and 'value="2024-01-01"' in text
    assert "No entry matches all of these filters." in page(client, "?person=nobody")
    assert "Nothing has happened yet" not in page(client, "?text=zzz")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("?unit=NOWHERE", "No unit has this code or name."),
        ("?since=yesterday", "Enter a valid date."),
        ("?since=2024-02-02&until=2024-01-01", "This day lies before the first one."),
        ("?kind=units.burnt", "Select a valid choice."),
    ],
)
def test_a_wrong_filter_is_told_at_its_field(units: dict[str, Unit], query: str, error: str) -> None:
    text = page(client_of(person(Role.ADMINISTRATOR, None)), query)
    assert error in text and 'aria-invalid="true"' in text
    assert "Correct the filter above" in text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_a_broken_number_shows_the_first_page(units: dict[str, Unit], before: str) -> None:
    assert "Imported units" in page(client_of(person(Role.ADMINISTRATOR, None)), f"?before={before}")


def test_a_unit_outside_ones_own_is_unknown_to_the_filter(units: dict[str, Unit]) -> None:
    text = page(client_of(person(Role.SECRETARY, units["A"])), "?unit=B")
    assert "No unit has this code or name." in text


def test_an_address_cannot_be_guessed_letter_by_letter(units: dict[str, Unit]) -> None:
    """A reviewer reads a stranger's deeds by the stranger's name, and learns nothing of the address."""
    stranger = person(Role.ADMINISTRATOR, units["C"], "secret.address@example.org")
    stranger.name = "Nguyễn Thị Lan"
    stranger.save()
    rename(units, "A1", "Sông Mã", actor_of(stranger, NOW))
    told = "Renamed Phố 1 to Sông Mã"
    for role in (Role.REVIEWER, Role.SECRETARY):  # a secretary of the ward does not see the city's people
        client = client_of(person(role, units["A"]))
        assert told in page(client, "?person=nguyen lan")
        for guess in ("s", "secret", "secret.address@example.org", "@", "example"):
            assert told not in page(client, f"?person={guess}")
            assert told not in page(client, f"?text={guess}") or guess == "s"
    assert told in page(client_of(person(Role.SECRETARY, units["C"])), "?person=secret.add")


def test_a_name_that_changed_since_is_found_as_it_stands_on_the_deed(units: dict[str, Unit]) -> None:
    stranger = person(Role.ADMINISTRATOR, units["C"])
    rename(units, "A1", "Sông Mã", actor_of(stranger, NOW))
    change_user(console(LATER), ChangeUser(stranger.pk, "Somebody New", is_active=True))
    rename(units, "A2", "Núi Nưa", replace(actor_of(stranger, LATER), name="not asked"))
    client = client_of(person(Role.REVIEWER, units["A"]))
    for old in (f"?text={stranger.name}", f"?person={stranger.name}"):
        assert "Sông Mã" in page(client, old) and "Núi Nưa" not in page(client, old)
    for new in ("?text=somebody", "?person=somebody"):
        assert "Sông Mã" not in page(client, new) and "Núi Nưa" in page(client, new)
    for name in (stranger.name, "somebody"):  # who sees the entry finds all that the person did
        shown = page(client_of(person(Role.ADMINISTRATOR, None)), f"?person={name}")
        assert "Sông Mã" in shown and "Núi Nưa" in shown and "Somebody New" in shown


def test_of_many_people_only_those_who_may_be_meant_are_read(units: dict[str, Unit]) -> None:
    lan = person(Role.OBSERVER, units["A"], "lan@example.org")
    for days, name in enumerate(("Phạm Thị Mai", "Trần Mai")):
        change_user(console(LATER + timedelta(days=days)), ChangeUser(lan.pk, name, is_active=True))
    for number in range(9):
        User.objects.create_user(f"{number}@example.org", name=f"Number {number}")
    for text in ("tran mai", "lan@", "pham"):  # by the name, the address, a former name
        assert [row[0] for row in journal._perhaps(search_words(text)).values_list("pk")] == [lan.pk]
        assert people_called(console(), text).ids == (lan.pk,)
    assert people_called(console(), "erased person") == People()


def test_the_names_of_a_person_are_found_in_what_was_done_to_them(units: dict[str, Unit]) -> None:
    ward = acting(Role.ADMINISTRATOR, units["A"])
    user = add_user(ward, AddUser("lan@example.org", "Lan", Role.REPORTER, units["A1"].pk))
    change_user(console(LATER), ChangeUser(user.pk, "Lan Anh", is_active=True))
    added = ["Granted Lan the role of reporter", "Added Lan as a person who can sign in"]
    assert found(ward, text="lan") == ["Changed the entry of Lan Anh", *added]
    assert found(ward, text="anh") == ["Changed the entry of Lan Anh"]
    (row, *_others) = deeds(ward).rows
    assert [(one.label, one.old, one.new) for one in row.changes] == [("name", "Lan", "Lan Anh")]
    reviewer = acting(Role.REVIEWER, units["A"])
    assert found(reviewer, text="lan") == []


def test_what_happened_lately_here(units: dict[str, Unit]) -> None:
    for number in range(7):
        rename(units, "A1", f"Name {number}")
    rename(units, "B1", "Elsewhere")
    told = [row.sentence for row in lately(acting(Role.REVIEWER, units["C"]), units["A"].pk)]
    assert told == [f"Renamed Name {number - 1} to Name {number}" for number in (6, 5, 4, 3, 2)]


def test_the_number_of_queries_does_not_grow_and_nothing_is_counted(units: dict[str, Unit]) -> None:
    secretary = acting(Role.SECRETARY, units["C"])
    rename(units, "A", "First")
    with asked_anew() as few:
        deeds(secretary)
    for code in units:
        rename(units, code, f"New {code}")
    with asked_anew() as many:
        assert len(deeds(secretary).rows) == 10
    assert len(many) == len(few)
    counting = [query["sql"] for query in many.captured_queries if "COUNT(" in query["sql"]]
    assert all('FROM "journal_touched"' in query for query in counting)


def test_a_long_journal_is_read_by_its_indexes(units: dict[str, Unit]) -> None:
    """A page of each filter reads a small part of many rows: the plans are asked, not the clock."""
    lan = person(Role.OBSERVER, units["A"])
    change_user(console(LATER), ChangeUser(lan.pk, "Lan", is_active=True))
    stranger = acting(Role.REVIEWER, units["A"])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (at, code, unit_id, user_id, subject_kind, data) "
            "SELECT %s::timestamptz + n * interval '1 minute', "
            "CASE n %% 1000 WHEN 0 THEN 'targets.imported' ELSE 'units.renamed' END, "
            "(%s::bigint[])[1 + n %% 8], CASE n %% 1000 WHEN 1 THEN %s END, '', '{}' "
            "FROM generate_series(1, 60000) AS n",
            [NOW, [unit.pk for unit in units.values()], lan.pk],
        )
        cursor.execute("ANALYZE journal_entry")
        assert Entry.objects.count() > 60_000
        wards = acting(Role.SECRETARY, units["A"])
        for actor, wanted in (
            (console(), Wanted()),
            (console(), Wanted(code="targets.imported")),
            (console(), Wanted(unit_id=units["A1"].pk)),
            (wards, Wanted()),
            (wards, Wanted(unit_id=units["A1"].pk)),
            (console(), Wanted(people=people_called(console(), "lan"))),
            (console(), Wanted(text="renamed")),
        ):
            audience = audience_of(actor, JOURNAL_VIEW)
            entries = journal._narrowed(audience, wanted, journal._within(actor, wanted)).order_by("-pk")[:51]
            plan = entries.explain(analyze=True)
            assert "Seq Scan on journal_entry" not in plan, plan
            read = max(int(rows) for rows in re.findall(r"actual time=\S+ rows=(\d+)", plan))
            assert read < 2_000, plan
        by_name = Wanted(people=people_called(stranger, "lan"))
        assert by_name.people == People(as_called=(lan.pk,), names=("Lan",))
        few = journal._narrowed(audience_of(stranger, JOURNAL_VIEW), by_name, None).order_by("-pk")[:51]
        assert "Seq Scan on journal_entry" not in few.explain()
