import numpy as np
import pytest

from mandate.apps.reporting.bench import peers
from mandate.apps.reporting.bench.changing import Changing
from mandate.apps.reporting.bench.nation import Nation, agrees, checksum, fill
from mandate.apps.reporting.bench.rollup import main
from mandate.apps.reporting.bench.table import roll_up_table

MONTHS, INDICATORS = 3, 2


@pytest.fixture
def rolled_up():
    nation, cells = Nation.build(300, 5), fill(300, MONTHS * INDICATORS)
    return nation, cells, *roll_up_table(nation.structure, cells, MONTHS)


def test_a_nation_has_its_leaves_on_its_lowest_level():
    nation = Nation.build(10_000, 5)
    assert nation.counts == (1, 10, 100, 1_000, 10_000)
    assert np.count_nonzero(nation.structure.leaves) == 10_000
    assert nation.structure.depth.max() == 4
    assert nation.structure.ids[nation.structure.leaves].tolist() == list(range(1_112, 11_112))


def test_the_check_accepts_the_right_totals(rolled_up):
    nation, cells, monthly, yearly = rolled_up
    assert agrees(nation, cells, monthly, yearly, MONTHS)


@pytest.mark.parametrize("row", [0, 1, -1])
def test_the_check_sees_one_wrong_total(rolled_up, row):
    nation, cells, monthly, yearly = rolled_up
    monthly[row, 1] += 1
    assert not agrees(nation, cells, monthly, yearly, MONTHS)
    yearly[row, 1] += 1
    assert not agrees(nation, cells, monthly, yearly, MONTHS)


def test_the_checksum_sees_two_totals_changed_over():
    unit, month, indicator = np.array([1, 2]), np.array([0, 0]), np.array([0, 0])
    one = checksum(unit, month, indicator, np.array([5, 6]))
    assert one == checksum(unit[::-1], month, indicator, np.array([6, 5]))
    assert one != checksum(unit, month, indicator, np.array([6, 5]))


def test_the_benchmark_prints_every_measure(capfd):
    assert main(leaves=2_000, indicators=3, months=2, peers=False) == 0
    printed = capfd.readouterr().out
    assert "12,000 cells of int64" in printed
    for measure in ("peak memory over the input", "times the plain sum", "3,000 cells", "9 levels"):
        assert measure in printed
    assert "DIFFERENT" not in printed


def test_without_the_extra_it_says_which_one_to_install(capfd, monkeypatch):
    def lacking(name):
        raise ImportError(name)

    monkeypatch.setattr(peers, "import_module", lacking)
    assert main(leaves=500, indicators=1, months=1) == 0
    assert "pip install 'mandate[bench]'" in capfd.readouterr().out


def test_a_changing_nation_is_added_up_where_each_leaf_stood_and_its_check_sees_one_wrong_total():
    case = Changing.of(Nation.build(300, 5))
    assert len(case.moving.breaks) == 11
    totals = case.roll_up(case.moving)
    assert case.right(totals)
    assert not case.right(case.roll_up(case.still))
    totals.total[3] += 1
    assert not case.right(totals)
