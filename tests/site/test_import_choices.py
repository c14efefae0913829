"""`mandate import figures --partial --accept-warnings --expect-late` and `mandate expect`."""

import pytest

FIGURES = "unit,indicator,period,value"


@pytest.fixture
def region(fresh, write):
    """R › A, B, and their figures of 2023; C came to it afterwards."""
    tree = ("code,parent,kind,name", "R,,region,Region", "A,R,branch,Ash", "B,R,branch,Birch")
    fresh.good("import", "units", write(*tree))
    fresh.good("import", "indicators", write("code,name", "n,Number"))
    fresh.good("import", "figures", write(FIGURES, "A,n,2023,10", "B,n,2023,200"))
    fresh.good(
        "unit", "open", "C", "--under", "R", "--from", "2023-05-01", "--kind", "branch", "--name", "Cedar"
    )
    return fresh


def total(line, period: str = "2023") -> tuple[str | None, int, int]:
    cell = line.good("rollup", "R", period, "--json").json()["indicators"]["n"]
    return cell["value"], cell["reported"], cell["expected"]


def test_a_late_unit_is_offered_and_then_read_in(region, write):
    file = write(FIGURES, "C,n,2023,5")
    said = region.refused("import", "figures", file)
    assert "expects no report of C for 2023." in said
    assert "--expect-late adds the units to what is expected" in said
    assert total(region) == ("210", 2, 2)
    tried = region.good("import", "figures", file, "--expect-late", "--dry-run").out
    assert "1 unit that came late is added to what is expected." in tried
    assert "1 more report will be expected, 0 of them immediately overdue." in tried
    assert total(region) == ("210", 2, 2)
    region.good("import", "figures", file, "--expect-late")
    assert total(region) == ("215", 3, 3)


def test_units_are_added_excused_and_the_change_taken_back(region, write):
    form = ("imported-yearly-branch", "2023")
    assert "Give a reason." in region.refused("expect", "C", *form, "--add")
    said = region.good("expect", "C", "A", *form, "--add", "--reason", "Founded in May").out
    assert said == "Added 1; imported-yearly-branch now expects 3 reports.\n"
    assert total(region) == ("210", 2, 3)
    region.good("expect", "C", *form, "--excuse", "--reason", "Flooded")
    assert total(region) == ("210", 2, 2)
    region.good("expect", "C", *form, "--undo")
    assert total(region) == ("210", 2, 3)
    assert "Something was submitted already" in region.refused(
        "expect", "A", "C", *form, "--excuse", "--reason", "x"
    )
    assert total(region) == ("210", 2, 3)
    for words, sentence in {
        ("X", *form): "There is no unit with the code X.",
        ("C", "nothing", "2023"): "There is no form with the code nothing.",
        ("C", form[0], "2022"): "is not opened for 2022.",
        ("C", form[0], "20244"): "20244",
        ("R", *form): "do not report the form: Region.",
    }.items():
        assert sentence in region.refused("expect", *words, "--add", "--reason", "x").splitlines()[-1]


def test_odd_figures_are_asked_about_with_the_way_to_accept_them(region, write):
    file = write(FIGURES, "A,n,2024,11", "B,n,2024,2000")
    said = region.refused("import", "figures", file).splitlines()
    assert said[0].endswith("row 3, value: 10 times the last value, 200. Is that right?")
    assert "--accept-warnings" in said[1]
    assert total(region, "2024")[0] is None
    region.good("import", "figures", file, "--accept-warnings")
    assert total(region, "2024") == ("2011", 2, 3)
    assert "2062 is far ahead." in region.refused("import", "figures", write(FIGURES, "A,n,2062,11"))


def test_the_summary_tells_of_figures_beside_their_own_sums(region, write):
    said = region.good("import", "figures", write(FIGURES, "R,n,2023,210")).out
    assert "R has a figure of its own and so have units below it; totals count both." in said
