"""What is read of units: by whom, in which order and language, and with how many queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.support.organisation import NOW, acting, console, tree

from mandate.apps.units import queries
from mandate.apps.units.around import home_unit
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.queries import Branch, Level, UnitRef, UnknownUnit
from mandate.apps.units.services import CloseUnit, MoveUnit, RenameUnit, close_unit, move_unit, rename_unit
from mandate.apps.units.web.fields import find_unit
from mandate.platform.access.actor import Role, guest
from mandate.platform.access.models import Grant, User
from mandate.platform.access.request import actor_of
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db
TODAY = date(2024, 1, 5)


def codes(branches: tuple[Branch, ...]) -> list[object]:
    """A tree as nested lists of codes."""
    found: list[object] = []
    for branch in branches:
        found.append(branch.unit.code)
        if branch.children:
            found.append(codes(branch.children))
    return found


def test_a_unit_by_its_code_in_the_readers_language() -> None:
    units = tree()
    rename_unit(console(), RenameUnit(units["A"].pk, {"en": "Ward A", "vi": "Phường A"}))
    actor = acting(Role.OBSERVER, units["A"])
    with translation.override("vi"):
        assert queries.unit_by_code(actor, "A") == UnitRef(units["A"].pk, "A", "Phường A", "ward", "Phường")
    assert queries.unit_by_code(actor, "A").name == "Ward A"


@pytest.mark.parametrize("code", ["B", "C", "B1", "NOWHERE"])
def test_a_unit_outside_the_grants_is_as_one_that_does_not_exist(code: str) -> None:
    units = tree()
    actor = acting(Role.ADMINISTRATOR, units["A"])
    with pytest.raises(UnknownUnit):
        queries.unit_by_code(actor, code)
    with pytest.raises(UnknownUnit):
        queries.unit_by_id(actor, units[code].pk if code in units else 0)
    assert queries.unit_by_code(actor, "A1").code == "A1"


def test_a_closed_unit_can_still_be_read_by_whom_it_was_under() -> None:
    units = tree()
    close_unit(console(), CloseUnit(units["A1"].pk, date(2023, 7, 1)))
    actor = acting(Role.OBSERVER, units["A"])
    assert queries.unit_by_code(actor, "A1").code == "A1"
    closed = show(queries.closed(actor), {})
    assert [(row.unit.code, row.above, row.ends) for row in closed] == [("A1", "Phường A", date(2023, 7, 1))]
    assert not queries.closed(acting(Role.OBSERVER, units["B"])).some


def test_the_way_down_names_units_above_the_grant_but_does_not_open_them() -> None:
    units = tree()
    actor = acting(Role.REPORTER, units["A"])
    way = queries.ancestors(actor, units["A1"].pk, TODAY)
    assert [(step.unit.code, step.may_open) for step in way] == [("C", False), ("A", True), ("A1", True)]


def test_the_tree_opens_branch_by_branch_from_where_the_reader_may_see() -> None:
    units = tree()
    everyone = console()
    assert codes(queries.tree(everyone, (), TODAY)) == ["C"]
    assert codes(queries.tree(everyone, ("C", "B"), TODAY)) == ["C", ["A", "B", ["B1", "B2", "B3"]]]
    reader = acting(Role.OBSERVER, units["A"])
    assert codes(queries.tree(reader, ("C", "B", "A"), TODAY)) == ["A", ["A1", "A2"]]
    assert queries.tree(guest(NOW), ("C",), TODAY) == ()


def test_a_person_of_two_units_has_two_trees_and_starts_from_the_higher() -> None:
    units = tree()
    acting(Role.OBSERVER, units["B"])
    user = User.objects.get(email="observer-b@example.org")
    for code in ("A2", "B1"):
        Grant.objects.create(user=user, role="observer", unit=units[code])
    actor = actor_of(user, NOW)
    assert set(queries.top_units(actor, TODAY)) == {units["B"].pk, units["A2"].pk}
    home = home_unit(actor)
    assert home is not None and home.code == "B"


def test_nobody_starts_anywhere_on_a_fresh_site() -> None:
    assert home_unit(console()) is None
    assert queries.is_fresh()


def test_children_come_in_pages_in_the_order_of_the_language() -> None:
    rows = [("R", "", "city", "R")] + [(f"S{n}", "R", "street", f"Phố {n}") for n in range(1, 61)]
    units = tree(rows)
    with translation.override("vi"):
        first, second = (queries.children(units["R"].pk, TODAY, page) for page in (1, 2))
    assert [row.unit.name for row in first][:11] == [f"Phố {n}" for n in range(1, 12)]
    assert (len(first), len(second), second.paginator.count) == (50, 10, 60)
    assert [branch.below for branch in queries.tree(console(), ("R",), TODAY)] == [60]
    assert len(queries.tree(console(), ("R",), TODAY)[0].children) == 50


def test_levels_count_what_lies_below() -> None:
    rows = [
        ("R", "", "city", "R"),
        *((f"W{n}", "R", "ward", f"W{n}") for n in range(3)),
        ("K", "R", "commune", "K"),
        *((f"S{n}", "W0", "street", f"S{n}") for n in range(4)),
        ("V", "K", "village", "V"),
    ]
    units = tree(rows)
    assert queries.levels(units["R"].pk, TODAY) == (
        Level("Wards and communes", 4),
        Level("Streets and villages", 5),
    )
    with translation.override("de"):
        assert queries.levels(units["R"].pk, TODAY)[0].label == "Stadtviertel und Landgemeinden"
    assert queries.levels(units["V"].pk, TODAY) == ()


@pytest.mark.parametrize("text", ["ham rong", "HÀM RỒNG", "rồng phường", "w147", "  Ham   Rong "])
def test_search_by_code_or_name_with_or_without_diacritics(text: str) -> None:
    tree(
        [
            ("C", "", "city", "Thành phố"),
            ("W14755", "C", "ward", "Phường Hàm Rồng"),
            ("X", "C", "ward", "Đông"),
        ]
    )
    found = queries.search(console(), text)
    assert [(row.unit.code, row.above) for row in found] == [("W14755", "Thành phố")]


def test_search_puts_first_what_begins_with_the_text() -> None:
    tree([("C", "", "city", "Minh Đông"), ("A", "C", "ward", "Xã Đông Hải"), ("B", "C", "ward", "Đông Thọ")])
    assert [row.unit.code for row in queries.search(console(), "dong")] == ["B", "C", "A"]


def test_search_puts_the_words_as_they_were_written_before_the_same_words_elsewhere_in_a_name() -> None:
    names = {"A": "Bãi Hải và Đông", "B": "Xã Đông Hải", "D": "Đông Hải Tây"}
    tree([("C", "", "city", "Minh"), *((code, "C", "ward", name) for code, name in names.items())])
    assert [row.unit.code for row in queries.search(console(), "dong hai")] == ["D", "B", "A"]


def test_search_finds_units_by_what_they_lie_under_after_those_called_so() -> None:
    units = tree()
    found = [(row.unit.code, row.by_itself) for row in queries.search(console(), "phuong b")]
    assert found == [("B", True), ("B1", False), ("B2", False), ("B3", False)]
    assert [row.unit.code for row in queries.search(console(), "pho 1 phuong b")] == ["B1"]
    assert not queries.search(console(), "pho 3 phuong a").object_list
    move_unit(console(), MoveUnit(units["B3"].pk, units["A"].pk, date(2023, 7, 1), "7/NQ"))
    assert [row.unit.code for row in queries.search(console(), "pho 3 phuong a")] == ["B3"]


def test_search_puts_the_street_of_that_number_first_whatever_digits_stand_in_codes() -> None:
    """A 2 stands in each code; only in one street is it a word."""
    streets = [(f"W2-0{number}", "W2", "street", f"Phố {number}") for number in (1, 2, 3)]
    tree([("C", "", "city", "Minh"), ("W2", "C", "ward", "Hàm Rồng"), *streets])
    for text in ("pho 2 ham rong", "pho 2 ham", "ham rong pho 2"):
        found = queries.search(console(), text).object_list
        assert [row.unit.code for row in found] == ["W2-02", "W2-01", "W2-03"], text
        assert find_unit(console(), text).code == "W2-02"


def test_search_finds_only_what_the_reader_may_see_and_takes_signs_as_they_are() -> None:
    units = tree()
    reader = acting(Role.REPORTER, units["A"])
    assert [row.unit.code for row in queries.search(reader, "pho")] == ["A1", "A2", "A"], (
        "the city is a “Thành phố”"
    )
    for text in ("%", "_", "\\", "", "' OR 1=1"):
        assert not queries.search(console(), text).object_list


def test_the_history_of_places_the_latest_first() -> None:
    units = tree()
    july = date(2025, 7, 1)
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, july, "7/NQ"))
    rows = queries.history(units["A1"].pk)
    assert [(row.parent.code if row.parent else "", row.starts, row.ends, row.document) for row in rows] == [
        ("B", july, None, "7/NQ"),
        ("A", None, july, ""),
    ]


def test_the_number_of_queries_does_not_depend_on_the_size() -> None:
    def cost(wards: int, streets: int) -> int:
        rows = [("R", "", "city", "R")] + [(f"W{w}", "R", "ward", f"W{w}") for w in range(wards)]
        rows += [(f"S{w}.{s}", f"W{w}", "street", f"S{s}") for w in range(wards) for s in range(streets)]
        root = tree(rows)["R"].pk
        reader = acting(Role.OBSERVER, Unit.objects.get(pk=root))
        opened = ["R", *(f"W{w}" for w in range(wards))]
        queries.structure_on(TODAY)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.tree(reader, opened, TODAY)
            queries.children(root, TODAY)
            queries.levels(root, TODAY)
            queries.search(reader, "s1")
            queries.history(root)
        return len(captured)

    assert cost(2, 2) == cost(8, 30)


def test_kinds_stand_in_the_order_of_their_names_in_the_readers_language() -> None:
    names = {"a": {"en": "Ward", "vi": "Đội"}, "b": {"en": "Area", "vi": "Tổ"}, "c": {}, "d": {"en": "Zone"}}
    UnitKind.objects.all().delete()
    UnitKind.objects.bulk_create([UnitKind(code=code, names=names[code]) for code in names])
    assert [kind.code for kind in queries.kinds()] == ["b", "c", "a", "d"]
    with translation.override("vi"):
        assert [kind.code for kind in queries.kinds()] == ["c", "a", "b", "d"]
