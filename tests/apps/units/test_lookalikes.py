"""Codes of units and kinds that look the same: one rule for the services, the forms and the files."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.support.organisation import acting, client_of, console, person, tree

from mandate.apps.units.commands.lookup import unit_called
from mandate.apps.units.kinds import KindFinder
from mandate.apps.units.models import Unit, UnitKind
from mandate.apps.units.queries import unit_like
from mandate.apps.units.services import (
    ChangeKind,
    CreateUnit,
    SaveKind,
    UnitRow,
    change_kind,
    create_unit,
    save_kind,
)
from mandate.apps.units.tables.importing import ImportUnits, import_units
from mandate.core.problem import Problems
from mandate.platform.access.actor import Role
from mandate.platform.console.output import CommandError
from mandate.platform.i18n.problems import problem_sentence

pytestmark = pytest.mark.django_db


def refused(action: Callable[[], object], field: str) -> str:
    with pytest.raises(ValidationError) as caught:
        action()
    return " ".join(caught.value.message_dict[field])


@pytest.mark.parametrize("code", ["a2", "Ａ2", "ａ２"])
def test_a_new_unit_does_not_look_like_one_that_there_is(code: str) -> None:
    units = tree()
    new = CreateUnit(code, "street", {"en": "Twin"}, units["A"].pk)
    assert refused(lambda: create_unit(console(), new), "code") == (
        f"The code {code} looks like A2, which is there already."
    )
    with pytest.raises(Problems) as caught:
        import_units(console(), ImportUnits((UnitRow(2, code, "A", "street", "Twin"),)))
    assert [(one.row, one.code, one.params["other"]) for one in caught.value.problems] == [
        (2, "code_alike", "A2")
    ]


def test_a_kind_is_found_in_other_capitals_and_made_only_once() -> None:
    units = tree()
    made = create_unit(console(), CreateUnit("N", "STREET", {"en": "New"}, units["A"].pk))
    change_kind(console(), ChangeKind(units["A1"].pk, "Ward"))
    assert made.kind.code == "street"
    assert Unit.objects.get(code="A1").kind.code == "ward"
    command = SaveKind("Street", {"en": "Lane"}, {"en": "Lanes"})
    assert "looks like street" in refused(lambda: save_kind(console(), command), "code")
    assert UnitKind.objects.count() == 3


def test_the_page_finds_the_unit_above_by_its_code_in_other_capitals() -> None:
    units = tree()
    create_unit(console(), CreateUnit("A10", "street", {"en": "Ten"}, units["A"].pk))
    client = client_of(person(Role.ADMINISTRATOR, units["C"]))
    sent = {"code": "A9", "kind": "street", "names_en": "New", "parent": "a1", "starts": "2025-07-01"}
    page = client.post(reverse("units:create"), sent)
    assert page.status_code == 302, page.context["form"].errors
    assert Unit.objects.get(code="A9").placements.get().parent == units["A1"]


LETTER = "Its character 1, “А”, is of another alphabet (U+0410)."


def test_letters_of_another_alphabet_are_told_at_every_door_where_units_are_made_or_named() -> None:
    units = tree()
    new = CreateUnit("А2", "street", {"en": "Twin"}, units["A"].pk)  # a Cyrillic А
    assert refused(lambda: create_unit(console(), new), "code") == (
        f"The code А2 looks like A2, which is there already. {LETTER}"
    )
    rows = (UnitRow(2, "А2", "A", "street", "Twin"), UnitRow(3, "N", "А", "ѕtreet", "New"))
    with pytest.raises(Problems) as caught:
        import_units(console(), ImportUnits(rows))
    assert [problem_sentence(one) for one in caught.value.problems] == [
        f"The code А2 looks like A2, which is there already. {LETTER}",
        "The code ѕtreet looks like street, which is there already. "
        "Its character 1, “ѕ”, is of another alphabet (U+0455).",
        "There is no unit А, neither in this file nor in the organisation. It looks like A. " + LETTER,
    ]
    with pytest.raises(CommandError, match=r"no unit with the code А2\. It looks like A2\. Its"):
        unit_called("А2")
    kind = SaveKind("ѕtreet", {"en": "Lane"}, {"en": "Lanes"})
    assert "looks like street" in refused(lambda: save_kind(console(), kind), "code")
    assert Unit.objects.count() == len(units)


def test_a_field_tells_the_letter_only_of_units_that_one_may_see() -> None:
    units = tree()
    sent = {"code": "N9", "kind": "street", "names_en": "New", "parent": "А1", "starts": "2025-07-01"}
    page = client_of(person(Role.ADMINISTRATOR, units["C"])).post(reverse("units:create"), sent)
    assert f"It looks like A1. {LETTER}" in page.context["form"].errors["parent"][0]
    stranger = acting(Role.SECRETARY, units["B"])
    assert (unit_like(stranger, "А1"), unit_like(stranger, "В1")["looks"]) == ({}, "B1")


def test_an_organisation_may_write_its_codes_in_its_own_alphabet() -> None:
    units = tree()
    create_unit(console(), CreateUnit("Ж-1", "street", {"ru": "Ж"}, units["A"].pk))
    create_unit(console(), CreateUnit("РО-2", "street", {"ru": "РО"}, units["A"].pk))
    assert unit_called("ро-2").code == "РО-2"
    new = CreateUnit("PO-2", "street", {"en": "Latin"}, units["A"].pk)
    assert "“P”, is of another alphabet (U+0050)" in refused(lambda: create_unit(console(), new), "code")


def test_where_two_are_stored_only_the_exact_one_is_meant() -> None:
    units = tree()
    ward = units["A"].kind
    twin = Unit.objects.create(code="a2", kind=ward, names={"en": "Twin"})
    UnitKind.objects.create(code="WARD", names={"en": "Ward"})
    assert (unit_called("a2"), unit_called("A2")) == (twin, units["A2"])
    with pytest.raises(CommandError):
        unit_called("ａ2")
    finder = KindFinder()
    assert (finder.find("ward"), finder.find("WARD")) == (["ward"], ["WARD"])
    assert sorted(finder.find("Ward")) == ["WARD", "ward"]
    new = CreateUnit("N", "Ward", {"en": "New"}, units["A"].pk)
    assert "looks like" in refused(lambda: create_unit(console(), new), "kind")
    rows = (UnitRow(2, "A2", "A", "street", "A2"), UnitRow(3, "a2", "A", "ward", "Twin", starts="2025-07-01"))
    assert import_units(console(), ImportUnits(rows)).created == 0
