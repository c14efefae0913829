"""Whoever decides remarks on single figures, and whoever writes reads it beside them."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.support.organisation import client_of, console, person
from tests.support.reporting import World, world
from tests.support.seeing import as_seen, returning

from mandate.apps.reporting import services
from mandate.apps.reporting.models import Report, Revision
from mandate.apps.reporting.notices import RETURNED
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.services import (
    AcceptReports,
    DiscardCorrection,
    ResumeCorrection,
    ReturnReport,
    StartCorrection,
    SubmitReport,
)
from mandate.apps.reporting.web.unsent import LONGEST
from mandate.core.reportstate import State
from mandate.platform.access.actor import Role
from mandate.platform.journal.models import Entry
from mandate.platform.journal.reading import read

pytestmark = pytest.mark.django_db

ASKED = "44? Last year 25."


@pytest.fixture
def city() -> World:
    made = world()
    made.save(made.report("A1"), console(), families=44, cultural=7)
    services.submit_report(made.reporter, SubmitReport(made.report_ids["A1"]))
    return made


def remarked(city: World, **texts: str) -> None:
    """Return the report with remarks, by the codes of indicators."""
    pk = city.report_ids["A1"]
    remarks = {city.indicators[code].pk: text for code, text in texts.items()}
    services.return_report(city.reviewer, ReturnReport(pk, "Count again.", as_seen([pk])[pk], remarks))


def said(city: World) -> dict[str, str]:
    """What a reader of the report finds remarked, by code."""
    items = report_page(console(), city.report_ids["A1"]).items
    return {item.code: item.remark for item in items if item.remark}


def client(city: World, role: Role, unit: str) -> Client:
    return client_of(person(role, city.units[unit], email=f"{role.value}@example.org"))


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_remark_stays_with_the_report_until_the_next_decision(city: World) -> None:
    remarked(city, families=f"  {ASKED}\r\n")
    assert said(city) == {"families": ASKED}
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    assert said(city) == {"families": ASKED}, "whoever decides anew reads what was asked"
    services.accept_reports(city.reviewer, AcceptReports(as_seen([city.report_ids["A1"]])))
    assert said(city) == {}


def test_it_survives_a_correction_that_was_left(city: World) -> None:
    pk = city.report_ids["A1"]
    services.accept_reports(city.reviewer, AcceptReports(as_seen([pk])))
    services.start_correction(city.reporter, StartCorrection(pk, "Two houses more."))
    services.submit_report(city.reporter, SubmitReport(pk))
    remarked(city, families=ASKED)
    services.discard_correction(city.reporter, DiscardCorrection(pk))
    assert said(city) == {}
    services.resume_correction(city.reporter, ResumeCorrection(pk))
    assert said(city) == {"families": ASKED}


def test_one_on_an_accepted_report_is_kept_with_it(city: World) -> None:
    pk = city.report_ids["A1"]
    remarks = {pk: {city.families.pk: "Next year by street, please."}}
    services.accept_reports(city.reviewer, AcceptReports(as_seen([pk]), remarks))
    assert said(city) == {"families": "Next year by street, please."}
    (told,) = read([Entry.objects.get(code="reporting.accepted")])
    assert [change.new for change in told.event.differences()] == ["Next year by street, please."]


@pytest.mark.parametrize(
    ("code", "note", "error"), [("families", "x" * 1001, "1000"), ("share", "No.", "belong")]
)
def test_one_that_is_too_long_or_about_another_form_is_refused(
    city: World, code: str, note: str, error: str
) -> None:
    with pytest.raises(ValidationError, match=error):
        remarked(city, **{code: note})
    assert city.report("A1").state == State.SUBMITTED and not Entry.objects.filter(code="reporting.returned")


def test_it_reaches_the_writer_beside_its_field_in_the_notice_and_in_the_history(city: World) -> None:
    pk = city.report_ids["A1"]
    version = str(as_seen([pk])[pk])
    sent = {"reason": "Count again.", "seen": version, f"remark-{city.families.pk}": ASKED}
    client(city, Role.REVIEWER, "A").post(f"/reports/{pk}/return/", sent)
    writer = client(city, Role.REPORTER, "A1")
    page = writer.get(f"/reports/{pk}/").content.decode()
    line = page[page.index(f'data-indicator="{city.families.pk}"') :].partition("</tr>")[0]
    assert ASKED in line and page.count(ASKED) == 1
    (entry,) = Entry.objects.filter(code="reporting.returned").values_list("pk", flat=True)
    (notice,) = RETURNED.tell(city.reporter, [entry]).values()
    assert notice.quote.splitlines()[1:] == [f"Families: {ASKED}"]
    assert f"Families: {ASKED}" in text(writer.get(f"/reports/{pk}/history/"))


def test_what_was_typed_survives_a_missing_reason_and_a_report_that_changed(city: World) -> None:
    pk = city.report_ids["A1"]
    above, remark = client(city, Role.REVIEWER, "A"), {f"remark-{city.families.pk}": ASKED}
    missing = above.post(f"/reports/{pk}/return/", {"seen": str(city.report("A1").version), **remark})
    changed = above.post(f"/reports/{pk}/accept/", {"seen": "1", **remark})
    for answer in (missing, changed):
        assert answer.status_code == 422 and f">{ASKED}</textarea>" in answer.content.decode()
    assert city.report("A1").state == State.SUBMITTED


@pytest.mark.parametrize(("refused", "then"), [("return", "accept"), ("accept", "return")])
def test_one_that_came_back_goes_out_with_the_decision_it_was_typed_for_alone(
    city: World, refused: str, then: str
) -> None:
    pk, above = city.report_ids["A1"], client(city, Role.REVIEWER, "A")
    typed = {f"remark-{city.families.pk}": ASKED}
    seen = {"return": str(city.report("A1").version), "accept": "1"}[refused]
    page = above.post(f"/reports/{pk}/{refused}/", {"seen": seen, **typed}).content.decode()
    assert f'name="remark-{refused}-{city.families.pk}"' in page and f"only if you {refused} it" in page
    sent = {"seen": str(city.report("A1").version), "reason": "Count again." if then == "return" else " "}
    sent |= {f"remark-{refused}-{city.families.pk}": ASKED, f"remark-{city.cultural.pk}": "Well."}
    told = text(above.post(f"/reports/{pk}/{then}/", sent, follow=True))
    assert "were not sent" in told
    assert said(city) == {"cultural": "Well."}


def test_accepting_is_asked_once_where_a_reason_to_return_it_is_written(city: World) -> None:
    pk, above = city.report_ids["A1"], client(city, Role.REVIEWER, "A")
    sent = {"seen": str(city.report("A1").version), "reason": "Count again."}
    answer = above.post(f"/reports/{pk}/accept/", sent | {f"remark-{city.families.pk}": ASKED})
    page = answer.content.decode()
    assert answer.status_code == 422 and "or press Accept once more" in page
    assert ">Count again.</textarea>" in page and f'name="remark-return-{city.families.pk}"' in page
    assert city.report("A1").state == State.SUBMITTED
    again = sent | {f"remark-return-{city.families.pk}": ASKED}
    told = text(above.post(f"/reports/{pk}/accept/", again, follow=True))
    assert "Your remarks for returning it were not sent." in told
    assert city.report("A1").state == State.ACCEPTED and said(city) == {}


def test_returned_without_remarks_it_holds_none_of_before(city: World) -> None:
    remarked(city, families=ASKED)
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))
    services.return_report(city.reviewer, returning(city.report_ids["A1"], "Again."))
    assert (
        said(city) == {}
        and Revision.objects.get(report=Report.objects.get(pk=city.report_ids["A1"])).remarks == {}
    )


def test_one_that_is_sent_twice_is_returned_once_and_nothing_of_it_is_kept_for_later(city: World) -> None:
    pk = city.report_ids["A1"]
    sent = {
        "seen": as_seen([pk])[pk],
        "reason": "Count again.",
        f"remark-{city.indicators['families'].pk}": ASKED,
    }
    decider = client(city, Role.REVIEWER, "C")
    for _again in range(2):
        page = text(decider.post(f"/reports/{pk}/return/", sent, follow=True))
        assert "the report is returned with your reason" in page
        assert "was not sent" not in page
    assert Entry.objects.filter(code="reporting.returned").count() == 1


def test_whoever_comes_second_is_told_that_it_was_returned_and_keeps_what_was_typed(city: World) -> None:
    pk = city.report_ids["A1"]
    seen = as_seen([pk])[pk]
    remarked(city, families=ASKED)
    page = text(
        client(city, Role.REVIEWER, "C").post(
            f"/reports/{pk}/return/", {"seen": seen, "reason": "Mine."}, follow=True
        )
    )
    assert "It is not submitted any more: it was withdrawn or returned meanwhile." in page
    assert "was not sent" in page and "Mine." in page


@pytest.mark.parametrize("deed", ["accept", "return"])
def test_a_remark_on_what_is_not_in_the_form_is_refused_above_the_report(city: World, deed: str) -> None:
    reviewer, address = client(city, Role.REVIEWER, "A"), f"/reports/{city.report_ids['A1']}/"
    typed = {"seen": str(city.report("A1").version), "remark-0": "What is this?"}
    typed |= {"reason": "Count again."} if deed == "return" else {}
    answer = text(reviewer.post(f"{address}{deed}/", typed, follow=True))
    assert "A figure does not belong to this form." in answer
    assert city.report("A1").state == State.SUBMITTED


def test_what_nobody_types_is_not_carried_along(city: World) -> None:
    reviewer, pk = client(city, Role.REVIEWER, "A"), city.report_ids["A1"]
    for length in (LONGEST, LONGEST + 1):
        typed = {"seen": str(city.report("A1").version), "reason": "x" * length}
        reviewer.post(f"/reports/{pk}/return/", typed)
        reviewer.post("/queues/reports/return/", typed)
        kept = reviewer.session.get("typed_for_decisions"), reviewer.session.get("reports_reason")
        assert (kept == ({}, "x" * LONGEST)) is (length > LONGEST)
