"""`mandate unit move|open|close|undo`: all or none, a line for every problem."""

import pytest

TREE = (
    "code,parent,kind,name",
    "R,,region,Region",
    "S,R,district,South",
    "N,R,district,North",
    "A,S,branch,Ash",
    "B,S,branch,Birch",
)


@pytest.fixture
def region(fresh, write):
    fresh.good("import", "units", write(*TREE))
    fresh.good("import", "indicators", write("code,name", "n,Number"))
    return fresh


def places(line) -> set[tuple[str, str, str, str]]:
    """(unit, parent, from, until) as known now."""
    found = line.rows(
        """SELECT u.code, coalesce(p.code, ''), coalesce(l.starts::text, ''), coalesce(l.ends::text, '')
        FROM units_placement l JOIN units_unit u ON u.id = l.unit_id
        LEFT JOIN units_unit p ON p.id = l.parent_id
        WHERE l.known_until IS NULL"""
    )
    return set(found)


def test_several_units_move_together(region):
    said = region.good("unit", "move", "A", "B", "--under", "N", "--from", "2024-01-01").out
    assert said == "Moved 2 units under N from 2024-01-01.\n"
    assert {
        ("A", "S", "", "2024-01-01"),
        ("A", "N", "2024-01-01", ""),
        ("B", "N", "2024-01-01", ""),
    } <= places(region)


def test_one_that_cannot_move_keeps_all_where_they_are(region):
    before = places(region)
    said = region.refused("unit", "move", "A", "N", "S", "--under", "N", "--from", "2024-01-01")
    assert said.splitlines() == [
        "N: A unit cannot lie under itself.",
        "mandate: 1 problem; nothing was changed.",
    ]
    assert places(region) == before
    said = region.refused("unit", "move", "A", "X", "Y", "--under", "N", "--from", "2024-01-01")
    assert said.splitlines()[:2] == [
        "X: There is no unit with this code.",
        "Y: There is no unit with this code.",
    ]
    assert "There is no unit with the code Z." in region.refused(
        "unit", "move", "A", "--under", "Z", "--from", "2024-01-01"
    )


def test_a_whole_branch_closes_in_any_order_and_opens_again(region):
    assert region.good("unit", "close", "S", "A", "B", "--from", "2024-07-01").out == (
        "Closed 3 units from 2024-07-01.\n"
    )
    assert region.refused("unit", "open", "A", "--under", "S", "--from", "2025-01-01").startswith("A: On ")
    again = region.good("unit", "open", "A", "--under", "N", "--from", "2025-01-01").out
    assert again == "Opened A again under N from 2025-01-01.\n"
    assert {("A", "S", "", "2024-07-01"), ("A", "N", "2025-01-01", "")} <= places(region)


def test_a_unit_with_open_units_below_stays_open(region):
    said = region.refused("unit", "close", "S", "B", "--from", "2024-07-01")
    assert "S: 1 unit below is open on that day or later: move or close it first." in said
    assert {row[3] for row in places(region)} == {""}


def test_closing_says_which_reports_it_excuses(region, write):
    region.good("import", "figures", write("unit,indicator,period,value", "A,n,2025,1"))
    said = region.good("unit", "close", "B", "--from", "2025-01-01").out
    assert said == "Closed 1 unit from 2025-01-01. Excused 1 report of later periods.\n"
    cell = region.good("rollup", "R", "2025", "--json").json()["indicators"]["n"]
    assert (cell["reported"], cell["expected"]) == (1, 1)


def test_opening_again_says_which_reports_it_asks_for_and_which_stay_excused(region, write):
    rows = [f"A,n,2025-{month:02},1" for month in range(1, 13)]
    region.good("import", "figures", write("unit,indicator,period,value", *rows))
    region.good("unit", "close", "B", "--from", "2025-03-01")
    again = region.good("unit", "open", "B", "--under", "N", "--from", "2025-06-10").out.splitlines()
    assert again[0] == "Opened B again under N from 2025-06-10. Expects 6 reports again."
    form = region.rows("SELECT code FROM reporting_form")[0][0]
    assert again[1].endswith(f"mandate expect B {form} 2025-06 --add --reason …")
    assert len(again) == 2
    chain = [("--excuse", "again"), ("--add", "after all"), ("--excuse", "no"), ("--add", "yes")]
    for action, reason in chain:
        region.good("expect", "B", form, "2025-07", action, "--reason", reason)
    for expects in (1, 2, 1, 2):
        said = region.good("expect", "B", form, "2025-07", "--undo").out
        assert said == f"Took back 1; {form} now expects {expects} report{'' if expects == 1 else 's'}.\n"
    assert "no change to take back" in region.refused("expect", "B", form, "2025-07", "--undo")
    table = write("code,parent,kind,name,from,until", "B,S,branch,Birch,2025-01-01,2025-09-01")
    said = region.good("import", "units", table).out
    assert "4 reports that the closing excused are expected again." in said
    assert "4 reports of periods that begin while the unit is closed are not expected any more." in said
    assert "warning" not in region.good("check").out


def test_a_new_unit_needs_its_kind_and_name(region):
    new = ("unit", "open", "C", "--from", "2024-01-01")
    assert "C is new: give --kind and --name." in region.refused(*new, "--under", "N")
    region.good(*new, "--under", "N", "--kind", "branch", "--name", "Cedar")
    assert ("C", "N", "2024-01-01", "") in places(region)
    assert "is there already" in region.refused(*new, "--under", "N", "--kind", "branch", "--name", "Cedar")
    region.good("unit", "open", "Q", "--top", "--from", "2024-01-01", "--kind", "region", "--name", "Quay")
    assert ("Q", "", "2024-01-01", "") in places(region)
    assert region.refused("unit", "open", "C C", *new[3:], "--top", "--kind", "k", "--name", "x").startswith(
        "C C: "
    )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-30"])
def test_a_day_that_cannot_be_is_wrong_usage(region, day):
    assert day in region.refused("unit", "close", "A", "--from", day)


def test_the_last_change_of_units_is_taken_back_and_a_day_of_moving_is_named(region):
    before = places(region)
    region.good("unit", "move", "A", "B", "--under", "N", "--from", "2024-01-01")
    said = region.refused("unit", "close", "A", "--from", "2024-01-01")
    assert "A: The unit moves on that day: take the move back first, or close it from a later day." in said
    said = region.good("unit", "undo", "A", "B").out
    assert said == "Took back the last change of 2 units.\n"
    assert places(region) == before
    assert "B: There is no move, closing or reopening to take back." in region.refused("unit", "undo", "B")
    region.good("unit", "close", "A", "--from", "2024-01-01")
    region.good(
        "unit", "open", "C", *("--under", "N", "--from", "2024-01-01", "--kind", "branch", "--name", "C")
    )
    said = region.refused("unit", "undo", "A", "C")
    assert said.splitlines()[0] == "C: There is no move, closing or reopening to take back."
    assert ("A", "S", "", "2024-01-01") in places(region)
    assert "C: The unit opens on that day" in region.refused("unit", "close", "C", "--from", "2024-01-01")


CLOSED = """INSERT INTO reviews_review
    (unit_id, period, starts, ends, notes, notes_language, version, closed_at)
    SELECT id, '2023', '2023-01-01', '2024-01-01', '{}', '', 1, now() FROM units_unit WHERE code = 'R'"""
ASKED = """INSERT INTO reviews_reopening (review_id, asked_by_id, asked_at, reason, answer, answer_reason)
    SELECT r.id, u.id, now(), 'A branch was forgotten', '', '' FROM reviews_review r, access_user u"""


def test_the_operator_opens_a_closed_review_again_or_answers_who_asked(region):
    region.good("admin", "add", "a@example.org", typed="eight blue horses\n")
    answers = "SELECT answer, answer_reason, answered_by_id FROM reviews_reopening ORDER BY id"
    assert "open" in region.refused("reopen", "R", "2023")
    region.rows(CLOSED)
    assert "Nobody asks" in region.refused("reopen", "R", "2023", "--leave-closed", "--reason", "No")
    assert "Give a reason." in region.refused("reopen", "R", "2023")
    region.rows(ASKED)
    assert "Give a reason." in region.refused("reopen", "R", "2023", "--leave-closed")
    said = region.good("reopen", "R", "2023", "--leave-closed", "--reason", "Nothing is missing").out
    assert said == "The review of R for 2023 stays closed.\n"
    assert region.rows(answers) == [("refused", "Nothing is missing", None)]
    region.rows(ASKED)
    assert region.good("reopen", "R", "2023").out == "The review of R for 2023 is open again.\n"
    assert region.rows(answers)[1] == ("opened", "", None)
    told = "SELECT code, data->>'reason' FROM journal_entry WHERE code LIKE 'reviews.%%' ORDER BY id"
    assert region.rows(told) == [
        ("reviews.reopening_dropped", "Nothing is missing"),
        ("reviews.reopened", "A branch was forgotten"),
    ]
