"""Figures beside their own sums are told on the page of a number; shares of parts add up to 100."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.apps.reporting.figurerows import load
from tests.support.organisation import NOW, client_of, console, person, tree
from tests.support.reporting import indicators

from mandate.apps.indicators.models import Indicator
from mandate.apps.reporting.queries.doubles import doubles
from mandate.apps.reporting.queries.source import source
from mandate.apps.reporting.shares import shares_of
from mandate.apps.reporting.totals import open_ledger
from mandate.apps.reviews.queries import review_content
from mandate.apps.units.models import Unit
from mandate.apps.units.services import MoveUnit, move_unit
from mandate.core.period import Period
from mandate.platform.access.actor import Role

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")


@pytest.fixture
def units() -> dict[str, Unit]:
    made = tree()
    indicators()
    return made


def test_the_page_of_a_number_tells_of_figures_beside_their_own_sums(units):
    load("A,families,2023,12", "A1,families,2023,5", "A2,families,2023-04,7", "B1,families,2023,1")
    found = source(console(), units["C"].pk, "families", YEAR)
    assert (found.doubles, [unit.code for unit in found.double_units]) == (1, ["A"])
    assert source(console(), units["B"].pk, "families", YEAR).doubles == 0
    page = client_of(person(Role.OBSERVER, units["C"])).get("/unit/C/number/families/2023/")
    assert "1 figure in it is of a unit with figures of units below it" in page.content.decode()


def test_only_figures_of_the_total_itself_are_double_in_it(units):
    load("A,families,2023,12", "A2,families,2023-04,7")
    april = source(console(), units["C"].pk, "families", Period.parse("2023-04"))
    assert april.doubles == 0  # the year of A is not in it
    assert source(console(), units["C"].pk, "families", YEAR).doubles == 1


def test_doubles_are_those_of_the_day_of_the_figure_and_of_what_was_known(units):
    load("A,families,2023,12", "B,families,2023,3", "A2,families,2023-04,7")
    later = NOW + timedelta(days=1)
    move = MoveUnit(units["A2"].pk, units["B"].pk, date(2023, 4, 10))
    move_unit(console(later), move)
    told = {
        at: source(console(), units["C"].pk, "families", YEAR, known_at=at).double_units
        for at in (NOW - timedelta(days=1), NOW, later, None)
    }
    codes = {at: [unit.code for unit in found] for at, found in told.items()}
    assert list(codes.values()) == [[], ["A"], ["B"], ["B"]]
    on_the_eve = source(console(), units["C"].pk, "families", YEAR, structure_date=date(2023, 4, 9))
    assert [unit.code for unit in on_the_eve.double_units] == ["A"]
    pairs = [(one.above, one.below) for one in doubles([Indicator.objects.get(code="families").pk])]
    assert pairs == [(units["B"].pk, units["A2"].pk)]


def test_shares_are_the_same_and_make_100_wherever_they_are_told(units):
    load("B1,families,2023,1", "B2,families,2023,1", "B3,families,2023,1")
    told = {code: share_in_own_review(code) for code in ("B1", "B2", "B3")}
    assert told == {"B1": Decimal("33.4"), "B2": Decimal("33.3"), "B3": Decimal("33.3")}
    (ranking,) = review_content(console(), "B", YEAR).rankings
    assert {row.unit: row.share for row in ranking.rows} == told
    page = client_of(person(Role.OBSERVER, units["C"])).get("/unit/B/compare/?period=2023&indicator=families")
    assert "33.4%" in page.content.decode()


def share_in_own_review(code: str) -> Decimal | None:
    line = next(
        line for line in review_content(console(), code, YEAR).lines if line.indicator.code == "families"
    )
    return line.share_of_above


def test_what_the_unit_above_reported_itself_is_a_part_too(units):
    load("B,families,2023,1", "B1,families,2023,1", "B2,families,2023,1")
    assert shares(units, "B") == {"B1": Decimal("33.4"), "B2": Decimal("33.3")}


def test_a_part_below_zero_leaves_no_shares_and_is_said(units):
    Indicator.objects.filter(code="families").update(allow_negative=True)
    load("B1,families,2023,30", "B2,families,2023,-10")
    assert set(shares(units, "B").values()) == {None}
    (ranking,) = review_content(console(), "B", YEAR).rankings
    assert ranking.no_shares
    page = client_of(person(Role.OBSERVER, units["C"])).get("/unit/B/review/2023/").content.decode()
    assert "Shares are left out: a part is below zero" in page


def shares(units: dict[str, Unit], unit: str) -> dict[str, Decimal | None]:
    ledger = open_ledger(
        [Indicator.objects.get(code="families")],
        YEAR.start,
        YEAR.end,
        today=console().today,
        unit_id=units[unit].pk,
    )
    codes = {found.pk: code for code, found in units.items()}
    found = shares_of(ledger, units[unit].pk, "families", YEAR).of
    return {codes[pk]: share for pk, share in found.items() if share is not None or codes[pk] != "B3"}
