"""An indicator that Mandate counts, in totals, targets and the review: a figure as any other."""

from decimal import Decimal

import pytest
from tests.apps.reporting.counting import SENTENCE, counting_world
from tests.support.organisation import console
from tests.support.reporting import World
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.services import AcceptReports, SubmitReport
from mandate.apps.reviews.codec import from_json, to_json
from mandate.apps.reviews.documents import write_document
from mandate.apps.reviews.queries import review_content
from mandate.apps.targets.scoreboard import scoreboard_of
from mandate.apps.targets.tables.importing import ImportTargets, TargetRow, import_targets
from mandate.core.period import Period

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")


@pytest.fixture
def city() -> World:
    """Wards A (two streets) and B (three) reported and were accepted; the city wants six streets."""
    city = counting_world()
    goals = [
        TargetRow(2, "C", "below", "2023", "6", "at_least"),
        TargetRow(3, "A", "below", "2023", "2", "at_least"),
    ]
    import_targets(console(), ImportTargets(rows=goals))
    for unit in ("A", "B"):
        city.save(city.report(unit), console(), families=5)
        services.submit_report(console(), SubmitReport(city.report_ids[unit]))
    services.accept_reports(city.reviewer, AcceptReports(as_seen(city.report_ids.values())))
    return city


def judged(city: World, unit: str) -> list[tuple[object, object]]:
    board = scoreboard_of(city.units[unit].pk, YEAR, console().today)
    return [(row.value, row.state) for row in board.rows]


def test_a_target_is_judged_on_what_was_counted_and_levels_add_up(city: World) -> None:
    assert judged(city, "C") == [(Decimal(5), "missed")]
    assert judged(city, "A") == [(Decimal(2), "met")]


def test_the_review_has_it_and_says_who_counted(city: World) -> None:
    content = review_content(console(), "C", YEAR)
    assert content.line("below").now.value == 5
    assert content.line("below").goal is not None
    page = write_document(content, "en", "html").decode()
    assert f"Below: {SENTENCE}" in page and page.count("Counted by Mandate") == 1
    assert "Mandate tự đếm" in write_document(content, "vi", "html").decode()


def test_a_closed_review_keeps_it_and_an_older_one_is_read_without(city: World) -> None:
    content = review_content(console(), "C", YEAR)
    kept = to_json(content)
    assert from_json(kept).line("below").indicator.counted == "units.below"
    for line in kept["lines"]:
        del line["indicator"]["counted"]
    assert from_json(kept).line("below").indicator.counted == ""
