"""Words at the command line that nobody means: one line that says so, and never a traceback."""

from pathlib import Path

import pytest
from tests.support.fonts import give_fonts

from mandate.site.cli import main
from mandate.site.cli.main import _is_text

NO_TEXT = "holds bytes or control characters that no text has"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rollup", "\udcff", "2023"), NO_TEXT),
        (("admin", "add", "a@example.org", "--name", "Nguyễn\x0bAn"), NO_TEXT),
        (("unit", "open", "N", "--under", "A", "--from", "2024-01-01", "--name", "New\ufffe"), NO_TEXT),
        (("unit", "close", "A", "--from", "0001-01-01"), "is not between 1900 and 2200"),
        (("unit", "close", "A", "--from", "9999-12-31"), "is not between 1900 and 2200"),
        (("rollup", "A", "2023", "--as-of", "1899-12-31"), "is not between 1900 and 2200"),
        (("rollup", "A", "9" * 5000), "is not a period"),
        (("rollup", "A", "1899"), "is not between 1900 and 2200"),
        (("serve", "--port", "9" * 5000), "is not a number"),
        (("serve", "--port", "-1"), "is not a number"),
        (("bench", "rollup", "--leaves", "1e400"), "is not a number"),
    ],
)
def test_wrong_words_are_told_before_anything_is_opened(words, said, capsys):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_the_name_of_a_file_may_be_composed_in_any_way():
    assert _is_text("báo cáo.csv")
    assert _is_text("ba\u0301o ca\u0301o.csv")
    assert _is_text("a\tb\nc")
    assert not _is_text("a\0b")


@pytest.mark.parametrize("period", ["1900", "1901", "2200", "1900-01", "2200-12", "1900-W01"])
def test_commands_about_the_first_and_last_years(sample, tmp_path, period):
    give_fonts(Path(sample.environment["MANDATE_DATA"]))
    sample.good("rollup", "D380", period)
    sample.good("rollup", "D380", period, "--children", "--json")
    sample.good("scoreboard", "D380", period)
    assert sample("review", "D380", period, "--out", tmp_path / "review.html").code in (0, 1)
