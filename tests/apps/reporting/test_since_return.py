"""Whoever decides on a report that came back before reads what has changed since."""

from decimal import Decimal

import pytest
from tests.support.asking import asked_anew
from tests.support.organisation import acting, client_of, console, person
from tests.support.reporting import World, value, world
from tests.support.seeing import returning

from mandate.apps.reporting import services
from mandate.apps.reporting.choices import Answer
from mandate.apps.reporting.queries.report import report_page
from mandate.apps.reporting.queries.since_return import SinceReturn
from mandate.apps.reporting.queries.values import NOTHING
from mandate.apps.reporting.services import (
    DiscardCorrection,
    FigureChange,
    ResumeCorrection,
    SaveDraft,
    StartCorrection,
    Stored,
    SubmitReport,
    WithdrawReport,
)
from mandate.platform.access.actor import Actor, Role

pytestmark = pytest.mark.django_db

NOT_APPLICABLE = Stored(Answer.NOT_APPLICABLE)


@pytest.fixture
def city() -> World:
    made = world()
    put(made, families=value(44), cultural=value(7), clean=value(1), area=value("2.50"))
    submit(made)
    return made


def put(city: World, **figures: Stored) -> None:
    """Save figures, whatever stands there."""
    stored = {item.indicator_id: item.current for item in shown(city).report.items}
    changes = [
        FigureChange(city.indicators[code].pk, stored[city.indicators[code].pk], new)
        for code, new in figures.items()
    ]
    done = services.save_draft(city.reporter, SaveDraft(city.report_ids["A1"], changes))
    assert not done.conflicts


class Shown:
    def __init__(self, city: World, actor: Actor) -> None:
        self.report = report_page(actor, city.report_ids["A1"])

    @property
    def since(self) -> SinceReturn | None:
        return self.report.since_return


def shown(city: World) -> Shown:
    return Shown(city, console())


def changed(city: World) -> dict[str, Stored] | None:
    """What is said to have changed, by the code of the indicator, from what."""
    since = shown(city).since
    codes = {item.pk: code for code, item in city.indicators.items()}
    return None if since is None else {codes[pk]: old for pk, old in since.before.items()}


def submit(city: World) -> None:
    services.submit_report(city.reporter, SubmitReport(city.report_ids["A1"]))


def send_back(city: World, reason: str = "Count again.") -> None:
    services.return_report(city.reviewer, returning(city.report_ids["A1"], reason))


def test_each_figure_that_changed_says_what_stood_when_it_was_returned(city: World) -> None:
    send_back(city)
    assert changed(city) is None, "it is not submitted anew yet"
    put(city, families=value(30), area=value(3))
    put(city, families=value(25), clean=value(0), area=value("2.5"))
    submit(city)
    since = shown(city).since
    assert since is not None
    assert (since.by, since.reason) == ("secretary-c", "Count again.")
    assert changed(city) == {"families": value(44), "clean": value(1)}, "area is again what it was"
    page = client_of(person(Role.REVIEWER, city.units["A"])).get(f"/reports/{city.report_ids['A1']}/")
    text = " ".join(page.content.decode().split())
    assert "<b>Returned on 5 January 2024 by secretary-c:</b> Count again." in text
    assert "2 figures have changed since." in text
    assert text.count('class="was"') == 2 and "was 44<" in text and "was yes<" in text


def test_a_figure_that_was_emptied_filled_or_does_not_apply_any_more(city: World) -> None:
    send_back(city)
    put(city, cultural=NOTHING, area=NOT_APPLICABLE, clean=NOTHING)
    submit(city)
    assert changed(city) == {"cultural": value(7), "area": value("2.50"), "clean": value(1)}
    send_back(city, "And the others?")
    put(city, cultural=value(0), area=value(1))
    submit(city)
    assert changed(city) == {"cultural": NOTHING, "area": NOT_APPLICABLE}
    page = client_of(person(Role.REVIEWER, city.units["A"])).get(f"/reports/{city.report_ids['A1']}/")
    text = page.content.decode()
    assert "was not reported<" in text and "was not applicable<" in text


def test_returned_twice_only_the_last_time_counts(city: World) -> None:
    send_back(city, "First.")
    put(city, families=value(30))
    submit(city)
    send_back(city, "Second.")
    put(city, cultural=value(8))
    submit(city)
    since = shown(city).since
    assert since is not None and since.reason == "Second."
    assert changed(city) == {"cultural": value(7)}


def test_a_note_alone_is_no_other_figure(city: World) -> None:
    send_back(city)
    put(city, families=value(44, "We counted twice."))
    submit(city)
    assert changed(city) == {}
    page = client_of(person(Role.REVIEWER, city.units["A"])).get(f"/reports/{city.report_ids['A1']}/")
    assert "No figure has changed since." in page.content.decode()


def test_whoever_withdrew_and_submitted_anew_was_not_returned(city: World) -> None:
    services.withdraw_report(city.reporter, WithdrawReport(city.report_ids["A1"]))
    put(city, families=value(30))
    submit(city)
    assert changed(city) is None
    page = client_of(person(Role.REVIEWER, city.units["A"])).get(f"/reports/{city.report_ids['A1']}/")
    assert 'id="since-return"' not in page.content.decode()


def test_what_is_withdrawn_after_a_return_is_still_submitted_anew(city: World) -> None:
    send_back(city)
    put(city, families=value(30))
    submit(city)
    services.withdraw_report(city.reporter, WithdrawReport(city.report_ids["A1"]))
    put(city, families=value(25))
    submit(city)
    assert changed(city) == {"families": value(44)}


def test_a_correction_knows_only_its_own_returns(city: World) -> None:
    report = city.report_ids["A1"]
    send_back(city)
    submit(city)
    services.accept_reports(city.reviewer, services.AcceptReports({report: city.report("A1").version}))
    assert changed(city) is None, "it is decided"
    services.start_correction(city.reporter, StartCorrection(report, "Wrong."))
    put(city, families=value(30))
    submit(city)
    assert changed(city) is None
    send_back(city, "Not yet.")
    services.discard_correction(city.reporter, DiscardCorrection(report))
    services.resume_correction(city.reporter, ResumeCorrection(report))
    put(city, families=value(31))
    submit(city)
    assert changed(city) == {"families": value(30)}, "taken up again, it is the one that was returned"
    send_back(city)
    services.discard_correction(city.reporter, DiscardCorrection(report))
    services.start_correction(city.reporter, StartCorrection(report, "Another."))
    put(city, families=value(32))
    submit(city)
    assert changed(city) is None, "another correction of the same number"


def test_it_costs_the_same_however_much_was_changed(city: World) -> None:
    actor = acting(Role.REVIEWER, city.units["C"])

    def cost() -> int:
        with asked_anew() as asked:
            Shown(city, actor)
        return len(asked)

    send_back(city)
    put(city, families=value(30))
    submit(city)
    cost()
    few = cost()
    send_back(city)
    for number in range(5):
        put(city, families=value(number + 1), cultural=value(1), area=value(Decimal(number).to_eng_string()))
    submit(city)
    assert cost() == few
