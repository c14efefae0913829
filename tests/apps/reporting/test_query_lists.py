"""Lists of reports: of a unit, those that wait, those that are due, of an opened period."""

import pytest
from tests.apps.reporting.steps import accept, codes, later, load, submit
from tests.support.asking import asked_anew
from tests.support.organisation import acting, console, tree
from tests.support.reporting import indicators
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report
from mandate.apps.reporting.outstanding import outstanding_of
from mandate.apps.reporting.queries.lists import reports_list, waiting_list
from mandate.apps.reporting.queries.tasks import due, returned
from mandate.apps.reporting.queries.visible import decidable
from mandate.apps.reporting.services import (
    AcceptReports,
    OpenPeriod,
)
from mandate.apps.units.models import Unit
from mandate.apps.units.queries import UnknownUnit
from mandate.core.period import Period
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import can
from mandate.platform.duties import Asked
from mandate.platform.listing.showing import show

pytestmark = pytest.mark.django_db


def test_reports_of_a_unit_and_below_with_their_counts(city):
    accept(city, "A1")
    submit(city, "A2")
    city.save(city.report("A"), console(), families=1)
    found = show(reports_list(city.reviewer, city.units["A"].pk), {})
    assert {row.unit.code: row.state for row in found} == {
        "A": "draft",
        "A1": "accepted",
        "A2": "submitted",
    }
    assert found.total == 3
    assert codes(reports_list(city.reviewer, city.units["A"].pk, below=False)) == ["A"]
    assert {row.unit.code: row.above for row in found} == {
        "A": "Thành phố",
        "A1": "Phường A",
        "A2": "Phường A",
    }
    everything = reports_list(city.reviewer, city.units["C"].pk)
    assert codes(everything, state="submitted") == ["A2"]
    assert codes(everything, q="pho 3") == ["B3"]
    assert sorted(codes(everything, q="phuong b")) == ["B", "B1", "B2", "B3"]
    assert codes(everything, q="pho 1 phuong b") == ["B1"]
    assert codes(everything, sort="state")[-2:] == ["A2", "A1"]
    assert codes(everything, sort="-state")[:2] == ["A1", "A2"]
    assert codes(reports_list(city.reviewer, city.units["C"].pk, period=Period.parse("2022"))) == []


def test_reports_of_a_unit_outside_the_grants_are_not_there(city):
    with pytest.raises(UnknownUnit):
        reports_list(city.reporter, city.units["B"].pk)


def test_a_list_takes_the_same_queries_for_one_report_as_for_seven(city):
    submit(city, *city.report_ids)
    counts = []
    for unit in ("B1", "B1", "C"):
        with asked_anew() as queries:
            show(reports_list(city.reviewer, city.units[unit].pk), {})
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_waiting_is_what_the_actor_may_decide(city):
    submit(city, "A", "A1", "B1")
    ward = acting(Role.SECRETARY, city.units["A"])
    assert codes(waiting_list(ward)) == ["A1"]
    assert waiting_list(city.reviewer).total == 3
    assert waiting_list(city.reviewer, unit_id=city.units["B"].pk).total == 1
    assert waiting_list(city.reporter).total == 0
    services.accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids["B1"]])))
    assert waiting_list(city.reviewer).total == 2


def owing(actor: Actor) -> list[str]:
    """The codes of the units whose reports the actor owes."""
    return sorted(outstanding_of(actor).values_list("unit__code", flat=True))


def test_due_is_what_the_actors_own_units_owe(city):
    assert owing(acting(Role.SECRETARY, city.units["A"])) == ["A"]
    filler = acting(Role.REPORTER, city.units["A"])
    assert owing(filler) == ["A", "A1", "A2"]
    assert owing(acting(Role.REVIEWER, city.units["C"])) == []
    submit(city, "A", "A1")
    services.return_report(city.reviewer, returning(city.report_ids["A1"], "Count again"))
    assert owing(filler) == ["A1", "A2"]
    asked = Asked("1", Period.parse("2023"))
    came_back = returned(filler, asked)
    assert [(one.report.unit.code, one.report.return_reason) for one in came_back.page] == [
        ("A1", "Count again")
    ]
    assert [one.report.overdue for one in due(filler, asked).page] == [False]
    assert [one.report.overdue for one in due(later(filler), asked).page] == [True]
    services.close_period(console(), services.ClosePeriod(city.opened.pk))
    assert owing(filler) == [] and returned(filler, asked) is None


def test_what_imports_expect_is_owed_by_nobody():
    units = tree()
    indicators()
    load("A1,families,2023,5")
    assert owing(acting(Role.REPORTER, units["A2"])) == []


def test_decidable_says_what_can_says(city):
    units = [unit.pk for unit in Unit.objects.all()]
    for actor in (
        city.reviewer,
        acting(Role.SECRETARY, city.units["A"]),
        acting(Role.REVIEWER, None),
        city.reporter,
        console(),
    ):
        one_by_one = {unit for unit in units if can(actor, "reports.decide", unit)}
        assert decidable(actor, units) == one_by_one


def test_an_opened_period_lists_reports_of_every_expected_unit(city):
    opened = services.open_period(console(), OpenPeriod(city.form.pk, "2022"))
    assert Report.objects.filter(form_period=opened).count() == 7
    both = show(reports_list(city.reviewer, city.units["C"].pk), {})
    assert both.total == 14
    assert [row.period.code for row in both][:7] == ["2023"] * 7


@pytest.mark.parametrize(
    ("listed", "shown", "beside"),
    [
        (lambda city: reports_list(city.reviewer, city.units["C"].pk), "unit report state due", ""),
        (lambda city: waiting_list(city.reviewer), "choose unit figures look submitted", "by form "),
    ],
)
def test_a_file_has_columns_that_the_screen_tells_in_another_way(city, listed, shown, beside):
    found = show(listed(city), {})
    assert " ".join(head.name for head in found.heads) == shown
    only = [one.name for one in found.listing.columns if one.in_file]
    assert only == f"{beside}period above kind code late".split()
    unseen = [head.name for head in found.heads if head.unseen]
    assert unseen == [one for one in shown.split() if one == "choose"]
