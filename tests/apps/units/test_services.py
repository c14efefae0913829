"""The actions on units: what they change, what they refuse, and who may do them."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import NOW, acting, console, tree

from mandate.apps.units import queries
from mandate.apps.units.models import Placement, Unit, UnitKind
from mandate.apps.units.services import (
    ChangeKind,
    CloseUnit,
    CreateUnit,
    MoveUnit,
    RenameUnit,
    ReopenUnit,
    SaveKind,
    UndoPlace,
    change_kind,
    close_unit,
    create_unit,
    move_unit,
    rename_unit,
    reopen_unit,
    save_kind,
    undo_place,
)
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.access.models import Grant
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db
JULY, MAY, JANUARY = date(2025, 7, 1), date(2025, 5, 1), date(2026, 1, 1)


def parent_on(code: str, day: date) -> str | None:
    """The parent's code on a day, "" for a root, None for a unit that is not open."""
    unit = Unit.objects.get(code=code)
    structure = queries.structure_on(day)
    if unit.pk not in structure:
        return None
    above = structure.ancestors(unit.pk)
    return Unit.objects.get(pk=int(above[-1])).code if len(above) else ""


def last_sentence() -> str:
    entry = Entry.objects.latest("id")
    return event_from(entry.code, entry.data).sentence()


def error_of(caught: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return sorted(caught.value.message_dict)


def test_a_unit_is_opened_from_a_day() -> None:
    units = tree()
    command = CreateUnit("A3", "street", {"vi": " Phố  3 ", "en": ""}, units["A"].pk, JULY, "12/QĐ")
    unit = create_unit(console(), command)
    assert unit.names == {"vi": "Phố 3"}
    assert unit.search_key == "a3\npho 3"
    assert parent_on("A3", date(2025, 6, 30)) is None
    assert parent_on("A3", JULY) == "A"
    assert last_sentence() == "Opened the unit Phố 3 from 1 July 2025"


@pytest.mark.parametrize(
    ("code", "kind", "names", "field"),
    [
        ("A1", "street", {"en": "Again"}, "code"),
        ("a b", "street", {"en": "Blank"}, "code"),
        ("A9", "a b", {"en": "Kind"}, "kind"),
        ("A9", "street", {"en": "  "}, "names"),
    ],
)
def test_a_wrong_field_of_a_new_unit_is_named(
    code: str, kind: str, names: dict[str, str], field: str
) -> None:
    units = tree()
    with pytest.raises(ValidationError) as caught:
        create_unit(console(), CreateUnit(code, kind, names, units["A"].pk))
    assert error_of(caught) == [field]
    assert Unit.objects.count() == 8


def test_a_unit_cannot_be_open_before_its_parent() -> None:
    units = tree()
    ward = create_unit(console(), CreateUnit("N", "ward", {"en": "N"}, units["C"].pk, JULY))
    with pytest.raises(ValidationError) as caught:
        create_unit(console(), CreateUnit("N1", "street", {"en": "N1"}, ward.pk, MAY))
    assert error_of(caught) == ["starts"]


def test_names_in_several_languages_and_their_keys() -> None:
    units = tree()
    rename_unit(console(), RenameUnit(units["A"].pk, {"vi": "Phường Đông Thọ", "en": "Dong Tho Ward"}))
    unit = Unit.objects.get(code="A")
    assert unit.search_key == "a\ndong tho ward\nphuong dong tho"
    assert unit.sort_keys["vi"] != unit.sort_keys["en"]
    assert last_sentence() == "Renamed Phường A to Dong Tho Ward"
    rename_unit(console(), RenameUnit(units["A"].pk, unit.names))
    assert Entry.objects.filter(code="units.renamed").count() == 1


def test_the_kind_changes() -> None:
    units = tree()
    change_kind(console(), ChangeKind(units["A"].pk, "commune"))
    assert Unit.objects.get(code="A").kind.names["vi"] == "Xã"
    assert [(level.label, level.count) for level in queries.levels(units["C"].pk, JULY)] == [
        ("Wards and communes", 2),
        ("Streets", 5),
    ]


def test_a_kind_of_ones_own() -> None:
    kind = save_kind(console(), SaveKind("guild", {"en": "Guild"}, {"en": "Guilds"}))
    save_kind(console(), SaveKind("guild", {"en": "Guild", "de": "Zunft"}, {"en": "Guilds", "de": "Zünfte"}))
    assert UnitKind.objects.get(pk=kind.pk).plurals["de"] == "Zünfte"
    assert Entry.objects.filter(code="units.kind_renamed").count() == 2


def test_a_move_from_a_day() -> None:
    units = tree()
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY, "7/NQ"))
    assert parent_on("A1", date(2025, 6, 30)) == "A"
    assert parent_on("A1", JULY) == "B"
    assert Placement.objects.get(unit=units["A1"], starts=JULY).document == "7/NQ"
    assert last_sentence() == "Moved A1 under B from 1 July 2025"


def test_a_move_before_a_planned_move_ends_where_that_begins() -> None:
    units = tree()
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    move_unit(console(), MoveUnit(units["A1"].pk, units["C"].pk, MAY))
    assert [parent_on("A1", day) for day in (date(2025, 4, 30), MAY, JULY)] == ["A", "C", "B"]


def test_a_move_of_the_same_day_is_corrected_in_place() -> None:
    units = tree()
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    move_unit(console(), MoveUnit(units["A1"].pk, units["C"].pk, JULY))
    assert parent_on("A1", JULY) == "C"
    assert Placement.objects.filter(unit=units["A1"]).count() == 2


def test_no_unit_comes_to_lie_below_itself_on_any_day() -> None:
    units = tree()
    with pytest.raises(ValidationError) as caught:
        move_unit(console(), MoveUnit(units["A"].pk, units["A1"].pk, JULY))
    assert error_of(caught) == ["parent"]
    move_unit(console(), MoveUnit(units["A"].pk, units["B1"].pk, JANUARY))
    with pytest.raises(ValidationError) as caught:
        move_unit(console(), MoveUnit(units["B"].pk, units["A2"].pk, MAY))
    assert "1 January 2026" in str(caught.value)
    assert parent_on("B", MAY) == "C"


def test_a_move_to_where_it_is_or_under_itself_is_refused() -> None:
    units = tree()
    for parent in ("A", "A1"):
        with pytest.raises(ValidationError) as caught:
            move_unit(console(), MoveUnit(units["A1"].pk, units[parent].pk, JULY))
        assert error_of(caught) == ["parent"]


def test_closing_needs_nothing_open_below_and_leaves_roles_alone() -> None:
    units = tree()
    actor = acting(Role.REPORTER, units["A1"])
    with pytest.raises(ValidationError) as caught:
        close_unit(console(), CloseUnit(units["A"].pk, JULY))
    assert caught.value.messages == ["2 units below are open on that day or later: move or close them first."]
    for code in ("A1", "A2", "A"):
        close_unit(console(), CloseUnit(units[code].pk, JULY))
    assert parent_on("A", JULY) is None
    assert parent_on("A1", date(2025, 6, 30)) == "A"
    assert Grant.objects.get(user_id=actor.user_id).ends is None
    with pytest.raises(ValidationError):
        close_unit(console(), CloseUnit(units["A"].pk, JULY))


def test_a_unit_can_be_there_for_one_day_but_not_for_none() -> None:
    unit = create_unit(console(), CreateUnit("A9", "street", {"en": "Phố 9"}, tree()["A"].pk, JULY))
    with pytest.raises(ValidationError) as caught:
        close_unit(console(), CloseUnit(unit.pk, JULY))
    assert list(caught.value.message_dict) == ["ends"]
    close_unit(console(), CloseUnit(unit.pk, JULY + timedelta(days=1)))
    assert Placement.objects.filter(unit=unit).values_list("starts", "ends").get() == (
        JULY,
        JULY + timedelta(days=1),
    )


def test_nothing_is_moved_under_a_unit_that_closes() -> None:
    units = tree()
    close_unit(console(), CloseUnit(units["B3"].pk, JULY))
    with pytest.raises(ValidationError) as caught:
        move_unit(console(), MoveUnit(units["A1"].pk, units["B3"].pk, MAY))
    assert error_of(caught) == ["parent"]


def test_a_closed_unit_opens_again() -> None:
    units = tree()
    with pytest.raises(ValidationError):
        reopen_unit(console(), ReopenUnit(units["A1"].pk, units["A"].pk, JULY))
    close_unit(console(), CloseUnit(units["A1"].pk, MAY))
    with pytest.raises(ValidationError, match="cannot lie under itself"):
        reopen_unit(console(), ReopenUnit(units["A1"].pk, units["A1"].pk, JULY))
    reopen_unit(console(), ReopenUnit(units["A1"].pk, units["B"].pk, JULY, "9/QĐ"))
    assert [parent_on("A1", day) for day in (date(2025, 4, 30), MAY, JULY)] == ["A", None, "B"]


def test_the_last_change_is_taken_back_step_by_step() -> None:
    units = tree()
    unit = units["A1"].pk
    told = ("parent_id", "starts", "ends", "document")
    before = list(Placement.objects.filter(unit=unit).values(*told))
    move_unit(console(), MoveUnit(unit, units["B"].pk, date(2025, 2, 1)))
    close_unit(console(), CloseUnit(unit, MAY))
    reopen_unit(console(), ReopenUnit(unit, units["A"].pk, JULY))
    for _ in range(3):
        undo_place(console(), UndoPlace(unit))
    assert list(Placement.objects.filter(unit=unit).values(*told)) == before
    ever = Placement.ever.filter(unit=unit)
    assert ever.count() == 7 and ever.filter(known_until__isnull=True).count() == 1
    changes = Entry.objects.filter(code="units.undone").order_by("id").values_list("data__change", flat=True)
    assert list(changes) == ["reopened", "closed", "moved"]
    with pytest.raises(ValidationError):
        undo_place(console(), UndoPlace(unit))


def test_a_reopening_on_the_day_of_the_closing_is_taken_back_as_such() -> None:
    """It is no move, wherever it opens again: the closing, which was known before, holds again."""
    units = tree()
    unit, later = units["A1"].pk, (console(NOW + timedelta(hours=hour)) for hour in count())
    for parent in ("A", "B"):
        close_unit(next(later), CloseUnit(unit, MAY))
        reopen_unit(next(later), ReopenUnit(unit, units[parent].pk, MAY))
        undo_place(next(later), UndoPlace(unit))
        assert Entry.objects.latest("id").data["change"] == "reopened"
        assert parent_on("A1", MAY) is None
        undo_place(next(later), UndoPlace(unit))
        assert parent_on("A1", MAY) == "A"
    move_unit(next(later), MoveUnit(unit, units["B"].pk, MAY))
    move_unit(next(later), MoveUnit(unit, units["B1"].pk, MAY))
    undo_place(next(later), UndoPlace(unit))
    assert Entry.objects.latest("id").data["change"] == "moved" and parent_on("A1", MAY) == "A"


def test_a_closed_unit_is_closed_earlier_but_not_later() -> None:
    units = tree()
    unit = units["A1"].pk
    close_unit(console(), CloseUnit(unit, MAY))
    with pytest.raises(ValidationError) as caught:
        close_unit(console(), CloseUnit(unit, JULY))
    assert caught.value.messages == [
        "The unit is closed from 1 May 2025 already. To close it later, take that back first."
    ]
    close_unit(console(), CloseUnit(unit, date(2025, 3, 1)))
    assert [parent_on("A1", day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == ["A", None]
    undo_place(console(), UndoPlace(unit))
    assert parent_on("A1", JULY) == "A"


def test_taking_back_is_refused_where_the_parent_has_closed_since() -> None:
    units = tree()
    move_unit(console(), MoveUnit(units["A1"].pk, units["B"].pk, MAY))
    move_unit(console(), MoveUnit(units["A2"].pk, units["B"].pk, MAY))
    close_unit(console(), CloseUnit(units["A"].pk, JULY))
    with pytest.raises(ValidationError) as caught:
        undo_place(console(), UndoPlace(units["A1"].pk))
    assert caught.value.messages == ["On 1 July 2025, the unit above Phố 1 is not open."]


@pytest.mark.parametrize(
    ("role", "on", "names", "place"),
    [
        (Role.ADMINISTRATOR, "C", True, True),
        (Role.ADMINISTRATOR, "A", True, False),
        (Role.ADMINISTRATOR, "B", False, False),
        (Role.SECRETARY, "C", False, False),
        (Role.REPORTER, "A", False, False),
    ],
)
def test_names_are_given_by_the_units_administrator_places_by_the_one_above(
    role: Role, on: str, names: bool, place: bool
) -> None:
    units = tree()
    actor = acting(role, units[on])
    ward, other = units["A"].pk, units["C"].pk

    def allowed(action: object) -> bool:
        try:
            action()  # type: ignore[operator]
        except Forbidden:
            return False
        except ValidationError:
            return True
        return True

    assert allowed(lambda: rename_unit(actor, RenameUnit(ward, {"en": "A"}))) is names
    assert allowed(lambda: change_kind(actor, ChangeKind(ward, "commune"))) is names
    assert allowed(lambda: create_unit(actor, CreateUnit("A7", "street", {"en": "7"}, ward))) is names
    assert allowed(lambda: close_unit(actor, CloseUnit(ward, JULY))) is place
    assert allowed(lambda: move_unit(actor, MoveUnit(ward, other, JULY))) is place
    assert allowed(lambda: undo_place(actor, UndoPlace(ward))) is place


def test_a_move_needs_the_right_at_both_ends() -> None:
    units = tree()
    actor = acting(Role.ADMINISTRATOR, units["A"])
    with pytest.raises(Forbidden):
        move_unit(actor, MoveUnit(units["A1"].pk, units["B"].pk, JULY))
    with pytest.raises(Forbidden):
        move_unit(actor, MoveUnit(units["A1"].pk, None, JULY))


def test_nobody_fetches_a_unit_of_others_open_or_closed() -> None:
    units = tree()
    street, ward = units["A1"].pk, units["B"].pk
    actor = acting(Role.ADMINISTRATOR, units["B"])
    with pytest.raises(Forbidden):
        move_unit(actor, MoveUnit(street, ward, JULY))
    close_unit(console(), CloseUnit(street, JULY))
    with pytest.raises(Forbidden):
        reopen_unit(actor, ReopenUnit(street, ward, JULY))
    assert parent_on("A1", JULY - timedelta(days=1)) == "A" and parent_on("A1", JULY) is None


@pytest.mark.parametrize("day", [date(2023, 7, 1), date(2030, 7, 1)], ids=["a past move", "a planned one"])
def test_a_move_is_taken_back_only_by_whoever_manages_both_sides(day: date) -> None:
    units = tree()
    street = units["A1"].pk
    move_unit(console(), MoveUnit(street, units["B"].pk, day))
    for ward in ("A", "B"):
        administrator = acting(Role.ADMINISTRATOR, units[ward])
        with pytest.raises(Forbidden):
            undo_place(administrator, UndoPlace(street))
        assert parent_on("A1", day) == "B"
    city = acting(Role.ADMINISTRATOR, units["C"])
    undo_place(city, UndoPlace(street))
    assert parent_on("A1", day) == "A"


def test_only_a_ward_takes_back_what_it_did_within_itself() -> None:
    units = tree()
    close_unit(acting(Role.ADMINISTRATOR, units["A"]), CloseUnit(units["A1"].pk, JULY))
    with pytest.raises(Forbidden):
        undo_place(acting(Role.ADMINISTRATOR, units["B"]), UndoPlace(units["A1"].pk))
    undo_place(acting(Role.ADMINISTRATOR, units["A"]), UndoPlace(units["A1"].pk))
    assert parent_on("A1", JANUARY) == "A"
