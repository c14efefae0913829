"""Any chain of adding, excusing and taking back, against a plain list of what was done."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.expectation import Ended, Excused, LastChange, last_change


class Kept:
    """The rows as a service keeps them, and beside them a list of the changes that were not taken back."""

    def __init__(self, late: bool) -> None:
        self.added = self.there = False
        self.rows: list[Excused] = []
        self.done: list[bool] = []  # True: added
        self.expected = not late

    def change(self) -> None:
        """Add the report where it is not expected, else excuse it."""
        self.done.append(not self.expected)
        if self.expected:
            self.rows.append(Excused())
        elif self.rows and self.rows[-1].ended is None:
            self.rows[-1] = Excused(self.rows[-1].restored, Ended.ADDED)
        else:
            self.added = True
        self.expected = not self.expected

    def take_back(self) -> None:
        last = last_change(self.added, self.rows)
        assert (last is None) == (not self.done)
        if last is None:
            return
        assert last.added == self.done.pop()
        if last.added:
            self.rows.append(Excused(restored=True))
        else:
            self.rows[-1] = Excused(self.rows[-1].restored, Ended.TAKEN_BACK)
        self.expected = not self.expected


@given(st.booleans(), st.lists(st.booleans(), max_size=40))
def test_every_change_is_taken_back_in_turn(late, deeds):
    kept = Kept(late)
    for takes_back in deeds:
        kept.take_back() if takes_back else kept.change()
    for _ in deeds:
        kept.take_back()
    assert not kept.done
    assert kept.expected is not late
    assert last_change(kept.added, kept.rows) is None


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    ends = {"": None, "+": Ended.ADDED, "-": Ended.TAKEN_BACK}
    for done, kept, said in worked_table("expectation", "what was done"):
        words = kept.split()
        rows = [
            Excused(word[0] == "r", ends[word[1:].removesuffix("void")], word.endswith("void"))
            for word in words
            if word != "late"
        ]
        last = last_change("late" in words, rows)
        assert ("" if last is None else "added" if last.added else "excused") == said, done


def test_each_addition_is_numbered_and_names_the_excuse_it_ended():
    first, second = Excused(ended=Ended.ADDED), Excused(restored=True, ended=Ended.ADDED)
    assert last_change(True, []) == LastChange(True, None, 0)
    assert last_change(True, [first]) == LastChange(True, 0, 1)
    assert last_change(True, [first, second]) == LastChange(True, 1, 2)
    assert last_change(True, [first, second, Excused(restored=True)]) == LastChange(False, 0)


def test_an_addition_in_spite_of_a_closing_that_holds_no_longer_is_passed_over():
    closed = Excused(ended=Ended.ADDED, void=True)
    assert last_change(False, [closed]) is None
    assert last_change(True, [closed]) == LastChange(True, None, 0)
    assert last_change(False, [closed, Excused()]) == LastChange(False, 1)
    assert last_change(False, [Excused(ended=Ended.ADDED)]) == LastChange(True, 0, 0)
