"""Making, changing, moving and removing indicators."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.support.organisation import acting, console, tree

from mandate.apps.indicators import uses
from mandate.apps.indicators.checks import check_doors
from mandate.apps.indicators.definition import Definition
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.services import (
    MoveIndicator,
    RemoveIndicator,
    SaveIndicator,
    move_indicator,
    remove_indicator,
    save_indicator,
)
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.events import event_from
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def add(code: str, **more: Any) -> Indicator:
    """An indicator made through the service."""
    return save_indicator(console(), SaveIndicator(None, Definition(code, **more), {"en": code.title()}))


def change(indicator: Indicator, **more: Any) -> Indicator:
    """The indicator with another definition."""
    command = SaveIndicator(indicator.pk, Definition(indicator.code, **more), indicator.names)
    return save_indicator(console(), command)


def error_at(field: str, caught: pytest.ExceptionInfo[ValidationError]) -> str:
    """The message at one field."""
    return " ".join(caught.value.message_dict[field])


def test_a_new_code_does_not_look_like_one_that_there_is() -> None:
    add("n0")
    with pytest.raises(ValidationError) as caught:
        add("N0")
    assert error_at("code", caught) == "The code N0 looks like n0, which is there already."
    assert Indicator.objects.count() == 1


def test_an_indicator_is_kept_with_its_search_key_and_journalled() -> None:
    names = {"en": "Families", "vi": "Gia đình", "fr": " "}
    save_indicator(console(), SaveIndicator(None, Definition("families"), names, {"vi": "hộ"}))
    indicator = Indicator.objects.get()
    assert indicator.names == {"en": "Families", "vi": "Gia đình"}
    assert "gia dinh" in indicator.search_key
    entry = Entry.objects.get()
    assert (entry.code, entry.data["after"]["measures"]) == ("indicators.added", {"vi": "hộ"})


def test_the_journal_keeps_only_what_changed_and_nothing_when_nothing_did() -> None:
    indicator = add("families")
    change(indicator, better="lower")
    change(indicator, better="lower")
    entry = Entry.objects.get(code="indicators.changed")
    assert (entry.data["before"], entry.data["after"]) == ({"better": "higher"}, {"better": "lower"})


def test_a_formula_says_where_it_is_wrong() -> None:
    with pytest.raises(ValidationError) as caught:
        add("share", kind="ratio", formula="100 * / families")
    assert "character 7" in error_at("formula", caught)
    pointer = caught.value.error_dict["formula"][0].params
    assert pointer is not None
    assert pointer["pointer"].splitlines()[1].index("^") == 2 + 6


def test_an_unknown_code_is_named_with_the_nearest_one() -> None:
    add("families")
    with pytest.raises(ValidationError) as caught:
        add("share", kind="ratio", formula="100 * familes")
    assert "familes" in error_at("formula", caught) and "families" in error_at("formula", caught)


def test_a_circle_of_formulas_is_refused_at_the_formula_that_closes_it() -> None:
    a = add("a")
    b = add("b", kind="ratio", formula="2 * a")
    with pytest.raises(ValidationError) as caught:
        change(a, kind="ratio", formula="1 + b")
    assert "a → b → a" in error_at("formula", caught) and "character 5" in error_at("formula", caught)
    change(b, kind="ratio", formula="3 * a")


@pytest.mark.parametrize(
    ("field", "definition"),
    [
        ("code", Definition("")),
        ("code", Definition("a-b")),
        ("code", Definition("x" * 61)),
        ("decimals", Definition("x", decimals=7)),
        ("decimals", Definition("x", kind="yes_no", decimals=1)),
        ("formula", Definition("x", kind="ratio")),
        ("formula", Definition("x", formula="1")),
    ],
)
def test_a_definition_that_cannot_be_is_refused_at_its_field(field: str, definition: Definition) -> None:
    with pytest.raises(ValidationError) as caught:
        save_indicator(console(), SaveIndicator(None, definition, {"en": "X"}))
    assert list(caught.value.message_dict) == [field]
    assert not Indicator.objects.exists()


def test_what_is_wrong_at_several_fields_is_told_at_once() -> None:
    wrong = Definition("x", kind="ratio", decimals=7, formula="2 * nothing")
    with pytest.raises(ValidationError) as caught:
        save_indicator(console(), SaveIndicator(None, wrong, {"en": "X"}))
    assert sorted(caught.value.message_dict) == ["decimals", "formula"]


def test_a_code_is_taken_once_and_stays() -> None:
    indicator = add("families")
    with pytest.raises(ValidationError) as caught:
        add("families")
    assert "families" in error_at("code", caught)
    with pytest.raises(ValidationError) as caught:
        save_indicator(console(), SaveIndicator(indicator.pk, Definition("other"), {"en": "X"}))
    assert list(caught.value.message_dict) == ["code"]


def test_a_name_is_needed() -> None:
    with pytest.raises(ValidationError) as caught:
        save_indicator(console(), SaveIndicator(None, Definition("x"), {"en": "  "}))
    assert list(caught.value.message_dict) == ["names"]


@pytest.fixture
def figures_under(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of indicators under which numbers are stored, told as an app on a floor above tells it."""
    held: list[int] = []
    use = uses.Use("Figures", lambda ids: {pk: 1 for pk in ids if pk in held}, holds_figures=True)
    monkeypatch.setitem(uses._uses, "test", use)
    return held


def test_with_figures_the_way_of_counting_stays_and_decimals_only_grow(figures_under: list[int]) -> None:
    indicator = add("area", decimals=1)
    change(indicator, decimals=0, over_time="last")
    figures_under.append(indicator.pk)
    change(indicator, decimals=2, over_time="last")
    with pytest.raises(ValidationError) as caught:
        change(indicator, decimals=1, over_time="sum", over_units="mean", kind="number")
    assert set(caught.value.message_dict) == {"decimals", "over_time", "over_units"}
    with pytest.raises(ValidationError) as caught:
        change(indicator, decimals=2, over_time="last", kind="ratio", formula="1")
    assert "kind" in caught.value.message_dict


def test_only_what_nothing_uses_is_removed(figures_under: list[int]) -> None:
    base, share = add("base"), add("share", kind="ratio", formula="2 * base")
    with pytest.raises(ValidationError, match="share"):
        remove_indicator(console(), RemoveIndicator(base.pk))
    remove_indicator(console(), RemoveIndicator(share.pk))
    figures_under.append(base.pk)
    with pytest.raises(ValidationError, match="Figures"):
        remove_indicator(console(), RemoveIndicator(base.pk))
    figures_under.clear()
    remove_indicator(console(), RemoveIndicator(base.pk))
    assert not Indicator.objects.exists()
    assert Entry.objects.filter(code="indicators.removed").count() == 2


def test_moving_changes_the_order_and_stops_at_the_ends() -> None:
    a, b, c = add("a"), add("b"), add("c")
    move_indicator(console(), MoveIndicator(c.pk, -1))
    assert [one.code for one in Indicator.objects.all()] == ["a", "c", "b"]
    move_indicator(console(), MoveIndicator(a.pk, -1))
    move_indicator(console(), MoveIndicator(b.pk, 9))
    assert [one.code for one in Indicator.objects.all()] == ["a", "c", "b"]
    assert Entry.objects.filter(code="indicators.moved").count() == 1


def test_only_an_administrator_of_the_whole_organisation_may() -> None:
    units = tree()
    indicator = add("families")
    for actor in (acting(Role.SECRETARY, units["C"]), acting(Role.ADMINISTRATOR, units["A"])):
        with pytest.raises(Forbidden):
            save_indicator(actor, SaveIndicator(None, Definition("x"), {"en": "X"}))
        with pytest.raises(Forbidden):
            remove_indicator(actor, RemoveIndicator(indicator.pk))
        with pytest.raises(Forbidden):
            move_indicator(actor, MoveIndicator(indicator.pk, 1))
    save_indicator(acting(Role.ADMINISTRATOR, units["C"]), SaveIndicator(None, Definition("x"), {"en": "X"}))


@pytest.mark.django_db(transaction=True)
def test_two_writers_cannot_close_a_circle_between_them() -> None:
    a, b = add("a"), add("b")
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def write(indicator: Indicator, other: str) -> None:
        both.wait()
        try:
            change(indicator, kind="ratio", formula=f"2 * {other}")
            outcomes.append("saved")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in ((a, "b"), (b, "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "saved"]


def test_what_mandate_counts_is_a_number_that_some_part_counts() -> None:
    assert add("below", counted="units.below").counted == "units.below"
    for more, told in (
        ({"counted": "units.beneath"}, "“units.beneath” is not known here; write one of: people.members, "),
        ({"counted": "units.below", "kind": "yes_no"}, "What Mandate counts is a number"),
        (
            {"counted": "units.below", "kind": "ratio", "formula": "1 * below"},
            "What Mandate counts is a number",
        ),
    ):
        with pytest.raises(ValidationError) as caught:
            add("other", **more)
        assert told in error_at("counted", caught)


def test_the_journal_says_that_an_indicator_is_counted_from_now_on() -> None:
    change(add("below"), counted="units.below")
    entry = Entry.objects.get(code="indicators.changed")
    assert (entry.data["before"], entry.data["after"]) == ({"counted": ""}, {"counted": "units.below"})
    told = event_from(entry.code, entry.data).differences()
    assert [(one.label, one.old, one.new) for one in told] == [("counted by Mandate", "", "units.below")]


def test_a_count_that_is_gone_stays_until_something_else_is_chosen() -> None:
    indicator = add("below", counted="units.below")
    Indicator.objects.update(counted="gone.away")
    assert change(indicator, counted="gone.away", better="lower").better == "lower"
    (found,) = check_doors()
    assert found.severity == "warning" and "below was counted as gone.away" in found.text
    assert change(indicator, counted="").counted == "" and not check_doors()
