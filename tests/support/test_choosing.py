"""The short form of a long test runs unless the long one does, and long tests come first."""

import pytest

pytest_plugins = ["pytester"]

FILE = """
import pytest

@pytest.mark.parametrize("count", [pytest.param(4, marks=pytest.mark.short), 5,
                                   pytest.param(9, marks=pytest.mark.long)])
def test_many(count):
    pass

@pytest.mark.short
def test_alone():
    pass
"""


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ((), ["test_many[9]", "test_many[5]", "test_alone"]),
        (("-m", "not long"), ["test_many[4]", "test_many[5]", "test_alone"]),
        (("-m", "long"), ["test_many[9]"]),
    ],
)
def test_a_short_form_runs_where_its_long_one_does_not(
    pytester: pytest.Pytester, words: tuple[str, ...], chosen: list[str]
) -> None:
    pytester.makeini("[pytest]\nmarkers =\n    long: l\n    short: s\n    browser: b\n")
    pytester.makeconftest("from tests.support.choosing import pytest_collection_modifyitems")
    file = pytester.makepyfile(FILE)
    said = pytester.runpytest_inprocess(file, "--collect-only", "--quiet", *words).outlines
    assert [line.partition("::")[2] for line in said if "::" in line] == chosen
