from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.number import (
    HABITS,
    NumberError,
    plain,
    plain_of_either,
    read_cell,
    read_number,
    round_half_away,
    scaled,
    unscaled,
    write_number,
)

languages = st.sampled_from(sorted(HABITS))
places = st.integers(0, 6)


@st.composite
def decimals_within(draw, places: int) -> Decimal:
    return unscaled(draw(st.integers(-(10**18) + 1, 10**18 - 1)), places)


def grouped(value: Decimal, language: str, separator: str) -> str:
    return f"{value:,f}".replace(",", "_").replace(".", HABITS[language].point).replace("_", separator)


def test_the_worked_table_is_what_the_code_does(worked_table):
    for text, language, decimals, number, code, suggestion in worked_table("number", "text"):
        try:
            result = [str(read_number(text, language, int(decimals), allow_negative=text != "-1")), "", ""]
        except NumberError as error:
            found = [error.params[key] for key in ("suggestion", "other") if key in error.params]
            result = ["", error.code, " or ".join(map(str, found))]
        assert result == [number, code, suggestion.replace("`", "")], text


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
@pytest.mark.parametrize("language", ["fr", "sv", "pl", "ru"])
def test_each_kind_of_space_groups_thousands(language, space):
    assert read_number(f"12{space}345{space}678,9", language, 1) == Decimal("12345678.9")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "+5",
        "- 5",
        "(5)",
        "5-",
        ".5",
        "5.",
        "1..5",
        "½",
        "１２",
        "1_000",
        "NaN",
        "inf",
        "0x10",
        "5 %",
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NumberError):
        read_number(text, "en", 6)


@pytest.mark.parametrize("text", ["1 23", "1 234 56", "0 123", "12 3456", "1  234", "1234 567"])
def test_spaces_that_do_not_group_in_threes_are_refused(text):
    with pytest.raises(NumberError) as caught:
        read_number(text, "fr", 2)
    assert caught.value.code in ("wrong_grouping", "not_a_number")


def test_zero_has_no_sign():
    assert str(read_number("-0,00", "de", 2, allow_negative=False)) == "0.00"
    assert plain(Fraction(-1, 1000), 2) == "0.00"


def test_a_huge_text_is_shortened_in_the_error():
    with pytest.raises(NumberError) as caught:
        read_number("9" * 100_000, "en", 0)
    assert caught.value.code == "too_large"
    assert caught.value.params["text"] == "9" * 39 + "…"
    for text, code in {"x" * 40: "not_a_number", "1,2" * 14: "wrong_grouping"}.items():
        with pytest.raises(NumberError) as caught:
            read_number(text, "en", 0)
        assert caught.value.code == code
        assert caught.value.params["text"] == (text if len(text) == 40 else f"{text[:39]}…")
    with pytest.raises(NumberError) as caught:  # however long it is, it is a number elsewhere
        read_number(".".join(["123"] * 99), "en", 0)
    assert caught.value.code == "too_large"


@given(languages, places, st.data())
def test_what_is_written_is_read_back(language, decimals, data):
    value = data.draw(decimals_within(decimals))
    assert read_number(write_number(value, language), language, decimals) == value


@given(languages, places, st.data())
def test_grouped_numbers_are_read_in_their_own_language(language, decimals, data):
    value = data.draw(decimals_within(decimals))
    for separator in HABITS[language].groups:
        assert read_number(grouped(value, language, separator), language, decimals) == value


@given(st.text(alphabet="0123456789., -", max_size=12), languages, places)
def test_a_text_is_read_in_its_own_habit_or_refused(text, language, decimals):
    """The reading agrees with an independent one: take the groups away, make the point a point."""
    try:
        value = read_number(text, language, decimals)
    except NumberError:
        return
    bare = text.strip()
    for separator in HABITS[language].groups:
        bare = bare.replace(separator, "")
    assert Decimal(bare.replace(HABITS[language].point, ".")) == value


@given(st.text(alphabet="0123456789.,", max_size=9), languages)
def test_a_suggestion_can_be_typed_as_it_stands(text, language):
    try:
        read_number(text, language, 6)
    except NumberError as error:
        for key in ("suggestion", "other", "example"):
            if key in error.params:
                read_number(str(error.params[key]), language, 9)


@given(places, st.integers())
def test_scaling_is_exact_both_ways(decimals, units):
    value = unscaled(units, decimals)
    assert scaled(value, decimals) == units
    assert -value.as_tuple().exponent == decimals


def test_scaling_never_loses_digits():
    with pytest.raises(NumberError) as caught:
        scaled(Decimal("1.25"), 1)
    assert caught.value.code == "too_many_decimals"
    with pytest.raises(NumberError):
        scaled(Decimal("NaN"), 1)


@given(st.fractions(), places)
def test_rounding_is_nearest_and_a_half_goes_away_from_zero(value, decimals):
    rounded = Fraction(round_half_away(value, decimals))
    step = Fraction(1, 10**decimals)
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)
    assert round_half_away(-value, decimals) == round_half_away(value, decimals).copy_negate()


@given(st.fractions(-(10**11), 10**11), places)
def test_the_plain_form_is_canonical(value, decimals):
    text = plain(value, decimals)
    assert len(text.partition(".")[2]) == decimals
    assert read_number(text, "plain", decimals) == round_half_away(value, decimals)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_the_plain_form_has_no_exponent(value):
    assert set(plain(value, 6)) <= set("-0123456789.")


def test_the_published_shares_come_out():
    assert plain(Fraction(100 * 262, 311), 1) == "84.2"
    assert plain(Fraction(1, 8), 2) == "0.13"
    assert plain(Decimal("2.5"), 0) == "3"


@given(places, st.integers(-(10**9), 10**9))
def test_a_spreadsheet_cell_is_read_without_its_binary_noise(decimals, units):
    value = unscaled(units, decimals)
    assert read_cell(float(value), decimals) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (0.5, "too_many_decimals"),
        (-1, "negative"),
        (1e18, "too_large"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
    ],
)
def test_a_bad_cell_is_refused(cell, code):
    with pytest.raises(NumberError) as caught:
        read_cell(cell, 0, allow_negative=False)
    assert caught.value.code == code


@given(st.text(alphabet="0123456789., -", max_size=12), languages, places)
def test_what_is_suggested_can_be_written(text, language, decimals):
    try:
        read_number(text, language, decimals)
    except NumberError as error:
        for suggestion in (error.params[key] for key in ("suggestion", "other") if key in error.params):
            read_number(str(suggestion), language, decimals)


@given(st.text(alphabet="0123456789., ", max_size=12), places)
def test_in_a_file_with_either_sign_a_number_means_one_thing_and_advice_works(text, decimals):
    readings = {habit.canonical(text.strip()) for habit in HABITS.values()} - {None}
    try:
        taken = plain_of_either(text, decimals)
    except NumberError as error:
        assert len(readings) > 1
        for advice in (error.params[key] for key in ("suggestion", "other") if key in error.params):
            read_number(plain_of_either(str(advice), decimals), "plain", decimals)
    else:
        assert readings <= {taken}


@pytest.mark.parametrize(
    ("stored", "decimals", "number"),
    [
        (434.99999999999994, 0, "435"),
        (0.1 + 0.2, 6, "0.3"),
        (857.0, 0, "857"),
        (Decimal("12345678901"), 0, "12345678901"),
        (Decimal("123456789012.123456"), 6, "123456789012.123456"),
        (Decimal("99999999999.99999999"), 2, "100000000000"),
    ],
)
def test_a_cell_is_what_was_computed_and_keeps_the_digits_there_is_room_for(stored, decimals, number):
    assert read_cell(stored, decimals) == Decimal(number)


@pytest.mark.parametrize("decimals", range(7))
def test_a_number_has_eighteen_digits_with_its_decimals(decimals):
    whole, part = "9" * (18 - decimals), "9" * decimals
    text = f"{whole}.{part}" if part else whole
    assert read_number(text, "plain", decimals) == Decimal(text)
    with pytest.raises(NumberError) as caught:
        read_number("9" + text, "plain", decimals)
    assert (caught.value.code, caught.value.params["digits"]) == ("too_large", 18 - decimals)
