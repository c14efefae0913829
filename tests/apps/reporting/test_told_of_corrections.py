"""Whoever submitted a report is told when others have corrected it, by hand or by a table; nobody else."""

import pytest
from tests.apps.reporting.accepting import accepted
from tests.apps.reporting.steps import load
from tests.support.organisation import acting
from tests.support.reporting import World, value, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.services import (
    AcceptReports,
    FigureChange,
    SaveDraft,
    StartCorrection,
    SubmitReport,
)
from mandate.platform.access.actor import Actor, Role
from mandate.platform.notices.models import Notice
from mandate.platform.notices.queries import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    return world()


def corrected(city: World, by: Actor) -> int:
    """A report of the reporter, with a correction by somebody."""
    report = accepted(city, "A1", families=3)
    services.start_correction(by, StartCorrection(report.pk, "A family was forgotten"))
    services.save_draft(by, SaveDraft(report.pk, [FigureChange(city.families.pk, value(3), value(4))]))
    services.submit_report(by, SubmitReport(report.pk))
    services.accept_reports(city.reviewer, AcceptReports(as_seen([report.pk])))
    return report.pk


def told(actor: Actor) -> list[str]:
    return [
        row.said.sentence for row in inbox(actor, {}).notices if row.said.sentence.startswith("Corrected")
    ]


def test_who_submitted_what_counted_before_is_told_with_the_reason(city: World) -> None:
    other = acting(Role.SECRETARY, city.units["A1"])
    report = corrected(city, other)
    row = next(row for row in inbox(city.reporter, {}).notices if row.said.sentence.startswith("Corrected"))
    assert row.said.sentence == "Corrected by others: Yearly figures for 2023, Phố 1, Phường A"
    assert (row.said.quote, row.said.address) == ("A family was forgotten", f"/reports/{report}/history/")
    assert told(other) == [] == told(city.reviewer)


def test_who_corrected_it_themselves_is_told_of_the_acceptance_only(city: World) -> None:
    corrected(city, city.reporter)
    assert told(city.reporter) == []
    assert Notice.objects.filter(kind="reporting.accepted", user=city.reporter.user_id).count() == 2


def test_a_table_corrects_as_a_hand_does(city: World) -> None:
    accepted(city, "A1", families=3)
    load("A1,families,2023,3")
    assert told(city.reporter) == [], "the same figure is no correction"
    load("A1,families,2023,5")
    assert told(city.reporter) == ["Corrected by others: Yearly figures for 2023, Phố 1, Phường A"]
    load("A1,families,2023,6")
    assert len(told(city.reporter)) == 1, "by then they were the figures of the table"
