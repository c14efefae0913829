"""Any chain of adding, excusing and taking back, against a plain list of what was done."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from mandate.core.expectation import Ended, Excused, LastChange, last_change


@dataclass
class Change:
    """What was done and not taken back; ``spite``: an addition while a closing excused the report."""

    added: bool
    spite: bool = False


class Kept:
    """The rows as a service keeps them, and beside them a list of the changes that were not taken back."""

    def __init__(self, late: bool) -> None:
        self.added = self.closed = False
        self.rows: list[Excused] = []
        self.of_closing: list[bool] = []
        self.done: list[Change] = []
        self.expected = not late

    @property
    def last(self) -> LastChange | None:
        """What core says of the rows: a closing that holds no longer makes its excuses void."""
        void = [of and not self.closed for of in self.of_closing]
        rows = [replace(row, void=gone) for row, gone in zip(self.rows, void, strict=True)]
        return last_change(self.added, rows)

    def holds(self) -> bool:
        return bool(self.rows) and self.rows[-1].ended is None

    def begin(self, of_closing: bool, takes_back: int | None = None) -> None:
        self.rows.append(Excused(takes_back))
        self.of_closing.append(of_closing)
        self.expected = False

    def end(self, how: Ended) -> None:
        self.rows[-1] = replace(self.rows[-1], ended=how)
        self.expected = True

    def change(self) -> None:
        """Add the report where it is not expected, else excuse it."""
        if self.expected:
            self.done.append(Change(False))
            self.begin(False)
            return
        self.done.append(Change(True, self.holds() and self.of_closing[-1]))
        if self.holds():
            self.end(Ended.ADDED)
        else:
            self.added = self.expected = True

    def close(self) -> None:
        if not self.closed and self.expected:
            self.done.append(Change(False))
            self.begin(True)
        self.closed = True

    def open_again(self) -> None:
        """What the closing excused is expected again; what was added in spite of it means nothing more."""
        self.closed = False
        if self.holds() and self.of_closing[-1]:
            self.end(Ended.TAKEN_BACK)
            self.done.pop()

    def drop_what_is_vain(self) -> None:
        while not self.closed and self.done and self.done[-1].spite:
            del self.done[-2:]

    def take_back(self) -> None:
        self.drop_what_is_vain()
        last = self.last
        assert (last is None) == (not self.done)
        if last is None:
            return
        assert last.added == self.done.pop().added
        if last.added:
            before = last.excuse
            self.begin(before is not None and self.of_closing[before], last.number)
        else:
            self.end(Ended.TAKEN_BACK)


@given(st.booleans(), st.lists(st.sampled_from(["change", "take_back", "close", "open_again"]), max_size=40))
def test_every_change_is_taken_back_in_turn(late, actions):
    kept = Kept(late)
    for action in actions:
        getattr(kept, action)()
    kept.open_again()
    for _ in actions:
        kept.take_back()
    assert not kept.done
    assert kept.expected is not late
    assert kept.last is None


def test_the_worked_table(worked_table: Callable[[str, str], list[list[str]]]) -> None:
    ends = {"": None, "+": Ended.ADDED, "-": Ended.TAKEN_BACK}
    for done, kept, said in worked_table("expectation", "what was done"):
        words = kept.split()
        rows = [
            Excused(
                int(found["number"]) if found["number"] else None, ends[found["end"]], bool(found["void"])
            )
            for word in words
            if (found := re.fullmatch(r"(?:e|r(?P<number>\d))(?P<end>[+-]?)(?P<void>void)?", word))
        ]
        assert len(rows) == len(words) - ("late" in words)
        last = last_change("late" in words, rows)
        assert ("" if last is None else "added" if last.added else "excused") == said, done


def test_each_addition_is_numbered_and_names_the_excuse_it_ended():
    first, second = Excused(ended=Ended.ADDED), Excused(1, Ended.ADDED)
    assert last_change(True, []) == LastChange(True, None, 0)
    assert last_change(True, [first]) == LastChange(True, 0, 1)
    assert last_change(True, [first, second]) == LastChange(True, 1, 2)
    assert last_change(True, [first, second, Excused(2)]) == LastChange(False, 0)


def test_an_addition_in_spite_of_a_closing_that_holds_no_longer_is_passed_over():
    closed = Excused(ended=Ended.ADDED, void=True)
    assert last_change(False, [closed]) is None
    assert last_change(True, [closed]) == LastChange(True, None, 0)
    assert last_change(False, [closed, Excused()]) == LastChange(False, 1)
    assert last_change(False, [Excused(ended=Ended.ADDED)]) == LastChange(True, 0, 0)
