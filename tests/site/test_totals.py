"""`mandate import` and `mandate rollup` on the sample: what the city published comes out to the digit."""

from decimal import Decimal

import pytest
from tests.site.tables import sample_file, sample_rows
from tests.support.commands import CommandLine

WARDS_INDICATOR = "civilised_wedding_model"


@pytest.fixture(scope="module")
def year(sample):
    return sample.good("rollup", "D380", "2023", "--json", "--children").json()


@pytest.mark.parametrize("published", sample_rows("published.csv"), ids=lambda row: row["indicator"])
def test_every_published_total_and_share_comes_out(year, published):
    cell = year["indicators"][published["indicator"]]
    expected = 34 if published["indicator"] == WARDS_INDICATOR else 311
    assert cell["value"] == published["published"]
    assert (cell["reported"], cell["expected"]) == (expected, expected)
    if published["of"]:
        assert (cell["numerator"], cell["denominator"]) == (published["published"], published["of"])
    if published["indicator"] == "cultural_families":
        assert year["indicators"]["cultural_family_share"]["value"] == published["percent"]
    elif published["percent"]:
        assert cell["percent"] == published["percent"]


def test_members_admitted_grew_by_what_was_published(sample, year):
    before = sample.good("rollup", "D380", "2022", "--indicator", "members_admitted", "--json").json()
    assert list(before["indicators"]) == ["members_admitted"]
    growth = int(year["indicators"]["members_admitted"]["value"]) - int(
        before["indicators"]["members_admitted"]["value"]
    )
    assert growth == 102


def test_the_answer_has_the_agreed_shape(year):
    assert list(year) == ["unit", "period", "structure_date", "indicators", "own", "children"]
    assert (year["unit"], year["period"], year["structure_date"]) == ("D380", "2023", "2023-12-31")
    assert year["indicators"]["flower_pots"] == {"value": "11312", "reported": 311, "expected": 311}
    share = year["indicators"]["cultural_family_share"]
    assert set(share) == {"value", "reported", "expected", "numerator", "denominator"}


def test_the_rows_of_the_34_wards_add_up(year):
    wards = year["children"]
    assert len(wards) == 34
    for code, cell in year["indicators"].items():
        parts = [ward["indicators"][code] for ward in wards]
        for count in ("reported", "expected"):
            assert sum(part[count] for part in parts) == cell[count]
        counted = "numerator" if "numerator" in cell else "value"
        assert sum(Decimal(part[counted] or 0) for part in parts) == Decimal(cell[counted]), code


def test_a_ward_without_a_share_is_null_and_not_zero(fresh, write):
    fresh.good("import", "units", write("code,parent,kind,name", "C,,city,City", "A,C,ward,A", "B,C,ward,B"))
    fresh.good(
        "import", "indicators",
        write("code,name,kind,decimals,formula", "a,A,number,0,", "b,B,number,2,", "r,R,ratio,1,100 * a / b"),
    )  # fmt: skip
    fresh.good("import", "figures", write("unit,indicator,period,value", "A,a,2023,1", "A,b,2023,0"))
    cells = fresh.good("rollup", "C", "2023", "--json", "--children").json()
    assert cells["indicators"]["a"] == {"value": "1", "reported": 1, "expected": 2}
    assert cells["indicators"]["b"] == {"value": "0.00", "reported": 1, "expected": 2}
    assert cells["indicators"]["r"]["value"] is None
    assert cells["children"][1]["indicators"]["a"] == {"value": None, "reported": 0, "expected": 1}


def test_the_table_for_people_says_the_same(sample):
    printed = sample.good("rollup", "D380", "2023").out
    assert "D380, 2023 (structure of 2023-12-31)" in printed
    lines = {tuple(line.split()) for line in printed.splitlines()}
    assert ("D380", "flower_pots", "11312", "311", "of", "311") in lines
    assert ("D380", "cultural_residential_area", "262", "311", "311", "of", "311") in lines


def test_reading_the_same_tables_again_changes_nothing(city, tmp_path):
    before = city.dump()
    assert "346 unchanged" in city.good("import", "units", sample_file("units.csv")).out
    assert city.good("import", "figures", sample_file("figures.csv")).out.startswith(
        "Figures: 0 new or changed, 3144 unchanged"
    )
    after = city.dump()
    assert after.pop("units_treeversion") or before.pop("units_treeversion")
    before.pop("units_treeversion", None)
    assert after == before


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(city, write):
    before = city.dump()
    for kind, file in {
        "units": write("code,parent,kind,name", "W1,D380,ward,New", "W1-01,W1,street,Street"),
        "indicators": write("code,name,kind", "new,New,number"),
        "targets": write("unit,indicator,period,goal,direction", "D380,flower_pots,2023,10000,at_least"),
        "figures": write("unit,indicator,period,value", "W14755-01,flower_pots,2023,17"),
    }.items():
        printed = city.good("import", kind, file, "--dry-run").out
        assert printed.startswith("Only tried, nothing written: ")
        assert " new" in printed
        assert city.dump() == before, kind


def test_as_of_a_day_the_structure_of_that_day_is_rolled_up(city: CommandLine, write):
    moved = write("code,parent,kind,name", "W14755-01,W14758,street,Phố 1")
    city.good("import", "units", moved, "--as-of", "2024-01-01")

    def families(*more: str) -> tuple[str, int]:
        answer = city.good("rollup", "W14755", "2023", "--json", "--indicator", "families", *more).json()
        cell = answer["indicators"]["families"]
        return cell["value"], cell["expected"]

    before, after = families(), families("--as-of", "2024-01-01")
    figure = next(
        row
        for row in sample_rows("figures.csv")
        if (row["unit"], row["indicator"], row["period"]) == ("W14755-01", "families", "2023")
    )
    assert int(before[0]) - int(after[0]) == int(figure["value"])
    assert before[1] - after[1] == 1
    assert families("--as-of", "2023-12-31") == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("NOWHERE", "2023"), "There is no unit with the code NOWHERE."),
        (("D380", "2023", "--indicator", "nothing"), "There is no indicator with the code nothing."),
        (("D380", "2023-13"), "2023-13"),
        (("D380", "last year"), "last year"),
        (("D380", "2023", "--as-of", "yesterday"), "'yesterday' is not a date such as 2023-12-31"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(sample, words, sentence):
    for command in ("rollup", "scoreboard") if len(words) == 2 else ("rollup",):
        said = sample.refused(command, *words)
        assert sentence in said.splitlines()[-1]


def test_a_unit_before_its_time_is_refused(city, write):
    city.good(
        "import", "units", write("code,parent,kind,name", "W1,D380,ward,New ward"), "--as-of", "2024-07-01"
    )
    assert "W1 did not exist on 2023-12-31" in city.refused("rollup", "W1", "2023")
    assert city.good("rollup", "W1", "2024", "--json").json()["unit"] == "W1"
