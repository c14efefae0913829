"""All words of a search as one condition."""

import pytest
from tests.support.asking import asked_anew
from tests.support.organisation import NOW, tree
from tests.support.reporting import world

from mandate.apps.reporting.models import Report
from mandate.apps.reporting.queries.lists import searched
from mandate.apps.units.models import Unit
from mandate.platform.database.words import holding

pytestmark = pytest.mark.django_db


def found(*words: str, any_case: bool = False) -> set[str]:
    units = Unit.objects.filter(holding("search_key", words, any_case=any_case))
    return set(units.values_list("code", flat=True))


def test_all_words_must_be_there_and_none_narrow_nothing():
    tree()
    assert found("pho", "1") == {"A1", "B1"}
    assert found("pho", "1", "nowhere") == set()
    assert len(found()) == 8
    assert found("PHO", "1") == set()
    assert found("PHO", "1", any_case=True) == {"A1", "B1"}


@pytest.mark.parametrize("word", ["%", "_", "\\", "100%", "'", '"', "{a,b}", "NULL", "\n%"])
def test_a_sign_of_a_pattern_is_only_itself(word):
    tree([("R", "", "city", "Rooted"), ("S", "R", "ward", f"x{word.strip()}y")])
    assert "R" not in found(word.strip())


def test_a_search_of_reports_joins_once_however_many_words_there_are():
    world()
    with asked_anew() as queries:
        for words in (8_000, 1):
            text = " ".join(f"w{number}" for number in range(words))
            assert searched(Report.objects.all(), text, NOW.date()).count() == 0
    many, one = (query["sql"] for query in queries.captured_queries)
    assert many.count("JOIN") == one.count("JOIN")
    assert many.count("LIKE") == one.count("LIKE") == 2, "the unit, and the unit with what it lies under"
