"""What was changed in a text: the worked table, the two texts come back, and the cost stays bounded."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandate.core.worddiff import MOST_CHANGES, _same, difference, marked

#: Few words and signs, so that texts have much in common.
TEXTS = st.lists(
    st.sampled_from(["ten", "ward", " ", "\n", ". ", "Đường ", "e\u0301", "  "]), max_size=40
).map("".join)


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    for old, new, told in worked_table("word-difference", "old"):
        found = difference(old.replace("¶", "\n"), new.replace("¶", "\n"))
        assert marked(found).replace("\n", "¶") == told


@given(TEXTS, TEXTS)
def test_both_texts_come_back_whole(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert {piece.kind for piece in difference(text, text)} <= {"same"}


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_at_all_comes_back(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def most_in_common(old: str, new: str) -> int:
    """The length of the longest row of letters that stands in both, by the plain table."""
    row = [0] * (len(new) + 1)
    for letter in old:
        before, row = row, [0]
        for place, other in enumerate(new):
            row.append(before[place] + 1 if letter == other else max(row[place], before[place + 1]))
    return row[-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(0, 18))
def test_a_shortest_way_is_found_where_it_is_no_longer_than_the_bound(old: str, new: str, most: int) -> None:
    kept = most_in_common(old, new)
    runs = _same(old, new, most)
    assert sum(length for _old, _new, length in runs) == (kept if len(old + new) - 2 * kept <= most else 0)
    places = [(at_old + step, at_new + step) for at_old, at_new, length in runs for step in range(length)]
    assert all(old[one] == new[other] for one, other in places)
    assert all(one < other for pair in pairwise(places) for one, other in zip(*pair, strict=True))


class Counted(str):
    """A word that counts how often one was compared."""

    __slots__ = ()
    times = 0

    def __eq__(self, other: object) -> bool:
        Counted.times += 1
        return str.__eq__(self, other)  # type: ignore[arg-type]

    __hash__ = str.__hash__


@pytest.mark.parametrize("words", [("a", "b"), ("a", "a"), ("a b", "b a")], ids=["others", "same", "mixed"])
def test_the_cost_grows_no_faster_than_the_length(words: tuple[str, str]) -> None:
    def cost(length: int) -> int:
        old, new = ([Counted(word) for word in (one.split() * length)[:length]] for one in words)
        Counted.times = 0
        _same(old, new, MOST_CHANGES)
        return Counted.times

    assert cost(8000) <= 2.2 * cost(4000) <= 5 * cost(2000)
    assert cost(8000) <= (MOST_CHANGES + 2) * 2 * 8000


def test_a_text_written_anew_counts_as_replaced_as_a_whole() -> None:
    old, new = (" ".join(f"{letter}{place}" for place in range(500)) for letter in "ab")
    assert [(piece.kind, piece.text) for piece in difference(old, new)] == [("gone", old), ("new", new)]
