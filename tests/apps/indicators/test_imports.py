"""Indicators from a file."""

from dataclasses import replace

import pytest
from tests.support.organisation import acting, console, tree

from mandate.apps.indicators import uses
from mandate.apps.indicators.models import Indicator
from mandate.apps.indicators.tables.importing import (
    ImportIndicators,
    IndicatorRow,
    Summary,
    import_indicators,
)
from mandate.apps.indicators.tables.kind import INDICATORS_TABLE
from mandate.core.problem import Problem, Problems
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.problems import problem_sentence
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def read(*rows: IndicatorRow, dry_run: bool = False) -> Summary:
    """Import from the console."""
    return import_indicators(console(), ImportIndicators(rows, dry_run))


def problems_of(*rows: IndicatorRow) -> list[Problem]:
    """What is wrong with a file; nothing of it may be stored, and every problem has a sentence."""
    before = list(Indicator.objects.values_list("code", "names"))
    with pytest.raises(Problems) as caught:
        read(*rows)
    assert list(Indicator.objects.values_list("code", "names")) == before
    assert all(problem_sentence(problem) for problem in caught.value.problems)
    return list(caught.value.problems)


def places(*rows: IndicatorRow) -> list[tuple[int, str, str]]:
    """Row, column and code of every problem."""
    return [(problem.row, problem.column, problem.code) for problem in problems_of(*rows)]


def test_empty_cells_take_their_defaults() -> None:
    read(IndicatorRow(2, "families", "Families"))
    one = Indicator.objects.get()
    assert (one.kind, one.decimals, one.over_units, one.over_time, one.better) == (
        "number",
        0,
        "sum",
        "sum",
        "higher",
    )


def test_a_ratio_may_name_an_indicator_further_down() -> None:
    summary = read(
        IndicatorRow(2, "share", "Share", "%", "1", "ratio", formula="100 * cultural / families"),
        IndicatorRow(3, "cultural", "Cultural families"),
        IndicatorRow(4, "families", "Families"),
    )
    assert summary.added == ("share", "cultural", "families")
    assert [one.code for one in Indicator.objects.all()] == ["share", "cultural", "families"]


def test_known_codes_are_updated_and_other_languages_stay() -> None:
    read(IndicatorRow(2, "families", "Families", "families"), IndicatorRow(3, "roads", "Roads"))
    one = Indicator.objects.get(code="families")
    one.names["vi"] = "Gia đình"
    one.save()
    summary = read(
        IndicatorRow(2, "families", "Households", "families"),
        IndicatorRow(3, "roads", "Roads"),
        IndicatorRow(4, "pots", "Pots"),
    )
    assert summary == Summary(("pots",), ("families",), ("roads",))
    one.refresh_from_db()
    assert one.names == {"en": "Households", "vi": "Gia đình"}
    assert "households" in one.search_key
    data = Entry.objects.latest("id").data
    assert data["added"] == ["pots"]
    assert data["changed"]["families"][0]["names"]["en"] == "Families"


def test_names_are_kept_under_the_language_of_whoever_imports() -> None:
    units = tree()
    administrator = acting(Role.ADMINISTRATOR, units["C"])
    import_indicators(
        replace(administrator, language="vi"), ImportIndicators((IndicatorRow(2, "x", "Gia đình", "hộ"),))
    )
    one = Indicator.objects.get()
    assert (one.names, one.measures) == ({"vi": "Gia đình"}, {"vi": "hộ"})


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    rows = (IndicatorRow(2, "families", "Families"),)
    assert read(*rows, dry_run=True) == Summary(("families",), (), ())
    assert not Indicator.objects.exists() and not Entry.objects.exists()


def test_the_same_file_twice_changes_nothing_and_leaves_one_entry() -> None:
    rows = (
        IndicatorRow(2, "share", "Share", "%", "1", "ratio", "mean", "last", "2 * a"),
        IndicatorRow(3, "a", "A"),
    )
    read(*rows)
    assert read(*rows).unchanged == ("share", "a")
    assert Entry.objects.filter(code="indicators.imported").count() == 1


def test_every_problem_is_listed_by_row() -> None:
    assert places(
        IndicatorRow(2, "", "No code"),
        IndicatorRow(3, "a b", "Bad code"),
        IndicatorRow(4, "c", ""),
        IndicatorRow(5, "d", "D", "", "seven", "numbre", "total", "later", "", "bigger"),
        IndicatorRow(6, "c", "Twice"),
        IndicatorRow(7, "r", "Ratio", "", "", "ratio"),
        IndicatorRow(8, "s", "Ratio", "", "", "ratio", formula="c / nowhere"),
        IndicatorRow(9, "t", "Ratio", "", "", "ratio", formula="c +"),
        IndicatorRow(10, "u", "U", "", "8"),
        IndicatorRow(11, "v", "V", allow_negative="perhaps"),
    ) == [
        (2, "code", "indicator_code_missing"),
        (3, "code", "indicator_code_malformed"),
        (4, "name", "indicator_name_missing"),
        (5, "kind", "indicator_unknown_choice"),
        (5, "over_units", "indicator_unknown_choice"),
        (5, "over_time", "indicator_unknown_choice"),
        (5, "better", "indicator_unknown_choice"),
        (5, "decimals", "indicator_decimals_malformed"),
        (6, "code", "indicator_code_twice"),
        (7, "formula", "indicator_formula_missing"),
        (8, "formula", "formula_unknown_code"),
        (9, "formula", "formula_operand_missing"),
        (10, "decimals", "indicator_decimals_malformed"),
        (11, "allow_negative", "indicator_unknown_choice"),
    ]


def test_whether_below_zero_is_allowed_is_said_in_several_words_and_stays_unsaid() -> None:
    said = {"yes": True, "TRUE": True, "1": True, "no": False, "false": False, "0": False, "": False}
    read(*(IndicatorRow(n, f"i{n}", f"I {n}", allow_negative=text) for n, text in enumerate(said, 2)))
    assert list(Indicator.objects.order_by("pk").values_list("allow_negative", flat=True)) == list(
        said.values()
    )
    read(IndicatorRow(2, "i2", "Another name"))
    assert Indicator.objects.get(code="i2").allow_negative


def test_a_circle_through_the_file_is_found() -> None:
    read(IndicatorRow(2, "a", "A"))
    (problem,) = problems_of(
        IndicatorRow(2, "b", "B", "", "", "ratio", formula="2 * a"),
        IndicatorRow(3, "a", "A", "", "", "ratio", formula="2 * b"),
    )
    assert problem.code == "formula_cycle"
    assert "a → b → a" in str(problem.params["path"])


def test_stored_figures_guard_their_indicator(monkeypatch: pytest.MonkeyPatch) -> None:
    read(IndicatorRow(2, "a", "A", "", "2"), IndicatorRow(3, "b", "B", "", "2"))
    held = Indicator.objects.get(code="a").pk
    use = uses.Use("Figures", lambda ids: {pk: 3 for pk in ids if pk == held}, holds_figures=True)
    monkeypatch.setitem(uses._uses, "test", use)
    rows = IndicatorRow(2, "a", "A", "", "1", "", "max"), IndicatorRow(3, "b", "B", "", "1", "", "max")
    assert places(*rows) == [
        (2, "over_units", "indicator_fixed_by_figures"),
        (2, "decimals", "indicator_decimals_shrink"),
    ]


def test_an_empty_file_is_a_problem() -> None:
    assert places() == [(0, "", "indicator_none")]


def test_ten_thousand_bad_rows_are_told_at_once() -> None:
    rows = [IndicatorRow(n, f"i{n}", "N", "", "", "ratio", formula=f"j{n} / 2") for n in range(2, 10_002)]
    assert len(problems_of(*rows)) == 10_000


def test_others_may_not() -> None:
    units = tree()
    with pytest.raises(Forbidden):
        import_indicators(acting(Role.SECRETARY, units["C"]), ImportIndicators((IndicatorRow(2, "a", "A"),)))


def test_codes_that_look_the_same_are_one_code_in_the_file_and_in_the_house() -> None:
    read(IndicatorRow(2, "n0", "Number"))
    rows = (IndicatorRow(2, "N0", "Number"), IndicatorRow(3, "zz", "Z"), IndicatorRow(4, "ZZ", "Z again"))
    assert places(*rows) == [(2, "code", "code_alike"), (4, "code", "code_alike_row")]
    Indicator.objects.create(code="N0", names={"en": "Of former times"}, position=2)
    rows = (IndicatorRow(2, "n0", "Number"), IndicatorRow(3, "N0", "Of former times"))
    assert read(*rows).unchanged == ("n0", "N0")


def test_what_is_counted_is_read_in_kept_by_an_empty_cell_and_ended_by_a_word() -> None:
    def counted() -> str:
        return Indicator.objects.get().counted

    read(IndicatorRow(2, "below", "Below", counted="units.below"))
    assert counted() == "units.below"
    read(IndicatorRow(2, "below", "Below"))
    assert counted() == "units.below"
    read(IndicatorRow(2, "below", "Below", counted="No"))
    assert counted() == ""


def test_a_count_that_is_not_known_or_not_of_a_number_is_a_problem_of_its_cell() -> None:
    found = problems_of(
        IndicatorRow(2, "below", "Below", counted="units.beneath"),
        IndicatorRow(3, "clean", "Clean", kind="yes_no", counted="units.below"),
    )
    assert [(one.row, one.column, one.code) for one in found] == [
        (2, "counted", "indicator_unknown_choice"),
        (3, "counted", "indicator_counted_number"),
    ]
    assert "units.below, units.opened, units.closed" in problem_sentence(found[0])


def test_what_is_counted_stays_once_figures_are_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    read(IndicatorRow(2, "below", "Below", counted="units.below"))
    pk = Indicator.objects.get().pk
    held = uses.Use("Figures", lambda _ids: {pk: 1}, holds_figures=True)
    monkeypatch.setattr(uses, "_uses", {"figures": held})
    read(IndicatorRow(2, "below", "Below", counted="units.below"))
    assert places(IndicatorRow(2, "below", "Below", counted="no")) == [
        (2, "counted", "indicator_fixed_by_figures")
    ]


def test_the_table_that_goes_out_comes_in_again() -> None:
    read(IndicatorRow(2, "below", "Below", counted="units.below"), IndicatorRow(3, "families", "Families"))
    assert INDICATORS_TABLE.rows is not None
    out = INDICATORS_TABLE.rows(console(), None)
    at = list(out.heading).index("counted")
    assert [row[at] for row in out.rows] == ["units.below", ""]
