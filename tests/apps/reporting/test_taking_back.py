"""Whoever returned a report takes that back, as long as nobody has begun to correct it."""

import pytest
from django.core.exceptions import ValidationError
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, value, world
from tests.support.seeing import as_seen

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.notices import RETURNED
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.services import (
    FigureChange,
    ReturnReport,
    SaveDraft,
    SubmitReport,
    TakeReturnBack,
    take_return_back,
)
from mandate.core.reportstate import State
from mandate.platform.access.actor import Actor, Role
from mandate.platform.access.decide import Forbidden
from mandate.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> World:
    made = world()
    made.save(made.report("A1"), console(), families=5)
    services.submit_report(made.reporter, SubmitReport(made.report_ids["A1"]))
    return made


@pytest.fixture
def above(city: World) -> Actor:
    return acting(Role.REVIEWER, city.units["C"])


def send_back(city: World, by: Actor, reason: str, **remarks: str) -> TakeReturnBack:
    """Return the report of A1; what takes that back."""
    pk = city.report_ids["A1"]
    said = {city.indicators[code].pk: text for code, text in remarks.items()}
    services.return_report(by, ReturnReport(pk, reason, as_seen([pk])[pk], said))
    return TakeReturnBack(pk, as_seen([pk])[pk])


def newest(city: World) -> Revision:
    return Revision.objects.get(report_id=city.report_ids["A1"])


def told(actor: Actor) -> list[int]:
    """The returns of which somebody may be told."""
    return list(RETURNED.seen(actor).values_list("pk", flat=True))


def test_it_waits_again_as_if_nothing_had_been(city: World, above: Actor) -> None:
    before = Revision.objects.values().get(report_id=city.report_ids["A1"])
    command = send_back(city, above, "Count again.", families="44?")
    assert len(told(city.reporter)) == 1
    assert "take_back" in report_page(above, command.report_id).steps
    take_return_back(above, command)
    take_return_back(above, command)  # a second press
    assert Revision.objects.values().get(pk=before["id"]) == before
    assert city.report("A1").state == State.SUBMITTED
    assert told(city.reporter) == [], "nobody is told of it any more"
    assert report_page(above, command.report_id).since_return is None
    assert Entry.objects.filter(code="reporting.return_taken_back").count() == 1


def test_what_an_earlier_return_said_stands_again(city: World, above: Actor) -> None:
    send_back(city, above, "First.", families="44?")
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    for reason in ("Second.", "Third."):
        take_return_back(above, send_back(city, above, reason, cultural="Why?"))
        revision, since = newest(city), report_page(above, city.report_ids["A1"]).since_return
        assert revision.return_reason == "First." and since is not None and since.reason == "First."
        assert revision.remarks == {str(city.families.pk): "44?"} and revision.decided_by_id is None
    assert len(told(city.reporter)) == 1


def test_what_the_unit_has_begun_to_correct_stays_returned(city: World, above: Actor) -> None:
    command = send_back(city, above, "Count again.")
    change = FigureChange(city.families.pk, value(5), value(6))
    services.save_draft(city.reporter, SaveDraft(command.report_id, [change]))
    fresh = TakeReturnBack(command.report_id, city.report("A1").version)
    for one in (command, fresh):
        with pytest.raises(ValidationError) as caught:
            take_return_back(above, one)
        assert caught.value.code == "begun"
    assert "take_back" not in report_page(above, command.report_id).steps
    assert city.report("A1").state == State.RETURNED
    services.submit_report(city.reporter, SubmitReport(command.report_id))
    services.accept_reports(above, services.AcceptReports(as_seen([command.report_id])))
    with pytest.raises(ValidationError, match="not returned any more"):
        take_return_back(above, fresh)


def test_nobody_takes_back_what_another_returned(city: World, above: Actor) -> None:
    command = send_back(city, above, "Count again.")
    for role, unit in (
        (Role.SECRETARY, "C"),
        (Role.SECRETARY, "A"),
        (Role.REPORTER, "A1"),
        (Role.REVIEWER, "B"),
    ):
        other = acting(role, city.units[unit])
        with pytest.raises((Forbidden, LookupError)):
            take_return_back(other, command)
    assert Report.objects.get(pk=command.report_id).state == State.RETURNED


def test_the_page_after_a_return_offers_it_and_what_was_typed_stands_in_its_fields_again(city: World) -> None:
    client, pk = (
        client_of(person(Role.REVIEWER, city.units["C"], "decides@example.org")),
        city.report_ids["A1"],
    )
    here = f"/reports/{pk}/"
    said = {
        "seen": str(city.report("A1").version),
        "reason": "Count again.",
        f"remark-{city.families.pk}": "44?",
    }
    page = client.get(client.post(f"{here}return/", said)["Location"]).content.decode()
    messages = page.split('id="messages"')[1].split("</form>")[0]
    assert "the report is returned with your reason" in messages and f'action="{here}take-back/"' in messages
    answer = client.post(f"{here}take-back/", {"seen": str(city.report("A1").version)})
    page = client.get(answer["Location"]).content.decode()
    assert "The report waits for your decision again." in page
    assert ">Count again.</textarea>" in page and ">44?</textarea>" in page
