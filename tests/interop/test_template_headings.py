"""A template whose cells were moved: read by its codes, and told where headings or names contradict them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.interop.test_template import level, read_back, refused, template
from tests.support.reporting import World

from mandate.apps.reporting.models import Figure
from mandate.core.problem import Problems
from mandate.interop.spreadsheets.level import fill
from mandate.platform.i18n.problems import problem_sentence


@pytest.fixture
def filled(city: World):
    """A template with one figure typed, and no protection, as after “Unprotect sheet”."""
    sheet = template(city)
    sheet.put("A1", "families", 7)
    sheet.put("A1", "cultural", 5)
    return sheet


def figures() -> dict[tuple[str, str], int]:
    return {
        (unit, code): int(value)
        for unit, code, value in Figure.objects.values_list("unit__code", "indicator__code", "value")
    }


FIGURES = {("A1", "families"): 7, ("A1", "cultural"): 5}


def said(city: World, data: bytes) -> list[str]:
    with pytest.raises(Problems) as caught:
        fill(city.reviewer, level(city), data, submit=False)
    return [problem_sentence(problem) for problem in caught.value.problems]


def swap(sheet, one: str, other: str) -> None:
    """The two columns change places, with everything in them."""
    for row in range(1, sheet.sheet.max_row + 1):
        first, second = sheet.sheet[f"{one}{row}"], sheet.sheet[f"{other}{row}"]
        first.value, second.value = second.value, first.value


@pytest.mark.parametrize(
    "changed",
    [
        lambda sheet: swap(sheet, "C", "D"),
        lambda sheet: swap(sheet, "B", "D"),
        lambda sheet: sheet.sheet.insert_cols(2),
        lambda sheet: sheet.sheet.insert_cols(4),
        lambda sheet: sheet.sheet.insert_rows(4, 2),
        lambda sheet: sheet.sheet.delete_cols(5, 2),
        lambda sheet: setattr(sheet.sheet["C1"], "value", "Households"),
        lambda sheet: setattr(sheet.sheet["B3"], "value", "Called otherwise"),
    ],
    ids=["moved", "names moved", "beside names", "between", "empty rows", "left out", "heading", "name"],
)
def test_columns_and_rows_are_read_by_their_codes_wherever_they_stand(city, filled, changed):
    changed(filled)
    read_back(city, filled)
    assert figures() == FIGURES


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (lambda sheet: sheet.sheet.insert_cols(1), [("A3", "template_no_units")]),
        (lambda sheet: sheet.sheet.insert_rows(2), [("C2", "template_no_codes")]),
        (lambda sheet: sheet.book.create_sheet("Mine", 0), [("C2", "template_no_codes")]),
        (lambda sheet: setattr(sheet.sheet["C2"], "value", None), [("C2", "template_no_code")]),
    ],
    ids=["column before", "row between", "sheet before", "code gone"],
)
def test_codes_that_are_not_in_their_places_are_asked_for(city, filled, changed, found):
    changed(filled)
    assert refused(city, filled.bytes()) == found


def test_a_row_before_the_headings_is_told_at_every_code(city, filled):
    filled.sheet.insert_rows(1)
    assert {code for _, code in refused(city, filled.bytes())} == {"template_indicator"}


def test_codes_that_were_moved_without_their_columns_are_told(city, filled):
    filled.sheet["C2"].value, filled.sheet["D2"].value = "cultural", "families"
    assert refused(city, filled.bytes()) == [("C1", "template_heading"), ("D1", "template_heading")]
    first = said(city, filled.bytes())[0]
    assert "“Families" in first
    assert "is that of families, but the code below it is cultural." in first


def test_figures_that_slid_to_the_left_below_codes_that_did_not_are_told(city, filled):
    for column in "CDE":  # as after “Delete cells, shift left” in rows 1 and 3 and below
        for row in (1, *range(3, filled.sheet.max_row + 1)):
            after = chr(ord(column) + 1)
            filled.sheet[f"{column}{row}"].value = filled.sheet[f"{after}{row}"].value
    places = [place for place, code in refused(city, filled.bytes()) if code == "template_heading"]
    assert places == ["C1", "D1", "E1"]


def test_units_whose_codes_slid_are_told(city, filled):
    filled.sheet["A4"].value, filled.sheet["A5"].value = filled.sheet["A5"].value, filled.sheet["A4"].value
    assert refused(city, filled.bytes()) == [("B4", "template_name"), ("B5", "template_name")]
    filled.sheet["A5"].value = None
    assert ("A5", "template_no_unit") in refused(city, filled.bytes())


def test_a_code_with_a_letter_of_another_alphabet_is_told(city, filled):
    filled.sheet["A4"].value = filled.sheet["A4"].value.replace("A", "А")  # a Cyrillic one
    filled.sheet["C2"].value = "fаmilies"
    assert [text.partition("It looks like ")[2] for text in said(city, filled.bytes())] == [
        "families. Its character 2, “а”, is of another alphabet (U+0430).",
        "A1. Its character 1, “А”, is of another alphabet (U+0410).",
    ]


def test_two_columns_of_one_name_are_told_apart_by_their_codes_alone(city):
    city.indicators["cultural"].names = city.indicators["families"].names
    city.indicators["cultural"].measures = city.indicators["families"].measures
    city.indicators["cultural"].save()
    sheet = template(city)
    sheet.put("A1", "families", 7)
    sheet.put("A1", "cultural", 5)
    read_back(city, sheet)
    assert figures() == FIGURES


def test_the_page_says_it_at_the_heading_and_writes_nothing(city, secretary, filled):
    filled.sheet["C2"].value, filled.sheet["D2"].value = "cultural", "families"
    sent = SimpleUploadedFile("t.xlsx", filled.bytes())
    shown = secretary.post(f"/exchange/template/{city.opened.pk}/C/", {"file": sent})
    assert shown.status_code == 422
    text = shown.content.decode()
    assert "<code>C1</code>" in text
    assert "but the code below it is cultural" in text
    assert not Figure.objects.exists()
