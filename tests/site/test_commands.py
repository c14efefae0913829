"""Rolling up over time, targets, admin, backup: commands from beginning to end."""

import json
from datetime import date

from tests.site.tables import FIGURES, sample_file


def values(line, period: str, unit: str = "C") -> dict[str, tuple[str | None, int, int]]:
    cells = line.good("rollup", unit, period, "--json").json()["indicators"]
    return {code: (cell["value"], cell["reported"], cell["expected"]) for code, cell in cells.items()}


def test_months_roll_up_to_quarters_and_the_year_in_each_indicators_way(small, write):
    monthly = {"A1": (1, 2, 3), "A2": (10, 20, 30), "B1": (100, 200, 600)}
    rows = [
        f"{unit},{code},2023-0{month},{value}{'.5' if code == 'sum' else ''}"
        for unit, months in monthly.items()
        for month, value in enumerate(months, start=1)
        for code in ("sum", "last", "mean", "min", "max", "avg", "how_many")
    ]
    small.good("import", "figures", write(FIGURES, *rows, "A1,sum,2023-04,7.0", "B1,last,2023-12,5"))
    assert values(small, "2023-02") == {
        "sum": ("223.5", 3, 3),
        "last": ("222", 3, 3),
        "mean": ("222.00", 3, 3),
        "min": ("2", 3, 3),
        "max": ("200", 3, 3),
        "avg": ("74.0", 3, 3),
        "how_many": ("3", 3, 3),
        "open": (None, 0, 0),
        "share": ("100.7", 3, 3),
    }
    assert values(small, "2023Q1") == {
        "sum": ("970.5", 3, 3),  # 6 + 60 + 900, and nine halves
        "last": ("633", 3, 3),
        "mean": ("322.00", 3, 3),  # 2 + 20 + 300
        "min": ("1", 3, 3),
        "max": ("600", 3, 3),
        "avg": ("322.0", 3, 3),  # 966 / 3
        "how_many": ("3", 3, 3),
        "open": (None, 0, 0),
        "share": ("153.3", 3, 3),
    }
    year = values(small, "2023")
    assert year["sum"][0] == "977.5"
    assert year["last"][0] == "38"  # 3 + 30 + the 5 of December
    assert year["max"][0] == "600"
    assert values(small, "2023H2")["sum"][0] is None
    assert values(small, "2023Q1", "A")["sum"] == ("69.0", 2, 2)


def test_missing_not_applicable_and_zero_are_three_different_things(small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,0", "A2,last,2023,n/a", "A1,open,2023,yes",
                                          "A2,open,2023,no"))  # fmt: skip
    assert values(small, "2023")["last"] == ("0", 2, 3)
    assert values(small, "2023", "B")["last"] == (None, 0, 1)
    cell = small.good("rollup", "C", "2023", "--json", "--indicator", "open").json()["indicators"]["open"]
    assert cell == {
        "value": "1",
        "reported": 2,
        "expected": 3,
        "numerator": "1",
        "denominator": "2",
        "percent": "50.0",
    }


def test_three_missing_units_are_308_of_311(fresh, write, tmp_path):
    fresh.good("import", "units", sample_file("units.csv"))
    fresh.good("import", "indicators", write("code,name,kind", "families,Families,number"))
    lines = sample_file("figures.csv").read_text(encoding="utf-8").splitlines()
    families = [line for line in lines if ",families,2023," in line]
    assert len(families) == 311
    fresh.good("import", "figures", write(FIGURES, *families[3:]))
    total = sum(int(line.rpartition(",")[2]) for line in families[3:])
    assert values(fresh, "2023", "D380") == {"families": (str(total), 308, 311)}
    assert "308 of 311" in fresh.good("rollup", "D380", "2023").out
    # the missing ones come later, and nobody is counted twice
    fresh.good("import", "figures", write(FIGURES, *families[:3]))
    assert values(fresh, "2023", "D380") == {"families": ("91356", 311, 311)}


def test_tables_go_out_as_they_came_in(small, write, tmp_path):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1", "A2,last,2023,n/a", "A1,sum,2023,1.5"))
    small.good("import", "targets", write("unit,indicator,period,goal,direction", "C,last,2023,7,at_least"))
    said = {
        "units": "6 unchanged",
        "indicators": "9 unchanged",
        "targets": "1 unchanged",
        "figures": "3 unchanged",
    }
    for kind, unchanged in said.items():
        for suffix in ("csv", "xlsx"):
            out = tmp_path / f"{kind}.{suffix}"
            period = ["2023"] if kind in ("targets", "figures") else []
            printed = small.good("export", kind, *period, "--out", out).out
            assert printed == f"{out}: {out.stat().st_size:,} bytes\n"
            assert unchanged in small.good("import", kind, out, "--dry-run").out
    assert "figures" in small.good("export", "figures", "--out", tmp_path / "figures.csv").out
    lost = tmp_path / "nowhere" / "units.csv"
    said = small.refused("export", "units", "--out", lost)
    assert str(lost) in said and ".partial" not in said
    assert "write one of .csv, .xlsx" in small.refused("export", "units", "--out", tmp_path / "f.pdf")
    assert small("export", "pebbles", "--out", tmp_path / "f.csv").code == 2


def test_a_second_file_corrects_the_first_and_both_stay_in_the_history(small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1", "A2,last,2023,2"))
    printed = small.good("import", "figures", write(FIGURES, "A1,last,2023,5", "A2,last,2023,2")).out
    assert printed.startswith("Figures: 1 new or changed, 1 unchanged, in 1 report.")
    assert values(small, "2023")["last"][0] == "7"
    assert small.rows(
        "SELECT f.value::int, f.counted FROM reporting_figure f JOIN units_unit u ON u.id = f.unit_id "
        "WHERE u.code = 'A1' ORDER BY f.id"
    ) == [(1, False), (5, True)]
    read_in = "SELECT count(*) FROM journal_entry WHERE code = 'reporting.figures_imported'"
    assert small.rows(read_in) == [(2,)]


def test_the_scoreboard_has_the_agreed_shape(city, write):
    goals = {
        "flower_pots": ("11311", "at_least", "exceeded"),
        "waste_bins": ("7619", "at_least", "met"),
        "model_roads": ("140", "at_least", "missed"),
        "clean_house_models": ("68", "exactly", "met"),
        "members_admitted": ("200", "at_most", "exceeded"),
        "families": ("0", "at_most", "missed"),
        "cultural_family_share": ("85.0", "at_least", "exceeded"),
    }
    rows = [f"D380,{code},2023,{goal},{direction}" for code, (goal, direction, _) in goals.items()]
    city.good("import", "targets", write("unit,indicator,period,goal,direction", *rows,
                                         "D380,flower_pots,2024,1,at_least"))  # fmt: skip
    board = city.good("scoreboard", "D380", "2023", "--json").json()
    assert list(board) == ["unit", "period", "rows", "met_or_exceeded", "total", "under_way"]
    keys = ("indicator", "goal", "direction", "value", "state", "progress")
    assert {tuple(row) for row in board["rows"]} == {keys}
    assert {row["indicator"]: (row["goal"], row["direction"], row["state"]) for row in board["rows"]} == goals
    assert (board["met_or_exceeded"], board["total"]) == (5, 7)
    assert [row["value"] for row in board["rows"] if row["indicator"] == "flower_pots"] == ["11312"]
    later = city.good("scoreboard", "D380", "2024", "--json").json()
    assert [(row["value"], row["state"]) for row in later["rows"]] == [(None, "no_data")]
    assert (later["met_or_exceeded"], later["total"], later["under_way"]) == (0, 1, 0)
    assert "D380, 2023: 5 of 7 met or exceeded" in city.good("scoreboard", "D380", "2023").out
    again = city.good("import", "targets", write("unit,indicator,period,goal,direction", *rows)).out
    assert again.startswith("Targets: 0 new, 0 changed, 7 unchanged.")


def test_a_running_year_is_not_judged(small, write):
    year = date.today().year
    small.good("import", "figures", write(FIGURES, f"A1,sum,{year},2", f"B1,last,{year},300"))
    rows = (f"C,sum,{year},16,at_least", f"C,last,{year},200,at_most", f"C,max,{year},7,at_least")
    small.good("import", "targets", write("unit,indicator,period,goal,direction", *rows))
    board = small.good("scoreboard", "C", str(year), "--json").json()
    assert [(row["state"], row["progress"]) for row in board["rows"]] == [
        ("under_way", "12.5"),
        ("under_way", "150.0"),
        ("under_way", None),
    ]
    assert (board["met_or_exceeded"], board["total"], board["under_way"]) == (0, 0, 3)
    told = small.good("scoreboard", "C", str(year)).out
    assert f"C, {year}: 3 under way until {year}-12-31" in told and "missed" not in told


def test_a_closed_period_takes_no_import(small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1"))
    small.rows("UPDATE reporting_formperiod SET closed_at = now()")
    before = small.dump()
    assert "row 2, period:" in small.refused("import", "figures", write(FIGURES, "A1,last,2023,2"))
    assert small.dump() == before


def test_a_report_that_somebody_is_writing_is_not_overwritten(small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1"))
    small.rows("UPDATE reporting_report SET state = 'draft' WHERE counted_id IS NOT NULL")
    assert "row 2, unit:" in small.refused("import", "figures", write(FIGURES, "A1,last,2023,2"))


def test_a_command_makes_the_tables_that_a_newer_mandate_needs(fresh):
    fresh.rows("DROP TABLE django_session; DELETE FROM django_migrations WHERE app = 'sessions'")
    fresh.good("period", "list")
    assert fresh.rows("SELECT count(*) FROM django_session") == [(0,)]


def test_the_first_administrator(fresh):
    assert "too short" in fresh.refused("admin", "add", "a@example.org", typed="short\n")
    assert "too common" in fresh.refused("admin", "add", "a@example.org", typed="password12345\n")
    assert "on standard input" in fresh.refused("admin", "add", "a@example.org")
    assert "not an email address" in fresh.refused("admin", "add", "nobody", typed="eight blue horses\n")
    assert fresh.rows("SELECT count(*) FROM access_user") == [(0,)]
    fresh.good("admin", "add", "A@Example.org", "--language", "vi", typed="eight blue horses\n")
    assert fresh.rows("SELECT email, language, left(password, 6) FROM access_user") == [
        ("a@example.org", "vi", "argon2")
    ]
    assert fresh.rows("SELECT role, unit_id FROM access_grant") == [("administrator", None)]
    assert "is here already" in fresh.refused("admin", "add", "a@example.org", typed="eight blue horses\n")
    granted = fresh.good("admin", "grant", "a@example.org", "secretary", "--from", "2024-01-01")
    assert granted.out.strip() == "a@example.org is secretary of the whole organisation."
    assert ("secretary", None) in fresh.rows("SELECT role, unit_id FROM access_grant")
    assert "already" in fresh.refused("admin", "grant", "a@example.org", "secretary", "--until", "2025-01-01")
    assert "no unit" in fresh.refused("admin", "grant", "a@example.org", "reporter", "--unit", "X")
    assert "Nobody has" in fresh.refused("admin", "grant", "b@example.org", "reporter")
    assert "may still sign in" in fresh.refused("admin", "erase", "a@example.org", "--yes")


def test_a_backup_brings_back_what_was(city, write, tmp_path):
    before = city.dump()
    assert "bytes" in city.good("backup", tmp_path / "kept").out
    city.good("import", "units", write("code,parent,kind,name", "W1,D380,ward,New"))
    city.good("import", "figures", write(FIGURES, "W14755-01,families,2023,1"))
    assert city.dump() != before
    city.good("restore", tmp_path / "kept")
    assert city.dump() == before
    cells = json.loads(city.good("rollup", "D380", "2023", "--json").out)["indicators"]
    assert cells["families"]["value"] == "91356"
    damaged = tmp_path / "damaged"
    content = (tmp_path / "kept").read_bytes()
    damaged.write_bytes(content[: len(content) // 2])
    city.refused("restore", damaged)
    assert city.dump() == before


def test_a_financial_year_is_named_listed_and_taken_away(fresh):
    wrong = fresh.refused("period", "add", "2023April", "--from", "2023-04-01", "--until", "2024-04-01")
    assert "did you mean 2024-03-31?" in wrong
    fresh.good("period", "add", "2023April", "--from", "2023-04-01", "--until", "2024-03-31")
    fresh.good("period", "add", "2020-2025", "--from", "2020-10-16", "--until", "2025-10-15", "--name", "K17")
    assert fresh.good("period", "list", "--json").json() == [
        {"code": "2020-2025", "kind": "term", "first": "2020-10-16", "last": "2025-10-15", "name": "K17"},
        {
            "code": "2023April",
            "kind": "financial_yearly",
            "first": "2023-04-01",
            "last": "2024-03-31",
            "name": "Financial year 2023/24",
        },
    ]
    fresh.good("period", "remove", "2023April")
    assert "There is no financial year or term 2023April" in fresh.refused("period", "remove", "2023April")


def test_a_period_that_is_not_there_is_not_asked_to_be_named_before_it_is_removed(small):
    said = small.refused("period", "remove", "FY2031")
    assert said == "mandate: There is no financial year or term FY2031.\n"


def test_people_and_the_journal_are_written_to_files_and_the_journal_says_so(fresh, tmp_path):
    fresh.good("admin", "add", "a@example.org", "--name", "Ann", typed="eight blue horses\n")
    people, journal = tmp_path / "people.csv", tmp_path / "journal.csv"
    fresh.good("accounts", "--out", people)
    assert "Ann,a@example.org," in people.read_text("utf-8-sig")
    fresh.good("journal", "--since", "2020-01-01", "--out", journal)
    assert "The list of people taken out as a file (rows: 1)" in journal.read_text("utf-8-sig")
    kept = fresh.rows("SELECT code, unit_id, data FROM journal_entry ORDER BY id DESC LIMIT 2")
    assert kept == [
        (
            "journal.taken",
            None,
            {"filters": [["since", "2020-01-01"]], "typed": {}, "rows": 3, "file": "csv"},
        ),
        ("access.people_taken", None, {"filters": [], "typed": {}, "rows": 1, "file": "csv"}),
    ]
    assert "write one of .csv, .xlsx" in fresh.refused("accounts", "--out", tmp_path / "people.pdf")
    said = fresh.refused("journal", "--since", "2024-01-02", "--until", "2024-01-01", "--out", journal)
    assert "--until lies before --since" in said
