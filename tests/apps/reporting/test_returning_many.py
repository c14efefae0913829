"""Many reports are returned at once for one reason, from a list or a queue."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, marks

from mandate.apps.reporting import services
from mandate.apps.reporting.jobs import returning
from mandate.apps.reporting.models import Revision
from mandate.apps.reporting.services import (
    AcceptReports,
    ClosePeriod,
    Decided,
    ReturnReports,
    SubmitReport,
    WithdrawReport,
)
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.i18n.languages import text_in
from mandate.platform.jobs.kinds import Work, kinds
from mandate.platform.journal.models import Entry
from mandate.platform.notices.models import Notice

pytestmark = pytest.mark.django_db

ALL = ("A1", "A2", "B1")


@pytest.fixture
def city() -> World:
    made = world()
    writer = acting(Role.REPORTER, made.units["C"])
    for unit in ALL:
        made.save(made.report(unit), console(), families=5)
        services.submit_report(writer, SubmitReport(made.report_ids[unit]))
    return made


def ids(city: World, *units: str) -> list[int]:
    return [city.report_ids[unit] for unit in units]


def states(city: World) -> list[str]:
    return [city.report(unit).state for unit in ALL]


def test_each_goes_back_with_the_reason_and_its_writer_is_told(city: World) -> None:
    done = services.return_reports(city.reviewer, ReturnReports(as_seen(ids(city, *ALL)), " Count again. "))
    assert done == Decided(tuple(ids(city, *ALL)), ())
    assert set(Revision.objects.values_list("state", "return_reason")) == {("returned", "Count again.")}
    assert Entry.objects.filter(code="reporting.returned").count() == 3
    (submitter,) = set(Revision.objects.values_list("submitted_by", flat=True))
    assert Notice.objects.filter(kind="reporting.returned", user=submitter).count() == 3


def test_what_changed_was_decided_or_is_ones_own_is_left_and_named(city: World) -> None:
    seen = as_seen(ids(city, *ALL))
    services.withdraw_report(console(), WithdrawReport(city.report_ids["A1"]))
    services.submit_report(console(), SubmitReport(city.report_ids["A1"]))
    services.accept_reports(console(), AcceptReports(as_seen(ids(city, "A2"))))
    services.withdraw_report(console(), WithdrawReport(city.report_ids["B1"]))
    done = services.return_reports(city.reviewer, ReturnReports(seen, "Again."))
    assert done.done == ()
    assert dict(done.skipped) == dict(
        zip(ids(city, *ALL), ("submitted_since", "already_accepted", "not_submitted"), strict=True)
    )


def test_without_a_reason_a_right_or_an_open_period_none_goes_back(city: World) -> None:
    seen = as_seen(ids(city, *ALL))
    for reason in (" ", "x" * 1001):
        with pytest.raises(ValidationError):
            services.return_reports(city.reviewer, ReturnReports(seen, reason))
    with pytest.raises(Forbidden):
        services.return_reports(acting(Role.OBSERVER, city.units["C"]), ReturnReports(seen, "No."))
    services.close_period(console(), ClosePeriod(city.opened.pk))
    done = services.return_reports(city.reviewer, ReturnReports(as_seen(ids(city, *ALL)), "No."))
    assert set(done.skipped_by_code()) == {"period_closed"}
    assert states(city) == ["submitted"] * 3


def queue(city: World) -> Client:
    return client_of(person(Role.REVIEWER, city.units["C"]))


def told(client: Client, answer: Any) -> str:
    return " ".join(client.get(answer["Location"]).content.decode().split())


@pytest.mark.parametrize("address", ["/queues/reports/return/", "/unit/C/reports/return/"])
def test_from_a_list_the_chosen_go_back_and_the_others_are_named(city: World, address: str) -> None:
    client, chosen = queue(city), marks(ids(city, "A1", "A2"))
    services.withdraw_report(console(), WithdrawReport(city.report_ids["A2"]))
    page = told(client, client.post(address, {"report": chosen, "reason": "Again.", "show": "waiting"}))
    assert (
        "1 report is returned with your reason." in page
        and "1 skipped." in page
        and text_in(city.units["A2"].names) in page
    )
    assert states(city) == ["returned", "draft", "submitted"]


def test_a_reason_that_led_to_nothing_is_there_once_more(city: World) -> None:
    client = queue(city)
    page = told(client, client.post("/queues/reports/return/", {"reason": "Count again.", "show": "waiting"}))
    assert "Choose the reports to return first." in page and ">Count again.</textarea>" in page
    page = told(client, client.post("/queues/reports/return/", {"report": marks(ids(city, "A1"))}))
    assert "Give a reason." in page and states(city) == ["submitted"] * 3


def test_thousands_go_back_in_steps(city: World) -> None:
    asked = returning(as_seen(ids(city, *ALL)), "Again.", "C", step=2)
    kind, work = kinds()[asked.kind], Work(asked.data, 0, asked.total, {})
    while work.at < work.total:
        work = kind.step(city.reviewer, work)
    assert states(city) == [State.RETURNED.value] * 3
    assert kind.told(city.reviewer, work.result) == ["3 reports are returned with your reason."]
