"""The benchmarks of imports and pages on a small organisation: what they measure is right, and is printed."""

import subprocess
import sys

import pytest

from mandate.apps.indicators.bench import indicators
from mandate.apps.reporting.bench import figures
from mandate.apps.units.bench import units
from mandate.platform.bench.organisation import Organisation


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_organisation_has_its_size_and_a_figure_for_every_leaf_and_indicator():
    made = Organisation(middle=4, leaves=10, indicators=3)
    assert made.size == 15
    assert len(units(made, ()).splitlines()) == 1 + 15
    assert len(figures(made, [2022, 2023]).splitlines()) == 1 + 2 * 10 * 3
    assert indicators(made, ()).splitlines()[-1] == b"share,Share,ratio,100 * i3 / i1,1"


@pytest.mark.long
def test_the_import_benchmark_prints_every_measure():
    out = printed(
        "import sys; from mandate.site.cli.setup import throwaway\n"
        "with throwaway(): from mandate.apps.reporting.bench import imports; sys.exit(imports.main(60, 3, 5))"
    )
    assert "66 units, 60 of them report 3 indicators: 180 figures a year." in out
    for measure in ("figures a second", "nothing new", "bare COPY", "the table's indexes"):
        assert measure in out
    assert out.endswith("All 180 figures are there.\n")


@pytest.mark.long
def test_the_benchmark_of_members_counts_the_same_by_each_way():
    out = printed(
        "import sys; from mandate.site.cli.setup import throwaway\n"
        "with throwaway(): from mandate.apps.people.bench import lists; sys.exit(lists.main(120, 12, 2))"
    )
    assert "120 people in 15 units, 252 memberships over ten years." in out
    for measure in ("read in", "nothing new", "bare COPY", "the table's indexes", "plain SQL"):
        assert measure in out
    assert "3 counts of 15 units for 12 months" in out
    assert out.endswith("All counts are the same.\n")


@pytest.mark.long  # that queries do not grow is counted page by page in the parts
def test_the_page_benchmark_finds_the_same_queries_for_few_and_many_units():
    out = printed("import sys; from mandate.site.bench import pages; sys.exit(pages.main(70, 110, 3, 1))")
    assert "70 and 110 units" in out
    for page in ("overview", "compare", "reports below", "desk", "members"):
        assert f"\n  {page} " in out
    assert "Every page takes the same queries in both sizes." in out
