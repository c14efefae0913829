"""Codes that look the same by letters of several alphabets: the worked table, and what always holds."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from tests.support.steps import steps

from mandate.core.codes import CodeOffers, Looks, unit_code
from mandate.core.lookalikes import difference, shapes
from mandate.core.text import alike

LETTERS = "AaBbHhNnVvРрСсВвГгПΓΠνηЖш1١-"
CODES = st.text(LETTERS, min_size=1, max_size=6)


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for there, typed, told in worked_table("names", "there is"):
        hint = Looks([there]).hint(typed)
        found = ", ".join(str(hint[name]) for name in ("letter", "place", "point")) if hint else "–"
        assert found == told, (there, typed)
        assert hint.get("looks", there) == there


@given(CODES, CODES)
def test_looking_the_same_goes_both_ways_and_always_shows_a_letter(one: str, other: str) -> None:
    hint = Looks([one]).hint(other)
    assert bool(hint) == bool(Looks([other]).hint(one))
    if hint:
        assert alike(one) != alike(other)
        assert hint["letter"] in other
    if alike(one) == alike(other):
        assert shapes(one) == shapes(other)
        assert not difference(one, other)


def test_a_code_of_another_alphabet_is_never_meant_but_is_another_of_the_same_look() -> None:
    looks = Looks(["А1", "B2"])  # the first is Cyrillic
    assert (looks.find("A1"), looks.others("A1")) == (None, ["А1"])
    assert looks.find("а1") == "А1"
    assert list(Looks(["A1", "А1", "Α1", "B2"]).pairs()) == [["A1", "Α1", "А1"]]
    assert CodeOffers({"А1"}, unit_code, 40).offer("A1") == "A1-2"


def test_many_codes_are_looked_at_in_proportion() -> None:
    def look(count: int) -> None:
        looks = Looks(f"А{number}" for number in range(count))
        for number in range(count):
            assert looks.hint(f"A{number}")

    assert steps(lambda: look(400)) < 5 * steps(lambda: look(100))


def test_codes_to_be_offered_for_many_that_begin_alike_cost_no_more_each() -> None:
    """Codes that are too long begin alike, and so do those that are made of them."""

    def offer(count: int) -> None:
        offers = CodeOffers(set(), unit_code, 40)
        made = [offers.offer(f"{'province-of-the-north-' * 3}{number}") for number in range(count)]
        assert len(set(made)) == count and made[1].endswith("-2") and len(made[-1]) <= 40

    assert steps(lambda: offer(400)) < 5 * steps(lambda: offer(100))


def test_many_codes_of_one_look_cost_no_more_each() -> None:
    def look(count: int) -> None:
        codes = [
            "".join(c.upper() if number >> n & 1 else c for n, c in enumerate("abcdefghi"))
            for number in range(count)
        ]
        looks = Looks()
        for code in codes:
            looks.other(code)
            looks.add(code)
        assert looks.other(codes[-1]) == codes[0] and looks.find("ABCDEFGHİ") is None

    assert steps(lambda: look(400)) < 5 * steps(lambda: look(100))


def test_offers_for_codes_that_are_cut_to_one_stem_cost_no_more_each() -> None:
    def offer(count: int) -> None:
        offers = CodeOffers((), unit_code, 10)
        made = [offers.offer(f"abcdefgh{number:03}{n}") for number in range(count) for n in "xyz"]
        assert len(set(made)) == len(made) and all(len(code) <= 10 for code in made)

    assert steps(lambda: offer(400)) < 5 * steps(lambda: offer(100))
